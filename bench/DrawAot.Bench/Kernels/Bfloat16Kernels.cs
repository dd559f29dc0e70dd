using DrawAot.Models.MnistBfloat16Generated;
using DrawAot.Weights;
using static DrawAot.Models.MnistBfloat16Generated.Shape;
using PackedWeights = DrawAot.Models.MnistBfloat16Generated.Weights;

namespace DrawAot.Bench.Kernels;

/// <summary>The kernels that are emitted for the shipped model at bfloat16.</summary>
internal sealed class Bfloat16Kernels(SafetensorsFile file) : DecoderKernels(PackedWeights.Pack(file))
{
    /// <inheritdoc/>
    public override void InputProduct()
    {
        for (int t = 0; t < Glimpses; t += Tile)
        {
            int first = Math.Min(t, Glimpses - Tile); // the last tile is a whole one too
            DecoderGates.RunTile(
                Packed.Slice(PackedWeights.DecoderGates, PackedWeights.DecoderGatesSize),
                Latents.Slice(first * LatentPadded, Tile * LatentPadded), LatentPadded,
                Gates.Slice(first * DecoderGateRows, Tile * DecoderGateRows), DecoderGateRows);
        }

        GC.KeepAlive(this);
    }

    /// <inheritdoc/>
    public override void Recurrence(int glimpse)
    {
        DecoderStep.Run(
            Packed.Slice(PackedWeights.Decoder, PackedWeights.DecoderSize), States.Slice(0, DecoderStates),
            Gates.Slice(glimpse * DecoderGateRows, DecoderGateRows), pictures: 1, backwards: glimpse % 2 != 0);
        GC.KeepAlive(this);
    }

    /// <inheritdoc/>
    public override void Heads()
    {
        for (int t = 0; t < Glimpses; t += Tile)
        {
            int first = Math.Min(t, Glimpses - Tile);
            WriteHeads.RunTile(
                Packed.Slice(PackedWeights.WriteHeads, PackedWeights.WriteHeadsSize),
                AllStates.Slice(first * DecoderHiddenPadded, Tile * DecoderHiddenPadded), DecoderHiddenPadded,
                HeadOutputs.Slice(first * HeadRows, Tile * HeadRows), HeadRows);
        }

        GC.KeepAlive(this);
    }
}
