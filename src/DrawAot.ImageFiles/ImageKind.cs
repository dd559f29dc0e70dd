namespace DrawAot.ImageFiles;

/// <summary>The kinds of files that are read.</summary>
internal enum ImageKind
{
    Unknown,
    Png,
    Jpeg,
    Idx,
    Amat,
    Npy,
}
