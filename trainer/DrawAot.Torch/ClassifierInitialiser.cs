using DrawAot.Manifest;
using TorchSharp;
using static TorchSharp.torch;

namespace DrawAot.Torch;

/// <summary>
/// Initial weights of a glimpse classifier: matrices uniform within ±1/√inputs, forget gates open, h₀ zero, and a read window
/// that starts as wide as the image.
/// </summary>
/// <remarks>
/// The window learns from the gradient of its filters, which is zero where no filter has weight: a small window gets no
/// gradient from a digit outside it. So the grid starts spread over the whole image. Each of its N filters along the
/// longer side L stands for L/N pixels: the stride is δ = L/N, and σ = δ/2 lets neighbouring filters overlap, so that no pixel
/// lies between them. For 100×100 and N = 12 that is δ = 8.3 and σ = 4.2 pixels.
/// </remarks>
internal static class ClassifierInitialiser
{
    private const double SmallestDeviation = 0.5; // in pixels: a narrower filter can miss all of them

    public static Tensor Create(ModelTensor tensor, ClassifierShape shape, Generator generator)
    {
        long[] sizes = [.. tensor.Shape.Select(size => (long)size)];
        return tensor.Name switch
        {
            "lstm.weight_ih" or "lstm.weight_hh" => InitialValues.Matrix(sizes, shape.ReadSize + shape.Hidden, generator),
            "lstm.bias" => InitialValues.GateBias(sizes),
            "read.window.bias" => WideWindow(shape, sizes),
            _ when sizes.Length == 2 => InitialValues.Matrix(sizes, tensor.Shape[1], generator),
            _ => zeros(sizes),
        };
    }

    private static Tensor WideWindow(ClassifierShape shape, long[] sizes)
    {
        double longest = Math.Max(shape.Width, shape.Height), stride = longest / shape.ReadAttention;
        Tensor start = zeros(sizes);
        start[InitialValues.LogVarianceRow] = 2 * Math.Log(Math.Max(stride / 2, SmallestDeviation));
        if (shape.ReadAttention > 1 && longest > 1)
        {
            double unit = (longest - 1) / (shape.ReadAttention - 1); // the stride of δ̃ = 1
            start[InitialValues.LogStrideRow] = Math.Log(stride / unit);
        }

        return start;
    }
}
