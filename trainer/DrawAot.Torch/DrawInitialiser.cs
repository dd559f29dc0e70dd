using DrawAot.Manifest;
using TorchSharp;
using static TorchSharp.torch;

namespace DrawAot.Torch;

/// <summary>
/// Initial weights. The paper does not state its own; these are what trained best in short trials: matrices
/// uniform within ±1/√inputs, forget gates open, and attention windows that start smaller than the image.
/// </summary>
internal static class DrawInitialiser
{
    private const double ReadLogStride = -1.5, WriteLogStride = -1.0;

    public static Tensor Create(ModelTensor tensor, DrawShape shape, Generator generator)
    {
        long[] sizes = [.. tensor.Shape.Select(size => (long)size)];
        if (sizes.Length == 2)
        {
            return InitialValues.Matrix(sizes, Inputs(tensor, shape), generator);
        }

        if (tensor.Name is "encoder.bias" or "decoder.bias")
        {
            return InitialValues.GateBias(sizes);
        }

        Tensor start = zeros(sizes);
        switch (tensor.Name)
        {
            case "read.window.bias":
                start[InitialValues.LogStrideRow] = ReadLogStride;
                break;
            case "write.window.bias":
                start[InitialValues.LogStrideRow] = WriteLogStride;
                break;
        }

        return start;
    }

    /// <summary>Number of terms of one output: an LSTM's gates sum over the input and the state together.</summary>
    private static int Inputs(ModelTensor tensor, DrawShape shape) => tensor.Name switch
    {
        "encoder.weight_ih" or "encoder.weight_hh" => shape.ReadSize + shape.DecoderHidden + shape.EncoderHidden,
        "decoder.weight_ih" or "decoder.weight_hh" => shape.Latent + shape.DecoderHidden,
        _ => tensor.Shape[1],
    };
}
