using DrawAot.Manifest;

namespace DrawAot.Bench.Baselines;

/// <summary>The write of <see cref="NaiveSampler"/>.</summary>
/// <param name="shape">The model's sizes.</param>
internal sealed class NaiveWriteOp(DrawShape shape) : IWriteOp
{
    private readonly int _n = shape.WriteAttention ?? throw new NotSupportedException("This baseline writes through a window.");
    private readonly float[] _fx = new float[shape.WriteAttention.GetValueOrDefault() * shape.Width];
    private readonly float[] _fy = new float[shape.WriteAttention.GetValueOrDefault() * shape.Height];

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<float> window, ReadOnlySpan<float> patch, Span<float> canvas)
    {
        int n = _n, width = shape.Width, height = shape.Height;
        float variance = MathF.Exp(window[2]), gamma = MathF.Exp(window[4]);
        float stride = n == 1 ? 0 : (Math.Max(width, height) - 1) / (n - 1f) * MathF.Exp(window[3]);
        Filterbank(_fx, n, width, window[0], stride, variance);
        Filterbank(_fy, n, height, window[1], stride, variance);
        for (int channel = 0; channel < shape.Channels; channel++)
        {
            for (int i = 0; i < n; i++)
            {
                for (int column = 0; column < width; column++)
                {
                    float sum = 0;
                    for (int j = 0; j < n; j++)
                    {
                        sum += patch[(channel * n + i) * n + j] * _fx[j * width + column];
                    }

                    for (int row = 0; row < height; row++)
                    {
                        canvas[(channel * height + row) * width + column] += _fy[i * height + row] * sum / gamma;
                    }
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
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
}
