using DrawAot.Numerics;
using DrawAot.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace DrawAot.Bench.Baselines;

/// <summary>TorchSharp, with the loop over the glimpses in TorchScript.</summary>
internal sealed class TorchScriptScorer : IScorer
{
    private readonly DrawModule _module;
    private readonly DrawScript _script = new();
    private readonly ScriptWeights _weights;
    private readonly Tensor _images; // [n, B, A]
    private readonly Tensor _noise; // [T, n, Z]
    private readonly object[] _arguments;

    public TorchScriptScorer(DrawModule module, int count)
    {
        using IDisposable inference = inference_mode();
        _module = module;
        _weights = new ScriptWeights(module, count);
        _images = zeros(count, module.Shape.Height, module.Shape.Width);
        _noise = zeros(module.Shape.Glimpses, count, module.Shape.Latent);
        object[] decoder = _weights.Decoder, encoder = _weights.Encoder;
        _arguments = [_images, _noise, encoder[0], .. decoder[..3], .. encoder[1..], .. decoder[3..]];
    }

    /// <inheritdoc/>
    public void Score(ReadOnlySpan<float> images, ulong seed, ulong first, Span<Score> scores)
    {
        using IDisposable inference = inference_mode();
        using DisposeScope scope = NewDisposeScope();
        images.CopyTo(_images.Floats());
        Latents.Fill(_module.Shape, seed, first, Normals.PosteriorStream, _noise.Floats());
        Span<float> nats = _script.Score(_arguments).Floats();
        for (int k = 0; k < scores.Length; k++)
        {
            scores[k] = new Score(nats[k], nats[scores.Length + k]);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _images.Dispose();
        _noise.Dispose();
        _weights.Dispose();
        _script.Dispose();
    }
}
