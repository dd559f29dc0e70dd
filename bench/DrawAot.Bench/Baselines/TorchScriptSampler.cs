using DrawAot.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace DrawAot.Bench.Baselines;

/// <summary>TorchSharp, with the loop over the glimpses in TorchScript.</summary>
internal sealed class TorchScriptSampler : ISampler
{
    private readonly DrawModule _module;
    private readonly DrawScript _script = new();
    private readonly ScriptWeights _weights;
    private readonly Tensor _latents; // [T, n, Z]
    private readonly object[] _arguments;

    public TorchScriptSampler(DrawModule module, int count)
    {
        using IDisposable inference = inference_mode();
        _module = module;
        _weights = new ScriptWeights(module, count);
        _latents = zeros(module.Shape.Glimpses, count, module.Shape.Latent);
        _arguments = [_latents, .. _weights.Decoder];
    }

    /// <inheritdoc/>
    public void Sample(ulong seed, ulong first, Span<float> images)
    {
        using IDisposable inference = inference_mode();
        using DisposeScope scope = NewDisposeScope();
        Latents.Fill(_module.Shape, seed, first, firstStream: 0, _latents.Floats());
        _script.Sample(_arguments).Floats().CopyTo(images);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _latents.Dispose();
        _weights.Dispose();
        _script.Dispose();
    }
}
