using System.Runtime.InteropServices;
using DrawAot.Manifest;

namespace DrawAot.Native;

/// <summary><c>drawaot_classifier_sizes</c>: all sizes of the model.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct ClassifierSizes(ClassifierShape shape)
{
    public readonly int Width = shape.Width;
    public readonly int Height = shape.Height;
    public readonly int Channels = shape.Channels;
    public readonly int PixelCount = shape.PixelCount;
    public readonly int Glimpses = shape.Glimpses;
    public readonly int Hidden = shape.Hidden;
    public readonly int ReadAttention = shape.ReadAttention;
    public readonly int ClassCount = shape.ClassCount;
}
