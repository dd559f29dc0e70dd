using DrawAot.Models.MnistInt8Generated;
using DrawAot.Numerics;
using DrawAot.Weights;
using static DrawAot.Models.MnistInt8Generated.Shape;
using PackedWeights = DrawAot.Models.MnistInt8Generated.Weights;

namespace DrawAot.Bench.Kernels;

/// <summary>The kernels that are emitted for the shipped model at int8.</summary>
internal sealed class Int8Kernels(SafetensorsFile file) : DecoderKernels(PackedWeights.Pack(file))
{
    private readonly byte[] _latentBytes = GC.AllocateArray<byte>(Glimpses * LatentPadded, pinned: true);
    private readonly float[] _latentLimits = GC.AllocateArray<float>(Glimpses, pinned: true);
    private readonly byte[] _bytes = GC.AllocateArray<byte>(DecoderStatesPadded, pinned: true);

    /// <inheritdoc/>
    public override void InputProduct()
    {
        for (int t = 0; t < Glimpses; t += Tile)
        {
            int first = Math.Min(t, Glimpses - Tile); // the last tile is a whole one too
            for (int ahead = first; ahead < first + Tile; ahead++)
            {
                _latentLimits[ahead] = LatentBytes.Round(
                    Latents.Slice(ahead * LatentPadded, LatentPadded), _latentBytes.AsSpan(ahead * LatentPadded, LatentPadded));
            }

            DecoderGates.RunTile(
                Packed.Slice(PackedWeights.DecoderGates, PackedWeights.DecoderGatesSize),
                _latentBytes.AsSpan(first * LatentPadded, Tile * LatentPadded), LatentPadded, _latentLimits.AsSpan(first, Tile), 1,
                Gates.Slice(first * DecoderGateRows, Tile * DecoderGateRows), DecoderGateRows);
        }

        GC.KeepAlive(this);
    }

    /// <inheritdoc/>
    public override void Recurrence(int glimpse)
    {
        HiddenBytes.Round(States.Slice(0, DecoderHiddenPadded), _bytes);
        DecoderStep.Run(
            Packed.Slice(PackedWeights.Decoder, PackedWeights.DecoderSize), _bytes,
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
