using System.Buffers.Binary;

namespace DrawAot.Torch.Tests.Datasets;

/// <summary>Digits and labels in files of MNIST's names.</summary>
internal static class DigitFiles
{
    public const uint LabelMagic = 0x0000_0801;

    /// <summary>Writes small sets: digit k has the label k mod 10.</summary>
    /// <param name="folder">Where to write.</param>
    /// <param name="side">Pixels along a side of a digit.</param>
    /// <param name="train">Number of training digits.</param>
    /// <param name="test">Number of test digits.</param>
    /// <param name="pixel">A pixel of a digit: by set ("train" or "t10k"), number, row and column.</param>
    public static void Write(TemporaryFolder folder, int side, int train, int test, Func<string, int, int, int, byte> pixel)
    {
        foreach ((string set, int count) in (ReadOnlySpan<(string, int)>)[("train", train), ("t10k", test)])
        {
            byte[] pixels = [.. Enumerable.Range(0, count * side * side).Select(k => pixel(set, k / (side * side), k / side % side, k % side))];
            folder.Write($"{set}-images-idx3-ubyte", IdxFile.Make(IdxFile.ImageMagic, (uint)count, (uint)side, (uint)side, pixels));
            folder.Write($"{set}-labels-idx1-ubyte", Labels(LabelMagic, count, [.. Enumerable.Range(0, count).Select(k => (byte)(k % 10))]));
        }
    }

    /// <summary>A file of labels.</summary>
    public static byte[] Labels(uint magic, int count, params byte[] labels)
    {
        byte[] file = new byte[8 + labels.Length];
        BinaryPrimitives.WriteUInt32BigEndian(file, magic);
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(4), (uint)count);
        labels.CopyTo(file, 8);
        return file;
    }
}
