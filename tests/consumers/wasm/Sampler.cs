using System.Runtime.InteropServices;
using System.Runtime.InteropServices.JavaScript;
using System.Runtime.Versioning;

namespace Page;

/// <summary>The page's calls: one picture at a time, glimpse by glimpse.</summary>
[SupportedOSPlatform("browser")]
public static partial class Sampler
{
    private static readonly Mnist.Session s_session = Mnist.LoadEmbedded().CreateSession();
    private static readonly float[] s_image = new float[Mnist.PixelCount];

    private static void Main()
    {
        // The page calls the functions below; nothing runs by itself.
    }

    /// <summary>Width and height of a picture, and the number of glimpses.</summary>
    [JSExport]
    public static int[] Sizes() => [Mnist.Width, Mnist.Height, Mnist.Glimpses];

    /// <summary>Begins a picture.</summary>
    [JSExport]
    public static void Begin(int seed, int index) => s_session.Begin((ulong)seed, (ulong)index);

    /// <summary>Takes a glimpse; false where the picture was finished before.</summary>
    [JSExport]
    public static bool Step() => s_session.Step();

    /// <summary>The picture so far: its floats in [0, 1], little-endian.</summary>
    [JSExport]
    public static byte[] Picture()
    {
        s_session.CopyPicture(s_image);
        return MemoryMarshal.AsBytes(s_image.AsSpan()).ToArray();
    }

    /// <summary>The write window of the last glimpse, in pixels: its centre's column and row, the side of the grid, σ.</summary>
    [JSExport]
    public static double[] Window() => s_session.WriteWindow is { } window
        ? [window.CentreX, window.CentreY, window.Stride * s_session.Shape.WriteAttention!.Value, window.Sigma]
        : [];
}
