using DrawAot.Torch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DrawAot.Torch.Tests.Training;

public sealed class AdamTests
{
    public AdamTests() => LibTorch.EnsureLoadable();

    [Fact]
    public void Ten_steps_are_those_of_the_library_s_own_Adam()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(1);
        Parameter[] ours = [new(randn(3, 4)), new(randn(5))];
        Parameter[] theirs = [.. ours.Select(p => new Parameter(p.detach().clone()))];
        using var adam = new DrawAot.Torch.Adam(ours);
        optim.Optimizer reference = optim.Adam(theirs, lr: 0.01);

        for (int step = 0; step < 10; step++)
        {
            Tensor target = randn(3, 4), second = randn(5);
            Loss(ours, target, second).backward();
            Loss(theirs, target, second).backward();
            adam.Update(0.01, clipNorm: 1e9, averageDecay: 0.5);
            reference.step();
            reference.zero_grad();
        }

        foreach ((Parameter mine, Parameter other) in ours.Zip(theirs))
        {
            Assert.InRange((mine - other).abs().max().ToDouble(), 0, 1e-6);
        }

        static Tensor Loss(Parameter[] p, Tensor target, Tensor second) =>
            (p[0] - target).square().sum() + (p[1] * second).exp().sum();
    }

    [Fact]
    public void A_long_gradient_is_scaled_down_to_the_clip_norm()
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter weights = new(zeros(2));
        using var adam = new DrawAot.Torch.Adam([weights]);
        (weights * tensor([30f, 40f])).sum().backward();

        double norm = adam.Update(rate: 0.1, clipNorm: 5, averageDecay: 0.9);

        Assert.Equal(50, norm, tolerance: 1e-4);
        Assert.Equal([3f * 0.1f, 4f * 0.1f], adam.Momentum.data<float>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void A_gradient_that_is_no_number_changes_nothing()
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter weights = new(ones(2));
        using var adam = new DrawAot.Torch.Adam([weights]);
        (weights * float.NaN).sum().backward();

        Assert.False(double.IsFinite(adam.Update(rate: 0.1, clipNorm: 5, averageDecay: 0.9)));

        Assert.Equal(0, adam.Steps);
        Assert.Equal([1f, 1f], weights.data<float>().ToArray());
    }

    [Fact]
    public void The_average_follows_young_weights_closely_and_old_ones_slowly()
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter weights = new(zeros(1));
        using var adam = new DrawAot.Torch.Adam([weights]);
        weights.sum().backward();
        adam.Update(rate: 1, clipNorm: 1, averageDecay: 0.999);

        // After one step the decay is 2/11, so the average has come 9/11 of the way to −1.
        Assert.Equal(-9 / 11.0, adam.Average.ToDouble(), tolerance: 1e-5);
    }
}
