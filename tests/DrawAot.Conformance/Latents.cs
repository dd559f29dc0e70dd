using DrawAot.Manifest;
using DrawAot.Numerics;

namespace DrawAot.Conformance;

/// <summary>The latents that belong to a picture: fresh ones for every glimpse, each glimpse a stream of its own.</summary>
public static class Latents
{
    /// <summary>z of every glimpse [T][Z].</summary>
    public static float[][] Of(DrawShape shape, ulong seed, ulong index)
    {
        float[][] latents = new float[shape.Glimpses][];
        for (int t = 0; t < latents.Length; t++)
        {
            latents[t] = new float[shape.Latent];
            Normals.Fill(seed, index, stream: (uint)t, latents[t]);
        }

        return latents;
    }
}
