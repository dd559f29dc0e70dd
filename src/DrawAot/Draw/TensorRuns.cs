using System.Numerics.Tensors;

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
