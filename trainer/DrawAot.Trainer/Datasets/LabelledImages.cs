using System.Security.Cryptography;
using DrawAot.ImageFiles;

namespace DrawAot.Trainer.Datasets;

/// <summary>Images of one size and the class of each. An image is drawn when it is asked for, by any thread.</summary>
/// <param name="count">Number of images.</param>
/// <param name="channels">Planes of an image.</param>
/// <param name="height">Rows of an image.</param>
/// <param name="width">Columns of an image.</param>
public abstract class LabelledImages(int count, int channels, int height, int width)
{
    private const int HashBatch = 100;

    /// <summary>Number of images.</summary>
    public int Count => count;

    /// <summary>Planes of an image.</summary>
    public int Channels => channels;

    /// <summary>Rows of an image.</summary>
    public int Height => height;

    /// <summary>Columns of an image.</summary>
    public int Width => width;

    /// <summary>Values of an image: Channels · Height · Width.</summary>
    public int PixelCount => channels * height * width;

    /// <summary>The class of an image, from 0.</summary>
    public abstract int Label(int index);

    /// <summary>Draws an image; the same index gives the same pixels.</summary>
    /// <param name="index">Which image, 0 … Count − 1.</param>
    /// <param name="pixels">Receives [Channels, Height, Width], 0 for black and 255 for white.</param>
    public abstract void Draw(int index, Span<byte> pixels);

    /// <summary>The classes of some images [n].</summary>
    public int[] Labels(ReadOnlySpan<int> numbers)
    {
        int[] labels = new int[numbers.Length];
        for (int k = 0; k < numbers.Length; k++)
        {
            labels[k] = Label(numbers[k]);
        }

        return labels;
    }

    /// <summary>Draws some images.</summary>
    public ImageSet Draw(ReadOnlySpan<int> numbers)
    {
        byte[] pixels = new byte[numbers.Length * PixelCount];
        for (int k = 0; k < numbers.Length; k++)
        {
            Draw(numbers[k], pixels.AsSpan(k * PixelCount, PixelCount));
        }

        return new ImageSet(pixels, channels, height, width);
    }

    /// <summary>Some images as a network reads them [n, C, B, A], in [0, 1].</summary>
    /// <param name="numbers">Which images.</param>
    /// <param name="threads">The number of threads that may draw; images do not depend on it.</param>
    public float[] Pixels(ReadOnlySpan<int> numbers, int threads = 1)
    {
        int[] which = numbers.ToArray(); // a lambda captures no span
        float[] pixels = new float[numbers.Length * PixelCount];
        Parallel.For(0, which.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, () => new byte[PixelCount], (k, _, bytes) =>
        {
            Draw(which[k], bytes);
            new ImageSet(bytes, channels, height, width).CopyTo(0, pixels.AsSpan(k * PixelCount, PixelCount));
            return bytes;
        }, _ => { });
        return pixels;
    }

    /// <summary>SHA-256 of all images as bytes [Count, C, B, A], 64 lower-case hexadecimal digits.</summary>
    public string Sha256()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] pixels = new byte[HashBatch * PixelCount];
        for (int first = 0; first < Count; first += HashBatch)
        {
            int length = Math.Min(HashBatch, Count - first);
            for (int k = 0; k < length; k++)
            {
                Draw(first + k, pixels.AsSpan(k * PixelCount, PixelCount));
            }

            hash.AppendData(pixels.AsSpan(0, length * PixelCount));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
