using DrawAot.Manifest;
using TorchSharp;
using static TorchSharp.torch;

namespace DrawAot.Torch;

/// <summary>The output of a write.</summary>
/// <param name="Canvas">c after it [n, C, B, A].</param>
/// <param name="Patch">w [n, C·N, N], or [n, C·B·A] without attention.</param>
/// <param name="FilterX">FX [n, N, A]; null without attention.</param>
/// <param name="FilterY">FY [n, N, B]; null without attention.</param>
internal readonly record struct WriteOutput(Tensor Canvas, Tensor Patch, Tensor? FilterX = null, Tensor? FilterY = null);

/// <summary>Writes onto a canvas, through the attention window or on the whole of it, for one batch.</summary>
internal sealed class WriteOp
{
    private readonly DrawShape _shape;
    private readonly AttentionWindow? _window;
    private readonly Tensor _initial; // c₀ [C·B·A]
    private readonly Tensor _weight, _bias; // rows of the window, where there is one, then those of the patch

    public WriteOp(DrawModule module)
    {
        _shape = module.Shape;
        _initial = module["canvas.initial"];
        if (_shape.WriteAttention is int n)
        {
            _window = new AttentionWindow(_shape, n, module.Device);
            (_weight, _bias) = module.Stack("write.window", "write.patch");
        }
        else
        {
            (_weight, _bias) = module.Stack("write.patch");
        }
    }

    /// <summary>The canvas before the first glimpse, c₀ [n, C, B, A].</summary>
    public Tensor Start(long count) =>
        _initial.view(1, _shape.Channels, _shape.Height, _shape.Width).expand(count, -1, -1, -1);

    /// <summary>c + write(h_dec), where write is (1/γ)·FYᵀ w FX with attention and w without.</summary>
    /// <param name="canvas">c [n, C, B, A].</param>
    /// <param name="h">h_dec of this glimpse [n, Hd].</param>
    public WriteOutput Write(Tensor canvas, Tensor h)
    {
        Tensor heads = addmm(_bias, h, _weight, 1, 1);
        if (_window is null)
        {
            return new WriteOutput(canvas + heads.view_as(canvas), heads);
        }

        int n = _shape.WriteAttention!.Value;
        (Tensor fx, Tensor fy, Tensor gamma) = _window.Filterbanks(heads.narrow(1, 0, ModelTensors.WindowSize));
        Tensor patch = heads.narrow(1, ModelTensors.WindowSize, _shape.PatchSize).reshape(-1, _shape.Channels * n, n);
        Tensor rows = bmm(patch / gamma, fx).view(-1, _shape.Channels, n, _shape.Width);
        return new WriteOutput(canvas + matmul(fy.transpose(1, 2).unsqueeze(1), rows), patch, fx, fy);
    }
}
