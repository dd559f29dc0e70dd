using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using DrawAot.Manifest;

namespace DrawAot;

/// <summary>
/// Checks of the arguments of a session's callers. The compiler says which expression is checked, such as image.Length, and the
/// exception which parameter that is.
/// </summary>
internal static class Guard
{
    /// <summary>Requires one picture, or room for it.</summary>
    /// <exception cref="ArgumentException">The length is another.</exception>
    public static void UnlessOnePicture(
        int length, ModelShape shape, [CallerArgumentExpression(nameof(length))] string checkedExpression = "")
    {
        if (length != shape.PixelCount)
        {
            throw new ArgumentException(
                $"The image holds {length} values; {Pixels(shape)} were expected.", Parameter(checkedExpression));
        }
    }

    /// <summary>Requires a whole number of pictures, or room for them.</summary>
    /// <returns>How many.</returns>
    /// <exception cref="ArgumentException">The length is no multiple of a picture's.</exception>
    public static int UnlessWholePictures(
        int length, ModelShape shape, [CallerArgumentExpression(nameof(length))] string checkedExpression = "")
    {
        (int count, int rest) = Math.DivRem(length, shape.PixelCount);
        return rest == 0 ? count : throw new ArgumentException(
            $"The images hold {length} values; a multiple of {Pixels(shape)} was expected.", Parameter(checkedExpression));
    }

    /// <summary>Requires the latents of a number of pictures, all of their glimpses, or room for them.</summary>
    /// <exception cref="ArgumentException">The length is another.</exception>
    public static void UnlessLatents(
        int length, int pictures, DrawShape shape, [CallerArgumentExpression(nameof(length))] string checkedExpression = "")
    {
        long expected = (long)pictures * shape.Glimpses * shape.Latent;
        if (length != expected)
        {
            throw new ArgumentException(
                $"The latents hold {length} values; {expected} ({pictures} × {shape.Glimpses} glimpses × {shape.Latent}) were expected.",
                Parameter(checkedExpression));
        }
    }

    /// <summary>Requires one of something per picture.</summary>
    /// <param name="what">The parameter that holds them.</param>
    /// <param name="length">Their number.</param>
    /// <param name="pictures">The number of pictures.</param>
    /// <exception cref="ArgumentException">There are more or fewer.</exception>
    public static void UnlessAsMany(string what, int length, int pictures)
    {
        if (length != pictures)
        {
            throw new ArgumentException($"There are {length} {what} for {pictures} images; the same number was expected.", what);
        }
    }

    /// <summary>Requires pixels in [0, 1].</summary>
    /// <param name="pixels">Some of them.</param>
    /// <param name="what">The parameter that they are of.</param>
    /// <param name="first">Number of the first of them in it.</param>
    /// <exception cref="ArgumentException">One is outside, or no number.</exception>
    public static void UnlessUnit(ReadOnlySpan<float> pixels, string what = "image", long first = 0)
    {
        if (IsWithin(pixels, 0, 1))
        {
            return;
        }

        for (int pixel = 0; pixel < pixels.Length; pixel++)
        {
            if (pixels[pixel] is not (>= 0 and <= 1))
            {
                throw new ArgumentException(
                    FormattableString.Invariant($"Value {first + pixel} of the {what} is {pixels[pixel]}; numbers in [0, 1] were expected."),
                    what);
            }
        }
    }

