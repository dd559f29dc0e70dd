using DrawAot.Manifest;
using TorchSharp;
using static TorchSharp.torch;

namespace DrawAot.Torch;

/// <summary>
/// The paper's grid of N×N Gaussian filters (equations 19 to 26), for a batch. Pixels are counted from 0 here:
/// the paper's centre g is 1-based, so the window's centre stands at g − 1, and g̃ = 0 is the image's middle.
/// </summary>
internal sealed class AttentionWindow
{
    private const double SmallestSum = 1e-8;

    private readonly ModelShape _shape;
    private readonly int _n;
    private readonly Tensor _pixels; // a = 0 … max(A, B) − 1
    private readonly Tensor _offsets; // i − N/2 + 0.5 [N, 1]
    private readonly Tensor _extent; // (A + 1)/2, (B + 1)/2
    private readonly Tensor? _inside; // 1 on the pixels of each axis, 0 beyond its end [2, 1, max(A, B)]

    public AttentionWindow(ModelShape shape, int n, Device? device = null)
    {
        _shape = shape;
        _n = n;
        int longest = Math.Max(shape.Width, shape.Height);
        _pixels = arange(longest, dtype: float32, device: device);
        _offsets = (arange(n, dtype: float32, device: device) - (n / 2.0 - 0.5)).view(n, 1);
        _extent = tensor([(shape.Width + 1) / 2f, (shape.Height + 1) / 2f], device: device);
        if (shape.Width != shape.Height)
        {
            _inside = stack([_pixels < shape.Width, _pixels < shape.Height]).unsqueeze(1).to(float32);
        }
    }

    /// <summary>Makes both filterbanks from (g̃X, g̃Y, log σ², log δ̃, log γ) [n, 5].</summary>
    /// <returns>FX [n, N, A], FY [n, N, B], and the intensity γ [n, 1, 1].</returns>
    public (Tensor X, Tensor Y, Tensor Gamma) Filterbanks(Tensor parameters)
    {
        Tensor centre = (parameters.narrow(1, 0, 2) + 1) * _extent - 1;
        Tensor[] positive = parameters.narrow(1, 2, 3).exp().view(-1, 3, 1, 1, 1).unbind(1);
        (Tensor variance, Tensor stride, Tensor gamma) = (positive[0], positive[1] * StrideUnit, positive[2]);

        Tensor means = centre.view(-1, 2, 1, 1) + _offsets * stride; // μ [n, 2, N, 1]
        Tensor f = (-(_pixels - means).square() / (2 * variance)).exp(); // [n, 2, N, max(A, B)]
        if (_inside is not null)
        {
            f = f * _inside;
        }

        f = f / f.sum(-1, keepdim: true).clamp_min(SmallestSum);
        Tensor[] axes = f.unbind(1);
        return (axes[0].narrow(2, 0, _shape.Width), axes[1].narrow(2, 0, _shape.Height), gamma.squeeze(1));
    }

    /// <summary>The stride of δ̃ = 1: (max(A, B) − 1)/(N − 1); one filter has no stride.</summary>
    private double StrideUnit => _n == 1 ? 0 : (Math.Max(_shape.Width, _shape.Height) - 1.0) / (_n - 1);
}
