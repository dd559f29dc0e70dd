using System.Numerics.Tensors;
using DrawAot.Numerics;

namespace DrawAot;

/// <summary>Latents that are known before the first glimpse is drawn.</summary>
internal interface ILatents
{
    /// <summary>z of a glimpse of a picture.</summary>
    /// <param name="picture">The picture's place in the pass.</param>
    /// <param name="glimpse">The glimpse.</param>
    /// <param name="latent">Receives z [Z].</param>
    void CopyTo(int picture, int glimpse, Span<float> latent);
}

/// <summary>z ~ N(0, I) of the pictures first, first + 1, … of a seed.</summary>
internal readonly struct PriorLatents(ulong seed, ulong first) : ILatents
{
    public void CopyTo(int picture, int glimpse, Span<float> latent) =>
        Normals.Fill(seed, unchecked(first + (ulong)picture), (uint)glimpse, latent);
}

/// <summary>The caller's latents, one after the other.</summary>
/// <param name="latents">[pictures, T, Z].</param>
/// <param name="glimpses">T.</param>
internal readonly ref struct GivenLatents(ReadOnlySpan<float> latents, int glimpses) : ILatents
{
    private readonly ReadOnlySpan<float> _latents = latents;

    public void CopyTo(int picture, int glimpse, Span<float> latent) =>
        _latents.Slice((picture * glimpses + glimpse) * latent.Length, latent.Length).CopyTo(latent);
}

/// <summary>The caller's latents as a tensor.</summary>
/// <param name="latents">[n, T, Z].</param>
/// <param name="first">The first picture's number in it.</param>
internal readonly ref struct TensorLatents(in ReadOnlyTensorSpan<float> latents, int first) : ILatents
{
    private readonly ReadOnlyTensorSpan<float> _latents = latents;

    public void CopyTo(int picture, int glimpse, Span<float> latent) => TensorRuns.Load(_latents, [first + picture, glimpse, 0], latent);
}
