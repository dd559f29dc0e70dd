using DrawAot.Manifest;
using DrawAot.Numerics;

namespace DrawAot.Bench.Baselines;

/// <summary>A first version in C#: the equations as loops over arrays of floats, without allocations.</summary>
internal sealed class NaiveSampler : ISampler
{
    private readonly DrawShape _shape;
    private readonly IReadOnlyDictionary<string, float[]> _weights;
    private readonly NaiveWriteOp _write;
    private readonly float[] _z, _h, _c, _gates, _window, _patch, _canvas;

    public NaiveSampler(DrawShape shape, IReadOnlyDictionary<string, float[]> weights)
    {
        _shape = shape;
        _weights = weights;
        _write = new NaiveWriteOp(shape);
        (_z, _h, _c) = (new float[shape.Latent], new float[shape.DecoderHidden], new float[shape.DecoderHidden]);
        _gates = new float[ModelTensors.GateCount * shape.DecoderHidden];
        (_window, _patch) = (new float[ModelTensors.WindowSize], new float[shape.PatchSize]);
        _canvas = new float[shape.PixelCount];
    }

    /// <inheritdoc/>
    public void Sample(ulong seed, ulong first, Span<float> images)
    {
        for (int k = 0; k < images.Length / _shape.PixelCount; k++)
        {
            _weights["decoder.h0"].CopyTo(_h, 0);
            Array.Clear(_c);
            _weights["canvas.initial"].CopyTo(_canvas, 0);
            for (int t = 0; t < _shape.Glimpses; t++)
            {
                Normals.Fill(seed, first + (ulong)k, (uint)t, _z);
                Lstm();
                Affine("write.window", _window);
                Affine("write.patch", _patch);
                _write.Write(_window, _patch, _canvas);
            }

            Span<float> image = images.Slice(k * _shape.PixelCount, _shape.PixelCount);
            for (int pixel = 0; pixel < image.Length; pixel++)
            {
                image[pixel] = Sigmoid(_canvas[pixel]);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    /// <summary>(h, c) ← LSTM(z, h, c).</summary>
    private void Lstm()
    {
        int hidden = _h.Length;
        float[] w = _weights["decoder.weight_ih"], u = _weights["decoder.weight_hh"], b = _weights["decoder.bias"];
        for (int row = 0; row < _gates.Length; row++)
        {
            float sum = b[row];
            for (int k = 0; k < _z.Length; k++)
            {
                sum += w[row * _z.Length + k] * _z[k];
            }

            for (int k = 0; k < hidden; k++)
            {
                sum += u[row * hidden + k] * _h[k];
            }

            _gates[row] = sum;
        }

        for (int k = 0; k < hidden; k++)
        {
            float i = Sigmoid(_gates[k]), f = Sigmoid(_gates[hidden + k]);
            float g = MathF.Tanh(_gates[2 * hidden + k]), o = Sigmoid(_gates[3 * hidden + k]);
            _c[k] = f * _c[k] + i * g;
            _h[k] = o * MathF.Tanh(_c[k]);
        }
    }

    private void Affine(string name, float[] outputs)
    {
        float[] weight = _weights[name + ".weight"], bias = _weights[name + ".bias"];
        for (int row = 0; row < outputs.Length; row++)
        {
            float sum = bias[row];
            for (int k = 0; k < _h.Length; k++)
            {
                sum += weight[row * _h.Length + k] * _h[k];
            }

            outputs[row] = sum;
        }
    }

    private static float Sigmoid(float x) => 1 / (1 + MathF.Exp(-x));
}
