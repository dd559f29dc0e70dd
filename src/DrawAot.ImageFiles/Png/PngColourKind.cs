namespace DrawAot.ImageFiles.Png;

/// <summary>Kinds of samples of a PNG pixel; the values are the standard's.</summary>
internal enum PngColourKind
{
    Grey = 0,
    Rgb = 2,
    Palette = 3,
    GreyAlpha = 4,
    RgbAlpha = 6,
}
