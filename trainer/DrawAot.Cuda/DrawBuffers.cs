using System.Runtime.InteropServices;

namespace DrawAot.Cuda;

/// <summary>The parameter of all kernels, field by field the <c>Buffers</c> of Draw.cu, which has their shapes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct DrawBuffers
{
    public nint Inputs, Targets, Noise, Scales, Starts;
    public nint EncoderInputs, EncoderGateValues, EncoderCells, Posteriors, DecoderInputs, DecoderGateValues, DecoderCells, Heads, Canvases;
    public nint EncoderInputGradients, DecoderInputGradients, EncoderHiddenGradients, DecoderHiddenGradients;
    public nint EncoderCellGradients, DecoderCellGradients, CanvasGradients, StartGradients;
    public nint Losses, Scratch;
    public int Count;
}
