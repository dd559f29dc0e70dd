using DrawAot.Manifest;
using DrawAot.Numerics;
using DrawAot.TestModels;

namespace DrawAot.Conformance;

/// <summary>Images for the theories.</summary>
public static class Images
{
    /// <summary>An image of noise: half its pixels black or white, the other half grey.</summary>
    public static float[] Noise(ModelShape shape, ulong seed)
    {
        float[] image = new float[shape.PixelCount];
        Normals.Fill(seed, index: 0, stream: 0, image);
        return [.. image.Select(value => Math.Clamp(0.5f + 0.75f * value, 0, 1))];
    }

    /// <summary>A picture that the model itself draws, in black and white: what a trained one knows.</summary>
    public static float[] DrawnBy(TestModel model, ulong seed) =>
        [.. new ReferenceEngine().Draw(model, model.Weights, seed, index: 0).Select(p => p > 0.5f ? 1f : 0f)];
}
