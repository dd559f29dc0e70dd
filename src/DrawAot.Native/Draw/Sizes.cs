using System.Runtime.InteropServices;
using DrawAot.Manifest;

namespace DrawAot.Native;

/// <summary><c>drawaot_sizes</c>: all sizes of the model. A window that it does not have is 0.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct Sizes(DrawShape shape)
{
    public readonly int Width = shape.Width;
    public readonly int Height = shape.Height;
    public readonly int Channels = shape.Channels;
    public readonly int PixelCount = shape.PixelCount;
    public readonly int Glimpses = shape.Glimpses;
    public readonly int Latent = shape.Latent;
    public readonly int LatentCount = (int)Math.Min((long)shape.Glimpses * shape.Latent, int.MaxValue);
    public readonly int EncoderHidden = shape.EncoderHidden;
    public readonly int DecoderHidden = shape.DecoderHidden;
    public readonly int ReadAttention = shape.ReadAttention ?? 0;
    public readonly int WriteAttention = shape.WriteAttention ?? 0;
}
