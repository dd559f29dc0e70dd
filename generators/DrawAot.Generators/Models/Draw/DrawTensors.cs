using System.Collections.Generic;
using System.Linq;

namespace DrawAot.Manifest;

/// <summary>One tensor of a weights file: its name and its row-major shape.</summary>
/// <param name="Name">The name under which it stands in the file.</param>
/// <param name="Shape">Its dimensions; rows are outputs.</param>
public readonly record struct DrawTensor(string Name, IReadOnlyList<int> Shape);

/// <summary>
/// The names and layouts of a model's weights, stated once for the generator, the runtime and the trainer.
/// Matrices are [outputs, inputs]; the 4H rows of an LSTM are its gates in the order i, f, g, o.
/// </summary>
public static class DrawTensors
{
    /// <summary>Rows of a window layer: g̃X, g̃Y, log σ², log δ̃, log γ.</summary>
    public const int WindowSize = 5;

    /// <summary>Gates of an LSTM, in the order i, f, g, o.</summary>
    public const int GateCount = 4;

    /// <summary>Every tensor that a model of <paramref name="shape"/> has, in the order in which they are written.</summary>
    public static IReadOnlyList<DrawTensor> Of(DrawShape shape)
    {
        int he = shape.EncoderHidden, hd = shape.DecoderHidden, z = shape.Latent;
        var tensors = new List<DrawTensor>
        {
            new("encoder.weight_ih", [GateCount * he, shape.ReadSize + hd]),
            new("encoder.weight_hh", [GateCount * he, he]),
            new("encoder.bias", [GateCount * he]),
            new("encoder.h0", [he]),
            new("decoder.weight_ih", [GateCount * hd, z]),
            new("decoder.weight_hh", [GateCount * hd, hd]),
            new("decoder.bias", [GateCount * hd]),
            new("decoder.h0", [hd]),
            new("latent.mean.weight", [z, he]),
            new("latent.mean.bias", [z]),
            new("latent.log_sigma.weight", [z, he]),
            new("latent.log_sigma.bias", [z]),
        };
        if (shape.ReadAttention is not null)
        {
            tensors.Add(new("read.window.weight", [WindowSize, hd]));
            tensors.Add(new("read.window.bias", [WindowSize]));
        }

        if (shape.WriteAttention is not null)
        {
            tensors.Add(new("write.window.weight", [WindowSize, hd]));
            tensors.Add(new("write.window.bias", [WindowSize]));
        }

        tensors.Add(new("write.patch.weight", [shape.PatchSize, hd]));
        tensors.Add(new("write.patch.bias", [shape.PatchSize]));
        tensors.Add(new("canvas.initial", [shape.PixelCount]));
        return tensors;
    }

    /// <summary>Whether the rows of a tensor are the four gates of an LSTM, [4H, inputs].</summary>
    public static bool IsGates(string name) =>
        name.EndsWith(".weight_ih", System.StringComparison.Ordinal) || name.EndsWith(".weight_hh", System.StringComparison.Ordinal);

    /// <summary>Numbers in all tensors of a model: up to some 4·10¹³ for the largest sizes that a manifest may state.</summary>
    public static long ParameterCount(ModelShape shape) =>
        shape.Tensors.Sum(tensor => tensor.Shape.Aggregate(1L, (product, size) => product * size));
}
