using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using DrawAot.Manifest;
using DrawAot.Numerics;
using DrawAot.Training.Gemm;

namespace DrawAot.Training.Ops.Filterbank;

/// <summary>
/// The paper's filterbanks (equations 19 to 26) of all rows at every glimpse. A row keeps what <see cref="Backward"/> needs:
/// FX [N, A] and FY [N, B], filters padded, a flag per filter that is 0 where its sum was clamped [2, N], and the five numbers
/// below.
/// </summary>
internal sealed unsafe class FilterbankOp : IDisposable
{
    private const float SmallestSum = 1e-8f;
    private const int CentreX = 0, CentreY = 1, Precision = 2, Stride = 3, Intensity = 4;

    private readonly float _unit; // the stride of δ̃ = 1
    private readonly int _unclampedAt, _numbersAt, _paddedN;
    private readonly NativeTensor _banks;

    /// <summary>Allocates the filterbanks.</summary>
    /// <param name="shape">The model's sizes.</param>
    /// <param name="n">N.</param>
    /// <param name="rows">Rows of a batch.</param>
    public FilterbankOp(ModelShape shape, int n, int rows)
    {
        (N, Width, Height) = (n, shape.Width, shape.Height);
        (PaddedWidth, PaddedHeight) = (NativeTensor.Padded(Width), NativeTensor.Padded(Height));
        _unit = n == 1 ? 0 : (float)((Math.Max(Width, Height) - 1.0) / (n - 1));
        YAt = n * PaddedWidth;
        _unclampedAt = YAt + n * PaddedHeight;
        _numbersAt = _unclampedAt + 2 * n;
        _banks = new NativeTensor(shape.Glimpses, rows, _numbersAt + ModelTensors.WindowSize);
        GradientSize = n * (PaddedWidth + PaddedHeight);
        _paddedN = NativeTensor.Padded(n);
        ScratchSize = Math.Max(n * PaddedWidth, (n + Width + Height) * _paddedN);
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

    /// <summary>Offset of FY; FX is first.</summary>
    public int YAt { get; }

    /// <summary>Floats of the gradients of FX and FY, which lie as FX and FY do.</summary>
    public int GradientSize { get; }

    /// <summary>Floats of working memory that <see cref="AddGradientY"/> uses.</summary>
    public int ScratchSize { get; }

    /// <summary>The filterbank of an image at a glimpse: FX, and FY at <see cref="YAt"/>.</summary>
    public float* this[int t, int row] => _banks[t, row];

    /// <summary>γ of a filterbank.</summary>
    public float Gamma(float* bank) => bank[_numbersAt + Intensity];

    /// <summary>Computes FX and FY from the window parameters (g̃X, g̃Y, log σ², log δ̃, log γ).</summary>
    public void Forward(int t, int row, float* parameters)
    {
        float* bank = _banks[t, row];
        float* numbers = bank + _numbersAt;
        numbers[CentreX] = (parameters[0] + 1) * ((Width + 1) / 2f) - 1;
        numbers[CentreY] = (parameters[1] + 1) * ((Height + 1) / 2f) - 1;
        numbers[Precision] = MathF.Exp(-parameters[2]);
        numbers[Stride] = _unit * MathF.Exp(parameters[3]);
        numbers[Intensity] = MathF.Exp(parameters[4]);
        Axis(numbers[CentreX], numbers, Width, PaddedWidth, bank, bank + _unclampedAt);
        Axis(numbers[CentreY], numbers, Height, PaddedHeight, bank + YAt, bank + _unclampedAt + N);
    }

    /// <summary>
    /// Adds to the gradient of FY where FY·image·FXᵀ has the gradient p, or where FYᵀ·p·FX has the gradient image: dFY += p·FX·imageᵀ.
    /// </summary>
    /// <param name="bank">The filterbank.</param>
    /// <param name="patch">p [N, N].</param>
    /// <param name="image">One channel [B, A], rows padded.</param>
    /// <param name="scratch">Working memory, <see cref="ScratchSize"/>.</param>
    /// <param name="gradient">Gradients of FX and FY.</param>
    public void AddGradientY(float* bank, float* patch, float* image, float* scratch, float* gradient)
    {
        if (N < GemmMicroKernel.NarrowColumns / 2)
        {
            // A tile of the micro-kernel would be padding for the greater part.
            WindowProducts.Multiply(patch, N, 1, N, bank, N, PaddedWidth, scratch, accumulate: false);
            WindowProducts.Correlate(scratch, N, image, Height, PaddedWidth, gradient + YAt, PaddedHeight);
            return;
        }

        // Transposed, image·(FXᵀ·pᵀ): the micro-kernel reads the image as its left factor, which may lie in any order.
        float* transposed = scratch, products = transposed + N * _paddedN, sums = products + Width * _paddedN;
        new Span<float>(transposed, N * _paddedN).Clear();
        for (int j = 0; j < N; j++)
        {
            for (int i = 0; i < N; i++)
            {
                transposed[i * _paddedN + j] = patch[j * N + i];
            }
        }

        WindowProducts.Multiply(bank, 1, PaddedWidth, Width, transposed, N, _paddedN, products, accumulate: false);
        WindowProducts.Multiply(image, PaddedWidth, 1, Height, products, Width, _paddedN, sums, accumulate: false);
        gradient += YAt;
        for (int j = 0; j < N; j++)
        {
            for (int b = 0; b < Height; b++)
            {
                gradient[b] += sums[b * _paddedN + j];
            }

            gradient += PaddedHeight;
        }
    }

    /// <summary>Gradients of the window parameters, except log γ.</summary>
    /// <param name="t">The glimpse.</param>
    /// <param name="row">The image.</param>
    /// <param name="gradient">Gradients of FX and FY.</param>
    /// <param name="parameters">Receives the gradients of the first four parameters.</param>
    public void Backward(int t, int row, float* gradient, float* parameters)
    {
        float* bank = _banks[t, row];
        float* numbers = bank + _numbersAt;
        float logVariance = 0, logStride = 0;
        parameters[0] = AxisBackward(
            numbers[CentreX], numbers, PaddedWidth, bank, bank + _unclampedAt, gradient, ref logVariance, ref logStride)
            * ((Width + 1) / 2f);
        parameters[1] = AxisBackward(
            numbers[CentreY], numbers, PaddedHeight, bank + YAt, bank + _unclampedAt + N, gradient + YAt, ref logVariance, ref logStride)
            * ((Height + 1) / 2f);
        parameters[2] = logVariance;
        parameters[3] = logStride;
    }

    /// <inheritdoc/>
    public void Dispose() => _banks.Dispose();

    /// <summary>F[i, a] = exp(−(a − μⁱ)²/(2σ²)), divided by the larger of its sum and 1e-8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Axis(float centre, float* numbers, int length, int padded, float* filters, float* unclamped)
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
            unclamped[i] = sum >= SmallestSum ? 1 : 0;
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
        float centre, float* numbers, int padded, float* filters, float* unclamped, float* gradient, ref float logVariance, ref float logStride)
    {
        float dCentre = 0;
        for (int i = 0; i < N; i++)
        {
            // Normalisation removes the component of the gradient along the filter, unless the sum was clamped.
            Vector512<float> along = Vector512<float>.Zero;
            for (int a = 0; a < padded; a += Vector512<float>.Count)
            {
                along = Vector512.MultiplyAddEstimate(Vector512.Load(gradient + a), Vector512.Load(filters + a), along);
            }

            Vector512<float> removed = Vector512.Create(unclamped[i] * VectorMath.Sum(along));
            Vector512<float> mean = Vector512.Create(centre + Offset(i) * numbers[Stride]);
            Vector512<float> first = Vector512<float>.Zero, second = first;
            for (int a = 0; a < padded; a += Vector512<float>.Count)
            {
                Vector512<float> distance = VectorMath.LaneNumbers + Vector512.Create((float)a) - mean;
                Vector512<float> d = (Vector512.Load(gradient + a) - removed) * Vector512.Load(filters + a) * distance;
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
