using DrawAot.Conformance;
using DrawAot.TestModels;

namespace DrawAot.Tests.Sampling;

/// <summary>The latents of a picture differ from glimpse to glimpse and from picture to picture.</summary>
public class LatentNormalsTests
{
    [Fact]
    public void Every_glimpse_of_every_picture_has_normals_of_its_own()
    {
        float[][][] pictures = [.. Enumerable.Range(0, 20).Select(index => Latents.Of(Digits.Test.Shape, seed: 7, (ulong)index))];
        float[] all = [.. pictures.SelectMany(glimpses => glimpses).SelectMany(z => z)];

        // 128,000 draws, of which a few coincide by chance: a float has no more than 24 significant bits.
        Assert.True(all.Distinct().Count() > 0.98 * all.Length, "Too many latents occur more than once.");
        Assert.InRange(all.Average(), -0.01, 0.01);
        Assert.InRange(all.Average(z => z * z), 0.98, 1.02);
    }
}
