namespace DrawAot.ImageFiles;

/// <summary>Tells kinds of files by how they begin; names say nothing.</summary>
internal static class ImageKinds
{
    /// <summary>The kinds, for sentences.</summary>
    public const string Known = "PNG, JPEG, IDX, .amat text or .npy, the last three gzipped or not, is expected";

    /// <summary>The kind of a file of one image, by its first bytes.</summary>
    public static ImageKind OfOne(ReadOnlySpan<byte> prefix) =>
        prefix is [0x89, (byte)'P', (byte)'N', (byte)'G', ..] ? ImageKind.Png
        : prefix is [0xFF, 0xD8, 0xFF, ..] ? ImageKind.Jpeg
        : ImageKind.Unknown;

    /// <summary>The kind of a data set, by its first bytes, unzipped.</summary>
    // IDX files of labels or floats count as IDX: its reader says best what is wrong with them.
    public static ImageKind OfMany(ReadOnlySpan<byte> prefix) =>
        prefix is [0, 0, >= 0x08 and <= 0x0E, >= 1 and <= 8, ..] ? ImageKind.Idx
        : prefix is [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', ..] ? ImageKind.Npy
        : prefix.IndexOfAny((byte)'0', (byte)'1') >= 0 && !prefix.ContainsAnyExcept("01 \r\n"u8) ? ImageKind.Amat
        : ImageKind.Unknown;
}
