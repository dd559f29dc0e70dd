using TorchSharp;
using static TorchSharp.torch;

namespace DrawAot.Torch.Tests.Training;

/// <summary>In bfloat16 factors have 8 significant bits, and nothing else is lost.</summary>
public sealed class AffineTests
{
    private const double RoundingError = 1.0 / 256;

    public AffineTests() => LibTorch.EnsureLoadable();

    [Fact]
    public void A_product_is_as_exact_as_its_factors()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(1);
        Tensor input = rand(3, 50), weight = rand(50, 7), bias = rand(7);

        Tensor exact = new Affine(weight, bias, inBfloat16: false).Of(input);
        Tensor rounded = new Affine(weight, bias, inBfloat16: true).Of(input);

        Assert.Equal(float32, rounded.dtype);
        Assert.NotEqual(0, (rounded - exact).abs().max().ToDouble());
        Assert.InRange(((rounded - exact) / exact).abs().max().ToDouble(), 0, 2 * RoundingError);
    }

    /// <summary>400 gradients of 1 after one of 1,000: in bfloat16 the sum would stay at 1,000.</summary>
    [Fact]
    public void The_gradients_of_many_uses_are_added_up_in_float32()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor weight = ones(1, 1, requires_grad: true);
        var layer = new Affine(weight, zeros(1), inBfloat16: true);

        Tensor loss = layer.Of(full([1, 1], 1000f)).sum();
        for (int use = 0; use < 400; use++)
        {
            loss = loss + layer.Of(ones(1, 1)).sum();
        }

        loss.backward();
        Assert.Equal(1400, weight.grad!.ToDouble(), tolerance: 1400 * RoundingError);
    }
}