    /// <summary>Whether all of some numbers lie in a range; one that is no number does not.</summary>
    private static bool IsWithin(ReadOnlySpan<float> values, float smallest, float largest)
    {
        ref float first = ref MemoryMarshal.GetReference(values);
        int k = 0;
        for (; k <= values.Length - Vector256<float>.Count; k += Vector256<float>.Count)
        {
            Vector256<float> eight = Vector256.LoadUnsafe(ref first, (nuint)k);
            if (!(Vector256.GreaterThanOrEqualAll(eight, Vector256.Create(smallest)) && Vector256.LessThanOrEqualAll(eight, Vector256.Create(largest))))
            {
                return false;
            }
        }

        for (; k < values.Length; k++)
        {
            if (!(values[k] >= smallest && values[k] <= largest))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Requires a whole number of sound images, before any of them is read.</summary>
    /// <returns>How many.</returns>
    /// <exception cref="ArgumentException">The length is no multiple of an image's, or a pixel is outside [0, 1].</exception>
    public static int UnlessImages(ReadOnlySpan<float> images, ModelShape shape)
    {
        int count = UnlessWholePictures(images.Length, shape);
        UnlessUnit(images, "images");
        return count;
    }

    /// <summary>A latent so large that its products with weights could be infinite, and a sum of them no number.</summary>
    private const float LargestLatent = 1e30f;

    /// <summary>Requires finite latents, of magnitudes up to 1e30.</summary>
    /// <param name="latents">Some latents.</param>
    /// <param name="first">Number of the first of them.</param>
    /// <param name="parameter">The parameter that they are of.</param>
    /// <exception cref="ArgumentException">One is larger, infinite, or no number.</exception>
    public static void UnlessFinite(ReadOnlySpan<float> latents, long first = 0, string parameter = "latents")
    {
        if (IsWithin(latents, -LargestLatent, LargestLatent))
        {
            return;
        }

        for (int k = 0; k < latents.Length; k++)
        {
            if (!(MathF.Abs(latents[k]) <= LargestLatent))
            {
                string expected = float.IsFinite(latents[k]) ? "magnitudes up to 1e30" : "finite numbers";
                throw new ArgumentException(
                    FormattableString.Invariant($"Value {first + k} of the latents is {latents[k]}; {expected} were expected."), parameter);
            }
        }
    }

    /// <summary>Requires a tensor of pictures [n, C, B, A].</summary>
    /// <returns>n.</returns>
    /// <exception cref="ArgumentException">It has other dimensions.</exception>
    public static int UnlessPictures(
        ReadOnlySpan<nint> lengths, ModelShape shape, [CallerArgumentExpression(nameof(lengths))] string checkedExpression = "") =>
        lengths is [var n, var c, var b, var a] && c == shape.Channels && b == shape.Height && a == shape.Width
            ? checked((int)n)
            : throw new ArgumentException(
                $"The images are a tensor {Text(lengths)}; [n, {shape.Channels}, {shape.Height}, {shape.Width}] was expected.",
                Parameter(checkedExpression));

    /// <summary>Requires a tensor of the latents of pictures [n, T, Z].</summary>
    /// <exception cref="ArgumentException">It has other dimensions.</exception>
    public static void UnlessLatents(
        ReadOnlySpan<nint> lengths, int pictures, DrawShape shape,
        [CallerArgumentExpression(nameof(lengths))] string checkedExpression = "")
    {
        if (!(lengths is [var n, var t, var z] && n == pictures && t == shape.Glimpses && z == shape.Latent))
        {
            throw new ArgumentException(
                $"The latents are a tensor {Text(lengths)}; [{pictures}, {shape.Glimpses}, {shape.Latent}] was expected.",
                Parameter(checkedExpression));
        }
    }

    /// <summary>Requires room for the class probabilities of a number of images.</summary>
    /// <exception cref="ArgumentException">The length is another.</exception>
    public static void UnlessClasses(
        int length, int images, int classes, [CallerArgumentExpression(nameof(length))] string checkedExpression = "")
    {
        long expected = (long)images * classes;
        if (length != expected)
        {
            throw new ArgumentException(
                $"There is room for {length} probabilities; {expected} ({images} × {classes} classes) were expected.", Parameter(checkedExpression));
        }
    }

    /// <summary>Requires a tensor of the class probabilities of images [n, K].</summary>
    /// <exception cref="ArgumentException">It has other dimensions.</exception>
    public static void UnlessClasses(
        ReadOnlySpan<nint> lengths, int images, int classes, [CallerArgumentExpression(nameof(lengths))] string checkedExpression = "")
    {
        if (!(lengths is [var n, var k] && n == images && k == classes))
        {
            throw new ArgumentException(
                $"The probabilities are a tensor {Text(lengths)}; [{images}, {classes}] was expected.", Parameter(checkedExpression));
        }
    }

    /// <summary>The parameter that an expression such as image.Length is about.</summary>
    private static string Parameter(string expression) => expression.Split('.')[0];

    private static string Text(ReadOnlySpan<nint> lengths) => $"[{string.Join(", ", lengths.ToArray())}]";

    private static string Pixels(ModelShape shape) =>
        $"{shape.PixelCount} ({shape.Channels}×{shape.Height}×{shape.Width})";
}
