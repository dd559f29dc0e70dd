using System.Runtime.InteropServices;

namespace DrawAot.Native;

/// <summary><c>drawaot_image_score</c>: the variational bound on −log p(x) of an image, in nats.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct ImageScore(Score score)
{
    public readonly double Reconstruction = score.Reconstruction;
    public readonly double Divergence = score.Divergence;
}
