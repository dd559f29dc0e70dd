using DrawAot.Models.MnistGenerated;
using DrawAot.Numerics;
using static DrawAot.Models.MnistGenerated.Shape;

namespace DrawAot.Bench.Baselines;

/// <summary>The kernels that the generator emits for the shipped model, with buffers laid out as a session's.</summary>
internal sealed class GeneratedWriteOp : IWriteOp
{
    private const int FilterX = HeadRows, FilterY = FilterX + WriteFilters * WidthPadded;
    private const int PatchRows = FilterY + WriteFilters * HeightPadded, Canvas = PatchRows + WriteFilters * WidthPadded;

    private readonly AlignedMemory _memory = new(Canvas + CanvasSize);

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<float> window, ReadOnlySpan<float> patch, Span<float> canvas)
    {
        Span<float> heads = _memory.Slice(0, HeadRows), padded = _memory.Slice(Canvas, CanvasSize);
        patch.CopyTo(heads[FirstPatchRow..]);
        for (int row = 0; row < Channels * Height; row++)
        {
            canvas.Slice(row * Width, Width).CopyTo(padded[(row * CanvasStride)..]);
        }

        Write(window);
        for (int row = 0; row < Channels * Height; row++)
        {
            padded.Slice(row * CanvasStride, Width).CopyTo(canvas[(row * Width)..]);
        }
    }

    /// <summary>Writes the patch that is there again, on the canvas that is there.</summary>
    public void Write(ReadOnlySpan<float> window)
    {
        Span<float> fx = _memory.Slice(FilterX, WriteFilters * WidthPadded), fy = _memory.Slice(FilterY, WriteFilters * HeightPadded);
        var place = AttentionWindow.FromParameters(window, Width, Height, WriteFilters);
        FilterbankX.Fill(WriteFilters, place.CentreX, place.Stride, place.Variance, fx);
        FilterbankY.Fill(WriteFilters, place.CentreY, place.Stride, place.Variance, fy);
        Models.MnistGenerated.Write.Run(
            place.Intensity, _memory.Slice(FirstPatchRow, PatchSize), fx, fy,
            _memory.Slice(PatchRows, WriteFilters * WidthPadded), _memory.Slice(Canvas, CanvasSize));
        GC.KeepAlive(this);
    }

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();
}
