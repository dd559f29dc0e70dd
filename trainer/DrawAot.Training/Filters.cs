using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using DrawAot.Manifest;
using DrawAot.Numerics;

namespace DrawAot.Training;

/// <summary>
/// The paper's filterbanks (equations 19 to 26) of one image at one glimpse, forwards and backwards. What the way back
/// needs lies side by side: FX [N, A], FY [N, B], lines padded, whether each filter sees anything of the image [2, N], and
/// the five numbers below.
/// </summary>
internal sealed unsafe class Filters
{
    private const float SmallestSum = 1e-8f;
    private const int CentreX = 0, CentreY = 1, Precision = 2, Stride = 3, Gamma = 4;

    private readonly float _unit; // the stride of δ̃ = 1
    private readonly int _openAt, _numbersAt;

    public Filters(DrawShape shape, int n)
    {
        (N, Width, Height) = (n, shape.Width, shape.Height);
        (PaddedWidth, PaddedHeight) = (Block.Padded(Width), Block.Padded(Height));
        _unit = n == 1 ? 0 : (float)((Math.Max(Width, Height) - 1.0) / (n - 1));
        YAt = n * PaddedWidth;
        _openAt = YAt + n * PaddedHeight;
        _numbersAt = _openAt + 2 * n;
        Size = Block.Padded(_numbersAt + DrawTensors.WindowSize);
        ScratchSize = n * (PaddedWidth + PaddedHeight);
    }

    /// <summary>Filters along a side.</summary>
    public int N { get; }

    /// <summary>A.</summary>
    public int Width { get; }

    /// <summary>B.</summary>
    public int Height { get; }

    /// <summary>From one filter of FX to the next.</summary>
    public int PaddedWidth { get; }

    /// <summary>From one filter of FY to the next.</summary>
    public int PaddedHeight { get; }

    /// <summary>Where FY begins; FX is first.</summary>
    public int YAt { get; }

    /// <summary>Floats of an image at a glimpse.</summary>
    public int Size { get; }

    /// <summary>Floats of the gradients of FX and FY, which lie as FX and FY do.</summary>
    public int ScratchSize { get; }

    /// <summary>γ.</summary>
    public float Intensity(float* bank) => bank[_numbersAt + Gamma];

    /// <summary>Makes both filterbanks from (g̃X, g̃Y, log σ², log δ̃, log γ).</summary>
    public void Forward(float* parameters, float* bank)
    {
        float* numbers = bank + _numbersAt;
        numbers[CentreX] = (parameters[0] + 1) * ((Width + 1) / 2f) - 1;
        numbers[CentreY] = (parameters[1] + 1) * ((Height + 1) / 2f) - 1;
        numbers[Precision] = MathF.Exp(-parameters[2]);
        numbers[Stride] = _unit * MathF.Exp(parameters[3]);
        numbers[Gamma] = MathF.Exp(parameters[4]);
        Axis(numbers[CentreX], numbers, Width, PaddedWidth, bank, bank + _openAt);
        Axis(numbers[CentreY], numbers, Height, PaddedHeight, bank + YAt, bank + _openAt + N);
    }

    /// <summary>The way back to the parameters, log γ apart.</summary>
    /// <param name="bank">What <see cref="Forward"/> made.</param>
    /// <param name="gradient">Gradients of FX and FY.</param>
    /// <param name="parameters">Receives the gradients of the first four parameters.</param>
    public void Backward(float* bank, float* gradient, float* parameters)
    {
        float* numbers = bank + _numbersAt;
        float logVariance = 0, logStride = 0;
        parameters[0] = AxisBackward(
            numbers[CentreX], numbers, PaddedWidth, bank, bank + _openAt, gradient, ref logVariance, ref logStride)
            * ((Width + 1) / 2f);
        parameters[1] = AxisBackward(
            numbers[CentreY], numbers, PaddedHeight, bank + YAt, bank + _openAt + N, gradient + YAt, ref logVariance, ref logStride)
            * ((Height + 1) / 2f);
        parameters[2] = logVariance;
        parameters[3] = logStride;
    }

    /// <summary>F[i, a] = exp(−(a − μⁱ)²/(2σ²)), divided by the larger of its sum and 1e-8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Axis(float centre, float* numbers, int length, int padded, float* filters, float* open)
    {
        Vector512<float> exponent = Vector512.Create(-0.5f * numbers[Precision]);
        Vector512<float> end = Vector512.Create((float)length);
        for (int i = 0; i < N; i++)
        {
            Vector512<float> mean = Vector512.Create(centre + Offset(i) * numbers[Stride]);
            Vector512<float> sums = Vector512<float>.Zero;
            for (int a = 0; a < padded; a += Vector512<float>.Count)
            {
                Vector512<float> pixel = VectorMath.LaneNumbers + Vector512.Create((float)a);
                Vector512<float> distance = pixel - mean;
                Vector512<float> f = VectorMath.Exp(exponent * distance * distance) & Vector512.LessThan(pixel, end);
                f.Store(filters + a);
                sums += f;
            }

            float sum = VectorMath.Sum(sums);
            open[i] = sum >= SmallestSum ? 1 : 0;
            Vector512<float> scale = Vector512.Create(1 / Math.Max(sum, SmallestSum));
            for (int a = 0; a < padded; a += Vector512<float>.Count)
            {
                (Vector512.Load(filters + a) * scale).Store(filters + a);
            }

            filters += padded;
        }
    }

    /// <summary>The gradient of the centre in pixels; those of log σ² and log δ̃ are added up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float AxisBackward(
        float centre, float* numbers, int padded, float* filters, float* open, float* gradient, ref float logVariance, ref float logStride)
    {
        float dCentre = 0;
        for (int i = 0; i < N; i++)
        {
            // Where its sum divides it, a filter's gradient along itself is lost.
            Vector512<float> along = Vector512<float>.Zero;
            for (int a = 0; a < padded; a += Vector512<float>.Count)
            {
                along = Vector512.MultiplyAddEstimate(Vector512.Load(gradient + a), Vector512.Load(filters + a), along);
            }

            Vector512<float> lost = Vector512.Create(open[i] * VectorMath.Sum(along));
            Vector512<float> mean = Vector512.Create(centre + Offset(i) * numbers[Stride]);
            Vector512<float> first = Vector512<float>.Zero, second = first;
            for (int a = 0; a < padded; a += Vector512<float>.Count)
            {
                Vector512<float> distance = VectorMath.LaneNumbers + Vector512.Create((float)a) - mean;
                Vector512<float> d = (Vector512.Load(gradient + a) - lost) * Vector512.Load(filters + a) * distance;
                first += d;
                second = Vector512.MultiplyAddEstimate(d, distance, second);
            }

            float dMean = VectorMath.Sum(first) * numbers[Precision];
            dCentre += dMean;
            logStride += dMean * Offset(i) * numbers[Stride];
            logVariance += 0.5f * VectorMath.Sum(second) * numbers[Precision];
            filters += padded;
            gradient += padded;
        }

        return dCentre;
    }

    private float Offset(int i) => i - N / 2f + 0.5f;
}
