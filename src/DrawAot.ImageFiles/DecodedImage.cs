namespace DrawAot.ImageFiles;

/// <summary>An image at its own size.</summary>
/// <param name="Planes">[Channels, Height, Width], 0 for black or transparent and 255 for white or opaque.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
public sealed record DecodedImage(byte[] Planes, int Height, int Width);
