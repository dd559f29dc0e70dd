using DrawAot.TestModels;

namespace DrawAot.Native.Tests;

/// <summary>A few frames of a camera that looks at stripes, for the classifier of the paper's sizes.</summary>
internal static class CameraFrames
{
    public const int Count = 5;

    /// <summary>As the camera gives them: bytes [n, B, A].</summary>
    public static byte[] Bytes() => [.. Enumerable.Range(0, Count * Search.PixelCount).Select(k =>
    {
        (int frame, int pixel) = Math.DivRem(k, Search.PixelCount);
        return (byte)(pixel * (2 * frame + 3) + pixel / Search.Width * 13);
    })];

    /// <summary>As the model takes them [n][B, A].</summary>
    public static IEnumerable<float[]> Images() =>
        Bytes().Chunk(Search.PixelCount).Select(frame => frame.Select(value => value / 255f).ToArray());
}
