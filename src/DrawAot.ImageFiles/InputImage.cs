using System.Diagnostics.CodeAnalysis;

namespace DrawAot.ImageFiles;

/// <summary>One image of an input, or why it could not be read.</summary>
public sealed class InputImage
{
    internal InputImage(string name, ReadOnlyMemory<byte> pixels, ulong noiseIndex) => (Name, Pixels, NoiseIndex) = (name, pixels, noiseIndex);

    internal InputImage(string name, string fault) => (Name, Fault) = (name, fault);

    /// <summary>The file, with the image's number where a file has many: <c>digits/3.png</c>, <c>t10k.idx[17]</c>.</summary>
    public string Name { get; }

    /// <summary>One sentence that names the file and says what is wrong with it; null when nothing is.</summary>
    public string? Fault { get; }

    /// <summary>Whether there are pixels.</summary>
    [MemberNotNullWhen(false, nameof(Fault))]
    public bool IsSound => Fault is null;

    /// <summary>[Channels, Height, Width], 0 for black and 255 for white; empty where there is a fault.</summary>
    public ReadOnlyMemory<byte> Pixels { get; }

    /// <summary>
    /// The index of the noise that belongs to this image, whatever lies beside it: in a data set the image's place, from
    /// 0 on, as <c>evaluate</c> counts; of a picture a hash of its pixels, so that copies have the same noise and
    /// different pictures noise that is independent.
    /// </summary>
    public ulong NoiseIndex { get; }

    /// <summary>Writes the pixels as floats in [0, 1]; 0 and 255 become exactly 0 and 1.</summary>
    /// <param name="pixels">Receives [Channels, Height, Width]; what lies beyond is left alone.</param>
    /// <exception cref="InvalidOperationException">There are none: the image has a fault.</exception>
    /// <exception cref="ArgumentException"><paramref name="pixels"/> is shorter than the image.</exception>
    public void CopyTo(Span<float> pixels)
    {
        if (!IsSound)
        {
            throw new InvalidOperationException(Fault);
        }

        UnitInterval.Fill(Pixels.Span, pixels);
    }

    /// <summary>A picture of its own, not one of a data set.</summary>
    internal static InputImage OfPicture(string name, byte[] pixels) => new(name, pixels, PixelHash.Of(pixels));
}
