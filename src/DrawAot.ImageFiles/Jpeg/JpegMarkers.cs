using System.Buffers.Binary;

namespace DrawAot.ImageFiles.Jpeg;

/// <summary>Facts in the segments of a JPEG file, read without decoding it.</summary>
/// <param name="Scans">How often pixels begin: once in sequential files, some ten times in progressive ones.</param>
/// <param name="Orientation">How the image is to be turned: <see cref="ImageFiles.Orientation"/>.</param>
internal readonly record struct JpegMarkers(int Scans, int Orientation)
{
    private const byte Filler = 0xFF, Stuffing = 0, StandsAlone = 0x01;
    private const byte FirstRestart = 0xD0, ImageStart = 0xD8, ImageEnd = 0xD9, ScanStart = 0xDA, Exif = 0xE1;

    /// <summary>Goes through a file up to its end, or to where it is damaged.</summary>
    public static JpegMarkers Of(ReadOnlySpan<byte> file)
    {
        int scans = 0;
        int? orientation = null;
        ReadOnlySpan<byte> rest = file;
        while (true)
        {
            // The bytes of pixels are passed over here too: in them a zero follows 0xFF.
            int found = rest.IndexOf(Filler);
            rest = found < 0 ? [] : rest[found..].TrimStart(Filler);
            if (rest.IsEmpty || rest[0] == ImageEnd)
            {
                return new JpegMarkers(scans, orientation ?? ImageFiles.Orientation.Upright);
            }

            byte marker = rest[0];
            rest = rest[1..];
            if (marker is Stuffing or StandsAlone or (>= FirstRestart and <= ImageStart))
            {
                continue;
            }

            ReadOnlySpan<byte> data = Data(ref rest);
            if (marker == ScanStart)
            {
                scans++;
            }
            else if (marker == Exif && data.StartsWith("Exif\0\0"u8))
            {
                orientation ??= ImageFiles.Orientation.Of(data[6..]);
            }
        }
    }

    private static ReadOnlySpan<byte> Data(ref ReadOnlySpan<byte> rest)
    {
        int length = rest.Length < sizeof(ushort) ? rest.Length : Math.Min(rest.Length, BinaryPrimitives.ReadUInt16BigEndian(rest));
        ReadOnlySpan<byte> data = rest[Math.Min(length, sizeof(ushort))..length];
        rest = rest[length..];
        return data;
    }
}
