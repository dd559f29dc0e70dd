using DrawAot.Models;
using DrawAot.Models.MnistGenerated;
using DrawAot.Numerics;
using DrawAot.Weights;
using static DrawAot.Models.MnistGenerated.Shape;

namespace DrawAot.Bench.Kernels;

/// <summary>
/// The decoder's kernels one by one, with buffers laid out as a session's, for all glimpses of one picture.
/// </summary>
/// <param name="packed">The packed weights.</param>
/// <param name="latentSize">Floats of one latent's buffer; kernels of integers quantize into it.</param>
/// <param name="statesSize">Floats of the hidden state's buffer.</param>
internal abstract class DecoderKernels(AlignedMemory packed, int latentSize, int statesSize) : IDisposable
{
    /// <summary>Glimpses of a picture.</summary>
    public const int Glimpses = Shape.Glimpses;

    private readonly AlignedMemory _cells = new(DecoderHiddenPadded);

    /// <summary>z of every glimpse [T, LatentSize].</summary>
    public AlignedMemory Latents { get; } = new(SequenceGlimpses * latentSize);

    /// <summary>The gates of every glimpse [T, DecoderGateRows].</summary>
    public AlignedMemory Gates { get; } = new(SequenceGlimpses * DecoderGateRows);

    /// <summary>Gates as they are in a picture; a recurrence that is timed goes on adding to <see cref="Gates"/>, and saturates them.</summary>
    public AlignedMemory KeptGates { get; } = new(SequenceGlimpses * DecoderGateRows);

    /// <summary>h_dec [DecoderStatesSize].</summary>
    public AlignedMemory States { get; } = new(statesSize);

    /// <summary>h_dec of every glimpse [T, DecoderHiddenPadded].</summary>
    protected AlignedMemory AllStates { get; } = new(SequenceGlimpses * DecoderHiddenPadded);

    /// <summary>Window and patch of every glimpse [T, HeadRows].</summary>
    protected AlignedMemory HeadOutputs { get; } = new(SequenceGlimpses * HeadRows);

    /// <summary>The packed weights.</summary>
    protected AlignedMemory Packed => packed;

    /// <summary>Makes them for a precision, as the manifest says it.</summary>
    public static DecoderKernels Create(string precision)
    {
        SafetensorsFile file = SafetensorsFile.ReadEmbedded(typeof(Mnist).Assembly, Mnist.WeightsFile);
        using Mnist model = Mnist.LoadEmbedded();
        return precision switch
        {
            "float32" => new Float32Kernels(file, model.Shape),
            "bfloat16" => new Bfloat16Kernels(file, model.Shape),
            "int8" => new Int8Kernels(file, model.Shape),
            _ => throw new ArgumentOutOfRangeException(nameof(precision), precision, "float32, bfloat16 or int8 was expected."),
        };
    }

    /// <summary>h_dec and c as before the first glimpse, but both zero.</summary>
    public void Reset()
    {
        States.Slice(0, DecoderHiddenPadded).Clear();
        _cells.Slice(0, DecoderHiddenPadded).Clear();
    }

    /// <summary>The latents of a picture.</summary>
    public void Normals()
    {
        for (int t = 0; t < Glimpses; t++)
        {
            Numerics.Normals.Fill(seed: 7, index: 0, (uint)t, Latents.Slice(t * latentSize, Latent));
        }
    }

    /// <summary>b + W·z of all glimpses.</summary>
    public abstract void InputProduct();

    /// <summary>a ← a + U·h_dec of one glimpse.</summary>
    public abstract void Recurrence(int glimpse);

    /// <summary>Fills <see cref="KeptGates"/>.</summary>
    public void KeepGates() => Gates.Slice(0, Glimpses * DecoderGateRows).CopyTo(KeptGates.Slice(0, Glimpses * DecoderGateRows));

    /// <summary>From the gates of one glimpse to the next c and h_dec.</summary>
    public void Activations(AlignedMemory gates, int glimpse) => LstmCell.Update(
        gates.Slice(glimpse * DecoderGateRows, DecoderGateRows), _cells.Slice(0, DecoderHiddenPadded), States.Slice(0, DecoderHiddenPadded));

    /// <summary>The windows and the patches of all glimpses.</summary>
    public abstract void Heads();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (AlignedMemory memory in (AlignedMemory[])[packed, _cells, Latents, Gates, KeptGates, States, AllStates, HeadOutputs])
        {
            memory.Dispose();
        }
    }
}
