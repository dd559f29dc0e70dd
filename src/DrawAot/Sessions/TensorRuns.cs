using System.Numerics.Tensors;
using DrawAot.Manifest;
using DrawAot.Runtime;

namespace DrawAot;

/// <summary>Runs along a tensor's last dimension, whatever its stride.</summary>
internal static class TensorRuns
{
    /// <summary>Copies a run from a tensor.</summary>
    public static void Load(in ReadOnlyTensorSpan<float> tensor, ReadOnlySpan<nint> start, Span<float> values)
    {
        if (tensor.TryGetSpan(start, values.Length, out ReadOnlySpan<float> run))
        {
            run.CopyTo(values);
            return;
        }

        Span<nint> place = stackalloc nint[start.Length];
        start.CopyTo(place);
        for (int k = 0; k < values.Length; k++, place[^1]++)
        {
            values[k] = tensor[place];
        }
    }

    /// <summary>Copies an image [C·B, A] from a tensor [n, C, B, A].</summary>
    public static void Load(in ReadOnlyTensorSpan<float> images, int image, ModelShape shape, in Rows rows)
    {
        for (int row = 0; row < rows.Count; row++)
        {
            Load(images, [image, row / shape.Height, row % shape.Height, 0], rows[row]);
        }
    }

    /// <summary>Requires pixels in [0, 1] of a tensor [n, C, B, A], before any of them is used.</summary>
    /// <exception cref="ArgumentException">One is outside, or no number.</exception>
    public static void RequireUnit(in ReadOnlyTensorSpan<float> images, ModelShape shape)
    {
        Span<float> pixels = stackalloc float[shape.Width];
        int rows = shape.Channels * shape.Height;
        for (nint k = 0; k < images.Lengths[0]; k++)
        {
            for (int row = 0; row < rows; row++)
            {
                Load(images, [k, row / shape.Height, row % shape.Height, 0], pixels);
                Guard.UnlessUnit(pixels, "images", ((long)k * rows + row) * shape.Width);
            }
        }
    }

    /// <summary>Copies a run to a tensor.</summary>
    public static void Store(ReadOnlySpan<float> values, in TensorSpan<float> tensor, ReadOnlySpan<nint> start)
    {
        if (tensor.TryGetSpan(start, values.Length, out Span<float> run))
        {
            values.CopyTo(run);
            return;
        }

        Span<nint> place = stackalloc nint[start.Length];
        start.CopyTo(place);
        for (int k = 0; k < values.Length; k++, place[^1]++)
        {
            tensor[place] = values[k];
        }
    }
}
