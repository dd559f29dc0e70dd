using DrawAot.Manifest;
using DrawAot.Torch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using TorchWindow = DrawAot.Torch.AttentionWindow;

namespace DrawAot.Bench.Baselines;

/// <summary>
/// TorchSharp, restructured for sampling: one <c>nn.LSTM</c> over the latents of all glimpses, whose products and
/// activations libtorch fuses, then every write at once.
/// </summary>
internal sealed class TorchSequenceSampler : ISampler
{
    private readonly DrawShape _shape;
    private readonly int _n; // N
    private readonly LSTM _decoder;
    private readonly TorchWindow _window;
    private readonly Tensor _latents; // [T, n, Z]
    private readonly Tensor _h, _c; // [1, n, Hd]
    private readonly Tensor _weight, _bias; // of window and patch [Hd, 5 + C·N·N]
    private readonly Tensor _initial; // c₀ [C, B, A]

    public TorchSequenceSampler(DrawModule module, int count)
    {
        using IDisposable inference = inference_mode();
        _shape = module.Shape;
        _n = _shape.WriteAttention ?? throw new NotSupportedException("This baseline writes through a window.");
        _window = new TorchWindow(_shape, _n);
        _decoder = nn.LSTM(_shape.Latent, _shape.DecoderHidden);
        _decoder.eval();
        foreach ((string name, Parameter parameter) in _decoder.named_parameters())
        {
            parameter.copy_(name switch
            {
                "weight_ih_l0" => module["decoder.weight_ih"],
                "weight_hh_l0" => module["decoder.weight_hh"],
                "bias_ih_l0" => module["decoder.bias"],
                _ => zeros_like(parameter),
            });
        }

        _latents = zeros(_shape.Glimpses, count, _shape.Latent);
        _h = module["decoder.h0"].expand(1, count, -1).contiguous();
        _c = zeros_like(_h);
        (_weight, _bias) = module.Stack("write.window", "write.patch");
        _initial = module["canvas.initial"].view(_shape.Channels, _shape.Height, _shape.Width);
    }

    /// <inheritdoc/>
    public void Sample(ulong seed, ulong first, Span<float> images)
    {
        using IDisposable inference = inference_mode();
        using DisposeScope scope = NewDisposeScope();
        Latents.Fill(_shape, seed, first, firstStream: 0, _latents.Floats());
        (Tensor h, _, _) = _decoder.call(_latents, (_h, _c));

        // All glimpses of a picture side by side. The heads are the smallest tensor that can be transposed for it.
        int glimpses = _shape.Glimpses;
        Tensor heads = addmm(_bias, h.view(-1, _shape.DecoderHidden), _weight, 1, 1)
            .view(glimpses, -1, _bias.shape[0]).transpose(0, 1).reshape(-1, _bias.shape[0]); // [n·T, 5 + C·N·N]
        (Tensor fx, Tensor fy, Tensor gamma) = _window.Filterbanks(heads.narrow(1, 0, ModelTensors.WindowSize));

        // Σ_t (1/γ)·FYᵀ w FX is one product over all glimpses and filters.
        Tensor patch = heads.narrow(1, ModelTensors.WindowSize, _shape.PatchSize).reshape(-1, _shape.Channels * _n, _n);
        Tensor rows = bmm(patch.div_(gamma), fx).view(-1, glimpses, _shape.Channels, _n, _shape.Width)
            .transpose(1, 2).reshape(-1, _shape.Channels, glimpses * _n, _shape.Width);
        Tensor columns = fy.reshape(-1, 1, glimpses * _n, _shape.Height).transpose(2, 3);
        matmul(columns, rows).add_(_initial).sigmoid_().Floats().CopyTo(images);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _decoder.Dispose();
        foreach (Tensor tensor in (Tensor[])[_latents, _h, _c, _weight, _bias])
        {
            tensor.Dispose();
        }
    }
}
