using System.Collections.Generic;
using DrawAot.Layout;

namespace DrawAot.Manifest;

/// <summary>The sizes that decide everything about a model except its weights.</summary>
/// <param name="Width">Image width A, in pixels.</param>
/// <param name="Height">Image height B, in pixels.</param>
/// <param name="Channels">Image channels C.</param>
/// <param name="Glimpses">Number of glimpses T.</param>
public abstract record ModelShape(int Width, int Height, int Channels, int Glimpses)
{
    /// <summary>Values in one image: C·B·A.</summary>
    public int PixelCount => Channels * Height * Width;

    /// <summary>Every tensor of the model's weights, in the order in which they are written.</summary>
    public abstract IReadOnlyList<ModelTensor> Tensors { get; }

    /// <summary>Every size of packed weights and session.</summary>
    internal abstract ModelLayout Layout(WeightPrecision precision);
}
