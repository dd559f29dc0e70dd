using System;
using System.Linq;

namespace DrawAot.Manifest;

/// <summary>Facts about the tensors of every family. Matrices are [outputs, inputs].</summary>
public static class ModelTensors
{
    /// <summary>Rows of a window layer: g̃X, g̃Y, log σ², log δ̃, log γ.</summary>
    public const int WindowSize = 5;

    /// <summary>Gates of an LSTM, in the order i, f, g, o.</summary>
    public const int GateCount = 4;

    /// <summary>Whether the rows of a tensor are the four gates of an LSTM, [4H, inputs].</summary>
    public static bool IsGates(string name) =>
        name.EndsWith(".weight_ih", StringComparison.Ordinal) || name.EndsWith(".weight_hh", StringComparison.Ordinal);

    /// <summary>Numbers in all tensors of a model: up to some 4·10¹³ for the largest sizes that a manifest may state.</summary>
    public static long ParameterCount(ModelShape shape) =>
        shape.Tensors.Sum(tensor => tensor.Shape.Aggregate(1L, (product, size) => product * size));
}
