using DrawAot.Manifest;
using TorchSharp;
using static TorchSharp.torch;

namespace DrawAot.Torch;

/// <summary>The output of a read.</summary>
/// <param name="Read">r [n, R]: the patch of x and then that of x̂, if the model has one, each in channel, row, column order.</param>
/// <param name="FilterX">FX [n, N, A]; null without attention.</param>
/// <param name="FilterY">FY [n, N, B]; null without attention.</param>
internal readonly record struct ReadOutput(Tensor Read, Tensor? FilterX = null, Tensor? FilterY = null);

/// <summary>Reads from images, through the attention window or whole, for one batch.</summary>
internal sealed class ReadOp
{
    private readonly ModelShape _shape;
    private readonly AttentionWindow? _window;
    private readonly Tensor? _weight, _bias; // [H, 5], [5]

    public ReadOp(ModelModule module, int? attention)
    {
        _shape = module.ModelShape;
        if (attention is int n)
        {
            _window = new AttentionWindow(_shape, n, module.Device);
            (_weight, _bias) = module.Stack("read.window");
        }
    }

    /// <summary>read(x, h), or DRAW's read(x, x̂, h_dec).</summary>
    /// <param name="h">The hidden state of the glimpse before, which places the window [n, H].</param>
    /// <param name="pictures">x, and x̂ of a model that has one, each [n, C, B, A].</param>
    public ReadOutput Read(Tensor h, params IReadOnlyList<Tensor> pictures)
    {
        if (_window is null)
        {
            return new ReadOutput(cat([.. pictures.Select(picture => picture.flatten(1))], 1));
        }

        (Tensor fx, Tensor fy, Tensor gamma) = _window.Filterbanks(addmm(_bias!, h, _weight!, 1, 1));
        Tensor columns = fx.transpose(1, 2);
        Tensor patches = cat([.. pictures.Select(Patch)], 1);
        return new ReadOutput((gamma * patches).flatten(1), fx, fy);

        // FY x FXᵀ of every channel [n, C·N, N].
        Tensor Patch(Tensor picture)
        {
            Tensor narrow = bmm(picture.view(-1, _shape.Channels * _shape.Height, _shape.Width), columns);
            return matmul(fy.unsqueeze(1), narrow.view(-1, _shape.Channels, _shape.Height, fx.shape[1])).flatten(1, 2);
        }
    }
}
