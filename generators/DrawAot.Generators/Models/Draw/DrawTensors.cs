using System.Collections.Generic;

namespace DrawAot.Manifest;

/// <summary>
/// The names and layouts of a DRAW model's weights. Matrices are [outputs, inputs]; the 4H rows of an LSTM are its gates in the
/// order i, f, g, o.
/// </summary>
public static class DrawTensors
{
    /// <summary>Every tensor that a model of <paramref name="shape"/> has, in the order in which they are written.</summary>
    public static IReadOnlyList<ModelTensor> Of(DrawShape shape)
    {
        int he = shape.EncoderHidden, hd = shape.DecoderHidden, z = shape.Latent;
        var tensors = new List<ModelTensor>
        {
            new("encoder.weight_ih", [ModelTensors.GateCount * he, shape.ReadSize + hd]),
            new("encoder.weight_hh", [ModelTensors.GateCount * he, he]),
            new("encoder.bias", [ModelTensors.GateCount * he]),
            new("encoder.h0", [he]),
            new("decoder.weight_ih", [ModelTensors.GateCount * hd, z]),
            new("decoder.weight_hh", [ModelTensors.GateCount * hd, hd]),
            new("decoder.bias", [ModelTensors.GateCount * hd]),
            new("decoder.h0", [hd]),
            new("latent.mean.weight", [z, he]),
            new("latent.mean.bias", [z]),
            new("latent.log_sigma.weight", [z, he]),
            new("latent.log_sigma.bias", [z]),
        };
        if (shape.ReadAttention is not null)
        {
            tensors.Add(new("read.window.weight", [ModelTensors.WindowSize, hd]));
            tensors.Add(new("read.window.bias", [ModelTensors.WindowSize]));
        }

        if (shape.WriteAttention is not null)
        {
            tensors.Add(new("write.window.weight", [ModelTensors.WindowSize, hd]));
            tensors.Add(new("write.window.bias", [ModelTensors.WindowSize]));
        }

        tensors.Add(new("write.patch.weight", [shape.PatchSize, hd]));
        tensors.Add(new("write.patch.bias", [shape.PatchSize]));
        tensors.Add(new("canvas.initial", [shape.PixelCount]));
        return tensors;
    }
}
