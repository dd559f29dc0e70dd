using System.Buffers.Binary;
using System.IO.Compression;
using DrawAot.Weights;

namespace DrawAot.Trainer.Datasets;

/// <summary>
/// Reads the labels of images from an IDX file, gzipped or not: a big-endian header (magic 0x00000801, count, four bytes each), then
/// one byte a label.
/// </summary>
internal static class IdxLabels
{
    private const uint Magic = 0x0000_0801;
    private const int HeaderSize = 2 * sizeof(uint);

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="count">The number of images that the labels are for.</param>
    /// <param name="classCount">Labels are from 0 to below this.</param>
    /// <exception cref="DatasetException">It is no such file, or its labels are others.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static byte[] Read(string path, int count, int classCount)
    {
        byte[] content = Unzipped(path, HeaderSize + count + 1);
        if (content.Length < HeaderSize || BinaryPrimitives.ReadUInt32BigEndian(content) != Magic)
        {
            throw new DatasetException($"File '{path}' is no IDX file of labels: its first four bytes are not 0x{Magic:X8}, or its header is cut off.");
        }

        uint announced = BinaryPrimitives.ReadUInt32BigEndian(content.AsSpan(sizeof(uint)));
        if (announced != count || content.Length != HeaderSize + count)
        {
            string held = content.Length > HeaderSize + count ? $"more than {count}" : $"{content.Length - HeaderSize}";
            throw new DatasetException(
                $"File '{path}' announces {announced} labels and holds {held}; the {count} labels of the images beside it were expected.");
        }

        byte[] labels = content[HeaderSize..];
        int wrong = labels.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)(classCount - 1));
        return wrong < 0 ? labels : throw new DatasetException(
            $"File '{path}': the label of image {wrong} is {labels[wrong]}; one from 0 to {classCount - 1} was expected.");
    }

    /// <summary>The first bytes of a file's contents.</summary>
    private static byte[] Unzipped(string path, int most)
    {
        byte[] file = RegularFile.ReadAllBytes(path, "an IDX file of labels");
        using Stream content = file is [0x1F, 0x8B, ..]
            ? new GZipStream(new MemoryStream(file), CompressionMode.Decompress)
            : new MemoryStream(file);
        byte[] bytes = new byte[most];
        try
        {
            return bytes[..content.ReadAtLeast(bytes, most, throwOnEndOfStream: false)];
        }
        catch (InvalidDataException fault)
        {
            throw new DatasetException($"File '{path}' cannot be unzipped: {fault.Message}", fault);
        }
    }
}
