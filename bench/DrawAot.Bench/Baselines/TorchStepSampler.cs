using DrawAot.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace DrawAot.Bench.Baselines;

/// <summary>TorchSharp, glimpse by glimpse: the trainer's own LSTM and write, their weights put in order once.</summary>
internal sealed class TorchStepSampler : ISampler
{
    private readonly DrawModule _module;
    private readonly TorchLstmCell _decoder;
    private readonly WriteOp _write;
    private readonly Tensor _latents; // [T, n, Z]

    public TorchStepSampler(DrawModule module, int count)
    {
        using IDisposable inference = inference_mode();
        _module = module;
        _decoder = new TorchLstmCell(module, "decoder");
        _write = new WriteOp(module);
        _latents = zeros(module.Shape.Glimpses, count, module.Shape.Latent);
    }

    /// <inheritdoc/>
    public void Sample(ulong seed, ulong first, Span<float> images)
    {
        using IDisposable inference = inference_mode();
        using DisposeScope scope = NewDisposeScope();
        Latents.Fill(_module.Shape, seed, first, firstStream: 0, _latents.Floats());
        LstmState state = _decoder.Start(_latents.shape[1]);
        Tensor canvas = _write.Start(_latents.shape[1]);
        for (int t = 0; t < _module.Shape.Glimpses; t++)
        {
            using DisposeScope glimpse = NewDisposeScope();
            state = _decoder.Step(state, _latents[t]);
            canvas = _write.Write(canvas, state.H).Canvas;
            glimpse.MoveToOuter(state.H, state.C, canvas);
        }

        canvas.sigmoid_().Floats().CopyTo(images);
    }

    /// <inheritdoc/>
    public void Dispose() => _latents.Dispose();
}
