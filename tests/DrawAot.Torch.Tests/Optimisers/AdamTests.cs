using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DrawAot.Torch.Tests.Optimisers;

public sealed class AdamTests
{
    public AdamTests() => LibTorch.EnsureLoadable();

    [Theory]
    [InlineData(5)]
    [InlineData(16)]
    [InlineData(301)]
    public void Ten_steps_equal_those_of_libtorch(int count)
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(1);
        Parameter theirs = new(randn(count));
        float[] weights = theirs.data<float>().ToArray();
        var adam = new DrawAot.Training.Optimisers.Adam(count);
        optim.Optimizer reference = optim.Adam([theirs], lr: 0.01);

        for (int step = 1; step <= 10; step++)
        {
            Tensor target = randn(count);
            (theirs - target).square().sum().backward();
            adam.Update(weights, theirs.grad!.data<float>().ToArray(), 0.01, step);
            reference.step();
            reference.zero_grad();
        }

        Assert.Equal(theirs.data<float>().ToArray(), weights, (a, b) => Math.Abs(a - b) < 1e-6);
    }
}
