using DrawAot.Manifest;
using DrawAot.Numerics;

namespace DrawAot.Bench.Baselines;

/// <summary>What one writes first in C#: the equations as loops over arrays of floats, nothing allocated on the way.</summary>
internal sealed class NaiveSampler : ISampler
{
    private readonly DrawShape _shape;
    private readonly IReadOnlyDictionary<string, float[]> _weights;
    private readonly float[] _z, _h, _c, _gates, _window, _patch, _fx, _fy, _canvas;

    public NaiveSampler(DrawShape shape, IReadOnlyDictionary<string, float[]> weights)
    {
        _shape = shape;
        _weights = weights;
        int n = shape.WriteAttention ?? throw new NotSupportedException("This baseline writes through a window.");
        (_z, _h, _c) = (new float[shape.Latent], new float[shape.DecoderHidden], new float[shape.DecoderHidden]);
        _gates = new float[DrawTensors.GateCount * shape.DecoderHidden];
        (_window, _patch) = (new float[DrawTensors.WindowSize], new float[shape.PatchSize]);
        (_fx, _fy) = (new float[n * shape.Width], new float[n * shape.Height]);
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
                Write();
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

    /// <summary>c ← c + (1/γ)·FYᵀ w FX.</summary>
    private void Write()
    {
        int n = _shape.WriteAttention!.Value, width = _shape.Width, height = _shape.Height;
        Affine("write.window", _window);
        Affine("write.patch", _patch);
        float variance = MathF.Exp(_window[2]), gamma = MathF.Exp(_window[4]);
        float stride = n == 1 ? 0 : (Math.Max(width, height) - 1) / (n - 1f) * MathF.Exp(_window[3]);
        Filterbank(_fx, n, width, _window[0], stride, variance);
        Filterbank(_fy, n, height, _window[1], stride, variance);
        for (int channel = 0; channel < _shape.Channels; channel++)
        {
            for (int i = 0; i < n; i++)
            {
                for (int column = 0; column < width; column++)
                {
                    float sum = 0;
                    for (int j = 0; j < n; j++)
                    {
                        sum += _patch[(channel * n + i) * n + j] * _fx[j * width + column];
                    }

                    for (int row = 0; row < height; row++)
                    {
                        _canvas[(channel * height + row) * width + column] += _fy[i * height + row] * sum / gamma;
                    }
                }
            }
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

    private static void Filterbank(float[] filters, int n, int size, float centre, float stride, float variance)
    {
        float middle = (size + 1) / 2f * (centre + 1) - 1;
        for (int i = 0; i < n; i++)
        {
            float mean = middle + (i - n / 2f + 0.5f) * stride, sum = 0;
            for (int a = 0; a < size; a++)
            {
                float distance = a - mean;
                filters[i * size + a] = MathF.Exp(-distance * distance / (2 * variance));
                sum += filters[i * size + a];
            }

            for (int a = 0; a < size; a++)
            {
                filters[i * size + a] /= MathF.Max(sum, 1e-8f);
            }
        }
    }

    private static float Sigmoid(float x) => 1 / (1 + MathF.Exp(-x));
}
