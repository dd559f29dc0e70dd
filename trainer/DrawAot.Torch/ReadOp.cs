using DrawAot.Manifest;
using TorchSharp;
using static TorchSharp.torch;

namespace DrawAot.Torch;

/// <summary>What a glimpse reads.</summary>
/// <param name="Read">r, the patch of x and then that of x̂ [n, R], each in channel, row, column order.</param>
/// <param name="FilterX">FX [n, N, A]; null without attention.</param>
/// <param name="FilterY">FY [n, N, B]; null without attention.</param>
internal readonly record struct ReadOutput(Tensor Read, Tensor? FilterX = null, Tensor? FilterY = null);

/// <summary>Reads from an image and its error image, through the attention window or whole, for one batch.</summary>
internal sealed class ReadOp
{
    private readonly DrawShape _shape;
    private readonly AttentionWindow? _window;
    private readonly Tensor? _weight, _bias; // [Hd, 5], [5]

    public ReadOp(DrawModule module)
    {
        _shape = module.Shape;
        if (_shape.ReadAttention is int n)
        {
            _window = new AttentionWindow(_shape, n, module.Device);
            (_weight, _bias) = module.Stack("read.window");
        }
    }

    /// <summary>read(x, x̂, h_dec).</summary>
    /// <param name="images">x [n, C, B, A].</param>
    /// <param name="errors">x̂ = x − σ(c) [n, C, B, A].</param>
    /// <param name="h">h_dec of the glimpse before [n, Hd].</param>
    public ReadOutput Read(Tensor images, Tensor errors, Tensor h)
    {
        if (_window is null)
        {
            return new ReadOutput(cat([images.flatten(1), errors.flatten(1)], 1));
        }

        (Tensor fx, Tensor fy, Tensor gamma) = _window.Filterbanks(addmm(_bias!, h, _weight!, 1, 1));
        Tensor columns = fx.transpose(1, 2);
        Tensor patches = cat([Patch(images), Patch(errors)], 1);
        return new ReadOutput((gamma * patches).flatten(1), fx, fy);

        // FY x FXᵀ of every channel [n, C·N, N].
        Tensor Patch(Tensor picture)
        {
            Tensor narrow = bmm(picture.view(-1, _shape.Channels * _shape.Height, _shape.Width), columns);
            return matmul(fy.unsqueeze(1), narrow.view(-1, _shape.Channels, _shape.Height, fx.shape[1])).flatten(1, 2);
        }
    }
}
