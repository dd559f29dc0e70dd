using System.Buffers.Binary;

namespace DrawAot.ImageFiles.Png;

/// <summary>A row of a pass, read again and again: each one is stored as its difference from the one above.</summary>
internal sealed class PngRow
{
    private readonly int _depth;
    private readonly int _distance;
    private readonly int[] _samples;
    private readonly byte[] _filter = new byte[1];
    private byte[] _bytes;
    private byte[] _above;

    /// <summary>Begins above the first row, where everything is 0.</summary>
    public PngRow(PngHeader header, int width)
    {
        Width = width;
        _depth = header.Depth;
        _samples = new int[header.Samples];
        int bits = _samples.Length * _depth;
        _distance = (bits + 7) / 8;
        int size = (int)(((long)bits * width + 7) / 8);
        (_bytes, _above) = (new byte[size], new byte[size]);
    }

    /// <summary>Pixels of a row.</summary>
    public int Width { get; }

    /// <summary>Reads the next row and undoes its filter.</summary>
    /// <exception cref="ImageFault">It ends too early, or its filter is unknown.</exception>
    public void Read(Stream rows)
    {
        (_bytes, _above) = (_above, _bytes);
        if (rows.ReadAtLeast(_filter, 1, throwOnEndOfStream: false) < 1
            || rows.ReadAtLeast(_bytes, _bytes.Length, throwOnEndOfStream: false) < _bytes.Length)
        {
            throw new ImageFault("is a damaged PNG: it has fewer pixels than its size says");
        }

        Undo(_filter[0]);
    }

    /// <summary>The samples of a pixel, valid until the next call.</summary>
    public ReadOnlySpan<int> Samples(int pixel)
    {
        for (int k = 0; k < _samples.Length; k++)
        {
            int number = pixel * _samples.Length + k;
            _samples[k] = _depth switch
            {
                16 => BinaryPrimitives.ReadUInt16BigEndian(_bytes.AsSpan(2 * number)),
                8 => _bytes[number],
                _ => Bits(number * _depth),
            };
        }

        return _samples;
    }

    private int Bits(int first) => (_bytes[first / 8] >> (8 - _depth - first % 8)) & ((1 << _depth) - 1);

    private void Undo(byte filter)
    {
        for (int i = 0; i < _bytes.Length; i++)
        {
            int left = i < _distance ? 0 : _bytes[i - _distance];
            int above = _above[i];
            _bytes[i] += (byte)(filter switch
            {
                0 => 0,
                1 => left,
                2 => above,
                3 => (left + above) / 2,
                4 => Paeth(left, above, i < _distance ? 0 : _above[i - _distance]),
                _ => throw new ImageFault($"is a damaged PNG: a row has the filter {filter}, where 0 to 4 is expected"),
            });
        }
    }

    /// <summary>Whichever of the three neighbours is nearest to left + above − corner.</summary>
    private static int Paeth(int left, int above, int corner)
    {
        int toLeft = Math.Abs(above - corner), toAbove = Math.Abs(left - corner), toCorner = Math.Abs(left + above - 2 * corner);
        return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
    }
}
