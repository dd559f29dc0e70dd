using System.ComponentModel;
using DrawAot.Manifest;

namespace DrawAot;

/// <summary>Checks of what callers of a generated model pass in.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Images
{
    /// <summary>Requires room for one picture.</summary>
    /// <exception cref="ArgumentException">The length is another.</exception>
    public static void RequireOne(int length, DrawShape shape)
    {
        if (length != shape.PixelCount)
        {
            throw new ArgumentException(
                $"The image holds {length} values; {shape.PixelCount} ({shape.Channels}×{shape.Height}×{shape.Width}) were expected.");
        }
    }

    /// <summary>Requires room for a whole number of pictures.</summary>
    /// <returns>How many.</returns>
    /// <exception cref="ArgumentException">The length is no multiple of a picture's.</exception>
    public static int RequireWhole(int length, DrawShape shape)
    {
        (int count, int rest) = Math.DivRem(length, shape.PixelCount);
        return rest == 0 ? count : throw new ArgumentException(
            $"The images hold {length} values; a multiple of {shape.PixelCount} ({shape.Channels}×{shape.Height}×{shape.Width}) was expected.");
    }
}
