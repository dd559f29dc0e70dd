namespace DrawAot.ImageFiles;

/// <summary>The colour under the transparent parts of a picture, where its alpha is not asked for.</summary>
public enum ImageBackground
{
    /// <summary>White, as image viewers and web pages have it.</summary>
    White = 0,

    /// <summary>Black, for light strokes on transparency.</summary>
    Black = 1,
}
