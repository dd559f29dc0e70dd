using DrawAot.Manifest;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DrawAot.Torch.Tests.Import;

/// <summary>
/// DRAW as one would write it in PyTorch, by the paper's equations, of nn.LSTMCell and nn.Linear: an implementation that shares nothing
/// with this project's own.
/// </summary>
internal sealed class PlainDraw : nn.Module
{
    private readonly DrawShape _shape;
    private readonly LSTMCell _encoder, _decoder;
    private readonly Linear _mu, _logSigma, _write;
    private readonly Linear? _readAttention, _writeAttention;
    private readonly Parameter? _encoderStart, _decoderStart, _canvas;

    /// <summary>Creates the module with random parameters.</summary>
    /// <param name="shape">Its sizes.</param>
    /// <param name="learnsStarts">Whether h₀ and c₀ of the canvas are parameters; they are zero otherwise.</param>
    public PlainDraw(DrawShape shape, bool learnsStarts)
        : base("draw")
    {
        _shape = shape;
        _encoder = Add("enc", nn.LSTMCell(shape.ReadSize + shape.DecoderHidden, shape.EncoderHidden));
        _decoder = Add("dec", nn.LSTMCell(shape.Latent, shape.DecoderHidden));
        _mu = Add("fc_mu", nn.Linear(shape.EncoderHidden, shape.Latent));
        _logSigma = Add("fc_log_sigma", nn.Linear(shape.EncoderHidden, shape.Latent));
        _readAttention = shape.ReadAttention is null ? null : Add("read_attn", nn.Linear(shape.DecoderHidden, 5));
        _writeAttention = shape.WriteAttention is null ? null : Add("write_attn", nn.Linear(shape.DecoderHidden, 5));
        _write = Add("fc_write", nn.Linear(shape.DecoderHidden, shape.PatchSize));
        if (learnsStarts)
        {
            _encoderStart = Start("h0_enc", shape.EncoderHidden);
            _decoderStart = Start("h0_dec", shape.DecoderHidden);
            _canvas = Start("canvas", shape.Channels, shape.Height, shape.Width);
        }
    }

    /// <summary>Its state dictionary.</summary>
    public List<ForeignValues> Tensors() =>
    [
        .. state_dict().Select(tensor => new ForeignValues(
            tensor.Key, [.. tensor.Value.shape.Select(side => (int)side)], [.. tensor.Value.detach().to(float64).data<double>().ToArray()])),
    ];

    /// <summary>Changes every parameter.</summary>
    public void Change(Func<string, Tensor, Tensor> change)
    {
        using IDisposable guard = no_grad();
        foreach ((string name, Parameter parameter) in named_parameters())
        {
            using Tensor changed = change(name, parameter.detach().clone());
            parameter.copy_(changed);
        }
    }

    /// <summary>σ(c_T) from latents [T][Z].</summary>
    public float[] Generate(float[][] latents)
    {
        using IDisposable guard = no_grad();
        using DisposeScope scope = NewDisposeScope();
        (Tensor h, Tensor c) = Begin(_decoderStart, _shape.DecoderHidden);
        Tensor canvas = Canvas();
        foreach (float[] z in latents)
        {
            (h, c) = _decoder.call(tensor(z).unsqueeze(0), (h, c));
            canvas = canvas + Write(h);
        }

        return canvas.sigmoid().data<float>().ToArray();
    }

    /// <summary>σ(c_T) of an image, with noise ε [T][Z].</summary>
    public float[] Reconstruct(float[] image, float[][] noise)
    {
        using IDisposable guard = no_grad();
        using DisposeScope scope = NewDisposeScope();
        (Tensor hEnc, Tensor cEnc) = Begin(_encoderStart, _shape.EncoderHidden);
        (Tensor hDec, Tensor cDec) = Begin(_decoderStart, _shape.DecoderHidden);
        Tensor canvas = Canvas(), x = tensor(image).view(_shape.Channels, _shape.Height, _shape.Width);
        foreach (float[] epsilon in noise)
        {
            Tensor xHat = x - canvas.sigmoid();
            (hEnc, cEnc) = _encoder.call(cat([Read(x, hDec), Read(xHat, hDec), hDec], 1), (hEnc, cEnc));
            Tensor z = _mu.call(hEnc) + _logSigma.call(hEnc).exp() * tensor(epsilon);
            (hDec, cDec) = _decoder.call(z, (hDec, cDec));
            canvas = canvas + Write(hDec);
        }

        return canvas.sigmoid().data<float>().ToArray();
    }

    private Tensor Read(Tensor image, Tensor h)
    {
        if (_readAttention is null)
        {
            return image.reshape(1, -1);
        }

        (Tensor fx, Tensor fy, Tensor gamma) = Window(_readAttention.call(h), _shape.ReadAttention!.Value);
        return (gamma * matmul(fy, matmul(image, fx.t()))).reshape(1, -1);
    }

    private Tensor Write(Tensor h)
    {
        Tensor w = _write.call(h);
        if (_writeAttention is null)
        {
            return w.view(_shape.Channels, _shape.Height, _shape.Width);
        }

        int n = _shape.WriteAttention!.Value;
        (Tensor fx, Tensor fy, Tensor gamma) = Window(_writeAttention.call(h), n);
        return matmul(fy.t(), matmul(w.view(_shape.Channels, n, n), fx)) / gamma;
    }

    /// <summary>Equations 19 to 26, filters and pixels counted from 1.</summary>
    private (Tensor X, Tensor Y, Tensor Gamma) Window(Tensor parameters, int n)
    {
        Tensor[] p = parameters.view(5).unbind(0);
        int a = _shape.Width, b = _shape.Height;
        Tensor gx = (a + 1) / 2.0 * (p[0] + 1), gy = (b + 1) / 2.0 * (p[1] + 1);
        Tensor delta = (n == 1 ? 0 : (Math.Max(a, b) - 1.0) / (n - 1)) * p[3].exp();
        return (Filters(gx, a), Filters(gy, b), p[4].exp());

        Tensor Filters(Tensor g, int size)
        {
            Tensor mu = g + (arange(1, n + 1, dtype: float32) - n / 2.0 - 0.5) * delta;
            Tensor f = (-(arange(1, size + 1, dtype: float32) - mu.unsqueeze(1)).pow(2) / (2 * p[2].exp())).exp();
            return f / f.sum(1, keepdim: true).clamp_min(1e-8);
        }
    }

    private Tensor Canvas() => _canvas is null ? zeros(_shape.Channels, _shape.Height, _shape.Width) : _canvas.detach();

    private static (Tensor H, Tensor C) Begin(Parameter? start, int hidden) => (start is null ? zeros(1, hidden) : start.detach().view(1, hidden), zeros(1, hidden));

    private T Add<T>(string name, T module)
        where T : nn.Module
    {
        register_module(name, module);
        return module;
    }

    private Parameter Start(string name, params long[] sides)
    {
        var parameter = new Parameter(randn(sides) * 0.3);
        register_parameter(name, parameter);
        return parameter;
    }
}
