using DrawAot.Manifest;
using DrawAot.Models.MnistGenerated;
using DrawAot.Runtime;
using DrawAot.Weights;
using static DrawAot.Models.MnistGenerated.Shape;
using Blocks = DrawAot.Models.MnistGenerated.Weights;

namespace DrawAot.Bench.Kernels;

/// <summary>The kernels that are emitted for the shipped model at float32.</summary>
internal sealed class Float32Kernels(SafetensorsFile file, DrawShape shape) :
    DecoderKernels(PackedWeights.Of(file, shape, WeightPrecision.Float32), LatentSize, DecoderStatesSize)
{
    /// <inheritdoc/>
    public override void InputProduct()
    {
        DecoderInputProjection.RunTiles(
            Packed.Slice(Blocks.DecoderInputProjection, Blocks.DecoderInputProjectionSize),
            Latents.Slice(0, SequenceGlimpses * LatentSize), LatentSize,
            Gates.Slice(0, SequenceGlimpses * DecoderGateRows), DecoderGateRows, Glimpses);

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
        WriteHeads.RunTiles(
            Packed.Slice(Blocks.WriteHeads, Blocks.WriteHeadsSize),
            AllStates.Slice(0, SequenceGlimpses * DecoderHiddenPadded), DecoderHiddenPadded,
            HeadOutputs.Slice(0, SequenceGlimpses * HeadRows), HeadRows, Glimpses);

        GC.KeepAlive(this);
    }
}
