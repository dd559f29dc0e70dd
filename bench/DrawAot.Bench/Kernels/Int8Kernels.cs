using DrawAot.Manifest;
using DrawAot.Models.MnistInt8Generated;
using DrawAot.Runtime;
using DrawAot.Weights;
using static DrawAot.Models.MnistInt8Generated.Shape;
using Blocks = DrawAot.Models.MnistInt8Generated.Weights;

namespace DrawAot.Bench.Kernels;

/// <summary>The kernels that are emitted for the shipped model at int8.</summary>
internal sealed class Int8Kernels(SafetensorsFile file, DrawShape shape) :
    DecoderKernels(PackedWeights.Of(file, shape, WeightPrecision.Int8), LatentSize, DecoderStatesSize)
{
    /// <inheritdoc/>
    public override void InputProduct()
    {
        for (int t = 0; t < Glimpses; t += BatchTile)
        {
            int first = Math.Min(t, Glimpses - BatchTile); // the last tile is a whole one too
            DecoderInputProjection.RunTile(
                Packed.Slice(Blocks.DecoderInputProjection, Blocks.DecoderInputProjectionSize),
                Latents.Slice(first * LatentSize, BatchTile * LatentSize), LatentSize,
                Gates.Slice(first * DecoderGateRows, BatchTile * DecoderGateRows), DecoderGateRows);
        }

        GC.KeepAlive(this);
    }

    /// <inheritdoc/>
    public override void Recurrence(int glimpse)
    {
        DecoderRecurrence.Run(
            Packed.Slice(Blocks.DecoderRecurrence, Blocks.DecoderRecurrenceSize), States.Slice(0, DecoderStatesSize),
            Gates.Slice(glimpse * DecoderGateRows, DecoderGateRows), pictures: 1, reverse: glimpse % 2 != 0);
        GC.KeepAlive(this);
    }

    /// <inheritdoc/>
    public override void Heads()
    {
        for (int t = 0; t < Glimpses; t += BatchTile)
        {
            int first = Math.Min(t, Glimpses - BatchTile);
            WriteHeads.RunTile(
                Packed.Slice(Blocks.WriteHeads, Blocks.WriteHeadsSize),
                AllStates.Slice(first * DecoderHiddenPadded, BatchTile * DecoderHiddenPadded), DecoderHiddenPadded,
                HeadOutputs.Slice(first * HeadRows, BatchTile * HeadRows), HeadRows);
        }

        GC.KeepAlive(this);
    }
}
