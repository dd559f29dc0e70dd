using DrawAot.Manifest;
using TorchSharp;
using static TorchSharp.torch;
using TorchWindow = DrawAot.Torch.AttentionWindow;

namespace DrawAot.Bench.Baselines;

/// <summary>The write of the trainer's module, its parameters given.</summary>
internal sealed class TorchWriteOp : IWriteOp
{
    private readonly DrawShape _shape;
    private readonly int _n; // N
    private readonly TorchWindow _window;
    private readonly Tensor _parameters, _patch, _canvas;

    public TorchWriteOp(DrawShape shape)
    {
        using IDisposable inference = inference_mode();
        _shape = shape;
        _n = shape.WriteAttention ?? throw new NotSupportedException("This baseline writes through a window.");
        _window = new TorchWindow(shape, _n);
        _parameters = zeros(1, ModelTensors.WindowSize);
        _patch = zeros(1, shape.Channels * _n, _n);
        _canvas = zeros(1, shape.Channels, shape.Height, shape.Width);
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<float> window, ReadOnlySpan<float> patch, Span<float> canvas)
    {
        using IDisposable inference = inference_mode();
        using DisposeScope scope = NewDisposeScope();
        window.CopyTo(_parameters.Floats());
        patch.CopyTo(_patch.Floats());
        canvas.CopyTo(_canvas.Floats());
        (Tensor fx, Tensor fy, Tensor gamma) = _window.Filterbanks(_parameters);
        Tensor rows = bmm(_patch / gamma, fx).view(1, _shape.Channels, _n, _shape.Width);
        _canvas.add_(matmul(fy.transpose(1, 2).unsqueeze(1), rows));
        _canvas.Floats().CopyTo(canvas);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _parameters.Dispose();
        _patch.Dispose();
        _canvas.Dispose();
    }
}
