using System.Globalization;

namespace DrawAot.Models.Tests;

/// <summary>Pictures of the shipped model, which programs elsewhere must draw too.</summary>
internal static class ShippedPicture
{
    /// <summary>The picture of a seed and an index [B, A].</summary>
    public static float[] Of(ulong seed, ulong index)
    {
        using Mnist model = Mnist.LoadEmbedded();
        using Mnist.Session session = model.CreateSession();
        float[] image = new float[Mnist.PixelCount];
        session.Sample(seed, index, image);
        return image;
    }

    /// <summary>Requires a picture that a program printed, a value a line, to be the same to the last bit.</summary>
    public static void Require(string lines, ulong seed, ulong index) => Assert.Equal(
        Of(seed, index), lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => float.Parse(line, CultureInfo.InvariantCulture)));
}
