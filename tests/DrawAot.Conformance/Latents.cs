using DrawAot.Manifest;
using DrawAot.Numerics;

namespace DrawAot.Conformance;

/// <summary>The normals that belong to a picture: fresh ones for every glimpse, each glimpse a stream of its own.</summary>
public static class Latents
{
    /// <summary>z of every glimpse of a sample [T][Z].</summary>
    public static float[][] Of(DrawShape shape, ulong seed, ulong index) => Of(shape, seed, index, firstStream: 0);

    /// <summary>ε of every glimpse of a posterior [T][Z].</summary>
    public static float[][] NoiseOf(DrawShape shape, ulong seed, ulong index) => Of(shape, seed, index, Normals.PosteriorStream);

    private static float[][] Of(DrawShape shape, ulong seed, ulong index, uint firstStream)
    {
        float[][] normals = new float[shape.Glimpses][];
        for (int t = 0; t < normals.Length; t++)
        {
            normals[t] = new float[shape.Latent];
            Normals.Fill(seed, index, firstStream + (uint)t, normals[t]);
        }

        return normals;
    }
}
