using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DrawAot.Torch.Tests.Training;

public sealed class AdamTests
{
    public AdamTests() => LibTorch.EnsureLoadable();

    [Theory]
    [InlineData(5)]
    [InlineData(16)]
    [InlineData(301)]
    public void Ten_steps_are_those_of_the_library_s_own_Adam(int count)
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(1);
        Parameter theirs = new(randn(count));
        var adam = new DrawAot.Torch.Adam(theirs.data<float>().ToArray());
        optim.Optimizer reference = optim.Adam([theirs], lr: 0.01);

        for (int step = 0; step < 10; step++)
        {
            Tensor target = randn(count);
            (theirs - target).square().sum().backward();
            adam.Update(theirs.grad!.data<float>().ToArray(), 0.01, clipNorm: 1e9, averageDecay: 0.5);
            reference.step();
            reference.zero_grad();
        }

        Assert.Equal(theirs.data<float>().ToArray(), adam.Weights, (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void A_long_gradient_is_scaled_down_to_the_clip_norm()
    {
        var adam = new DrawAot.Torch.Adam(new float[2]);

        double norm = adam.Update([30, 40], rate: 0.1, clipNorm: 5, averageDecay: 0.9);

        Assert.Equal(50, norm, tolerance: 1e-4);
        Assert.Equal([3f * 0.1f, 4f * 0.1f], adam.Momentum, (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void A_gradient_that_is_no_number_changes_nothing(float slope)
    {
        var adam = new DrawAot.Torch.Adam([1, 1, 1]);

        Assert.False(double.IsFinite(adam.Update([0, slope, 0], rate: 0.1, clipNorm: 5, averageDecay: 0.9)));

        Assert.Equal(0, adam.Steps);
        Assert.Equal([1f, 1f, 1f], adam.Weights);
        Assert.Equal([0f, 0f, 0f], adam.Momentum);
    }

    [Fact]
    public void The_average_follows_young_weights_closely_and_old_ones_slowly()
    {
        var adam = new DrawAot.Torch.Adam(new float[1]);

        adam.Update([1], rate: 1, clipNorm: 1, averageDecay: 0.999);

        // After one step the decay is 2/11, so the average has come 9/11 of the way to −1.
        Assert.Equal(-9 / 11.0, adam.Average[0], tolerance: 1e-5);
    }
}
