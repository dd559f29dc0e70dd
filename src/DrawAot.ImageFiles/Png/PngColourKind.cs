namespace DrawAot.ImageFiles.Png;

/// <summary>What the samples of a PNG pixel are; the values are the standard's.</summary>
internal enum PngColourKind
{
    Grey = 0,
    Rgb = 2,
    Palette = 3,
    GreyAlpha = 4,
    RgbAlpha = 6,
}
