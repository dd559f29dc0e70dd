using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace DrawAot.ImageFiles.Png;

/// <summary>The chunks of a PNG file, one after another, up to its end; each one's checksum has been compared.</summary>
internal sealed class PngChunks
{
    private const int LengthSize = 4, KindSize = 4, ChecksumSize = 4;

    private static readonly SearchValues<byte> Letters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    private readonly byte[] _file;
    private int _next;
    private int _dataStart;
    private int _dataLength;

    /// <summary>Begins before the first chunk.</summary>
    /// <exception cref="ImageFault">The file does not begin as PNG files do.</exception>
    public PngChunks(byte[] file)
    {
        ReadOnlySpan<byte> signature = [0x89, (byte)'P', (byte)'N', (byte)'G', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n'];
        if (!file.AsSpan().StartsWith(signature))
        {
            throw file.Length < signature.Length
                ? Short(file.Length)
                : new ImageFault("is a PNG whose first eight bytes were changed, as happens where files are copied as text");
        }

        (_file, _next) = (file, signature.Length);
    }

    /// <summary>The four letters of the chunk.</summary>
    public string Kind { get; private set; } = "";

    /// <summary>The chunk's data.</summary>
    public ReadOnlySpan<byte> Data => _file.AsSpan(_dataStart, _dataLength);

    /// <summary>Goes to the next chunk; false at the last one, IEND.</summary>
    /// <exception cref="ImageFault">The file ends before, or the checksum is another.</exception>
    public bool MoveNext()
    {
        ReadOnlySpan<byte> rest = _file.AsSpan(_next);
        if (rest.Length < LengthSize + KindSize + ChecksumSize)
        {
            throw Short(_file.Length);
        }

        uint length = BinaryPrimitives.ReadUInt32BigEndian(rest);
        if (length > rest.Length - (LengthSize + KindSize + ChecksumSize))
        {
            throw Short(_file.Length);
        }

        ReadOnlySpan<byte> checkedPart = rest.Slice(LengthSize, KindSize + (int)length);
        if (Crc32.HashToUInt32(checkedPart) != BinaryPrimitives.ReadUInt32BigEndian(rest[(LengthSize + checkedPart.Length)..]))
        {
            throw new ImageFault($"is a damaged PNG: the chunk at byte {_next} does not have the checksum that is stored with it");
        }

        if (checkedPart[..KindSize].ContainsAnyExcept(Letters))
        {
            throw new ImageFault($"is a damaged PNG: the chunk at byte {_next} has no name of four letters");
        }

        Kind = Encoding.ASCII.GetString(checkedPart[..KindSize]);
        (_dataStart, _dataLength) = (_next + LengthSize + KindSize, (int)length);
        _next = _dataStart + _dataLength + ChecksumSize;
        return Kind != "IEND";
    }

    private static ImageFault Short(int length) => new($"is a PNG that ends too early, after {length} bytes");
}
