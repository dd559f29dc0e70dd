using TorchSharp;
using static TorchSharp.torch;

namespace DrawAot.Torch;

/// <summary>
/// An affine layer of a batch, x·W + b, whose product may be made of numbers with 8 significant bits (bfloat16) that are
/// added up in float32: several times as fast where the processor has an instruction for it.
/// </summary>
/// <param name="weight">W [inputs, outputs].</param>
/// <param name="bias">b [outputs].</param>
/// <param name="inBfloat16">Whether the product's factors are rounded to bfloat16.</param>
internal sealed class Affine(Tensor weight, Tensor bias, bool inBfloat16)
{
    /// <summary>x·W + b [n, outputs].</summary>
    /// <param name="input">x [n, inputs].</param>
    /// <remarks>
    /// Weights are rounded at every use. Rounded once, they would make autograd add up the gradients of all glimpses in
    /// bfloat16, and lose the small ones.
    /// </remarks>
    public Tensor Of(Tensor input) => inBfloat16
        ? input.to(bfloat16).mm(weight.to(bfloat16)).to(float32) + bias
        : addmm(bias, input, weight, 1, 1);
}
