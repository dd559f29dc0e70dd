namespace DrawAot.ImageFiles;

/// <summary>Tells kinds of files by how they begin; names say nothing.</summary>
internal static class ImageKinds
{
    /// <summary>The kinds, for sentences.</summary>
    public const string Known = "PNG, JPEG, IDX or .amat text, the last two gzipped or not, is expected";

    private const int PrefixSize = 16;

    /// <summary>The kind of an open file, which stands at its beginning afterwards.</summary>
    public static ImageKind Of(FileStream file)
    {
        Span<byte> plain = stackalloc byte[PrefixSize];
        file.Position = 0;
        int plainRead = file.ReadAtLeast(plain, PrefixSize, throwOnEndOfStream: false);
        ImageKind kind = OfOne(plain[..plainRead]);
        if (kind == ImageKind.Unknown)
        {
            byte[] unzipped = new byte[PrefixSize];
            int read = OpenedFile.Unzipped(file, stream => stream.ReadAtLeast(unzipped, PrefixSize, throwOnEndOfStream: false));
            kind = OfMany(unzipped.AsSpan(0, read));
        }

        file.Position = 0;
        return kind;
    }

    private static ImageKind OfOne(ReadOnlySpan<byte> prefix) =>
        prefix is [0x89, (byte)'P', (byte)'N', (byte)'G', ..] ? ImageKind.Png
        : prefix is [0xFF, 0xD8, 0xFF, ..] ? ImageKind.Jpeg
        : ImageKind.Unknown;

    // IDX files of labels or floats count as IDX: its reader says best what is wrong with them.
    private static ImageKind OfMany(ReadOnlySpan<byte> prefix) =>
        prefix is [0, 0, >= 0x08 and <= 0x0E, >= 1 and <= 8, ..] ? ImageKind.Idx
        : prefix.IndexOfAny((byte)'0', (byte)'1') >= 0 && !prefix.ContainsAnyExcept("01 \r\n"u8) ? ImageKind.Amat
        : ImageKind.Unknown;
}
