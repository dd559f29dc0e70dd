using System.Runtime.InteropServices;

namespace DrawAot.Cuda;

/// <summary>The parameter of all kernels of a classifier, field by field the <c>Buffers</c> of Classifier.cu, which has their shapes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ClassifierBuffers
{
    public nint Images, Labels, Scales, Starts;
    public nint Inputs, Gates, Cells, Windows, Logits;
    public nint InputGradients, HiddenGradients, CellGradients, StartGradients;
    public nint Losses, Scratch;
    public int Count;
}
