using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using DrawAot.Numerics;

namespace DrawAot.Training.Ops.Read;

/// <summary>The error image of all rows at every glimpse, x̂ = x − σ(c).</summary>
internal sealed unsafe class ErrorImageOp : IDisposable
{
    private readonly int _pixels;
    private readonly Activation _image, _canvas, _dCanvas;
    private readonly NativeTensor _sigmoids, _errors, _dErrors; // σ(c) of every glimpse; x̂ and its gradient of the current one

    /// <summary>Allocates the buffers.</summary>
    /// <param name="pixels">C·B·A, rows of pixels padded.</param>
    /// <param name="glimpses">T.</param>
    /// <param name="image">x.</param>
    /// <param name="canvas">c of the current glimpse.</param>
    /// <param name="dCanvas">Gradient of c.</param>
    /// <param name="rows">Rows of a batch.</param>
    public ErrorImageOp(int pixels, int glimpses, Activation image, Activation canvas, Activation dCanvas, int rows)
    {
        (_pixels, _image, _canvas, _dCanvas) = (pixels, image, canvas, dCanvas);
        _sigmoids = new NativeTensor(glimpses, rows, pixels);
        _errors = new NativeTensor(1, rows, pixels);
        _dErrors = new NativeTensor(1, rows, pixels);
    }

    /// <summary>x̂ of the glimpse that was computed last.</summary>
    public float* Error(int row) => _errors[0, row];

    /// <summary>Gradient of x̂, for <see cref="Backward"/>.</summary>
    public float* ErrorGradient(int row) => _dErrors[0, row];

    /// <summary>x̂ = x − σ(c).</summary>
    public void Forward(int t, int row)
    {
        VectorMath.Sigmoid(_canvas.Span(t, row, _pixels), new Span<float>(_sigmoids[t, row], _pixels));
        Recompute(t, row);
    }

    /// <summary>x̂ of an earlier glimpse: only σ(c) is stored.</summary>
    public void Recompute(int t, int row) => TensorPrimitives.Subtract(
        _image.Span(t, row, _pixels),
        new ReadOnlySpan<float>(_sigmoids[t, row], _pixels),
        new Span<float>(_errors[0, row], _pixels));

    /// <summary>dc −= dx̂·σ·(1 − σ).</summary>
    public void Backward(int t, int row) => AddCanvasGradient(_dCanvas[t, row], _dErrors[0, row], _sigmoids[t, row], _pixels);

    /// <inheritdoc/>
    public void Dispose()
    {
        _sigmoids.Dispose();
        _errors.Dispose();
        _dErrors.Dispose();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddCanvasGradient(float* dCanvas, float* dError, float* sigmoid, int length)
    {
        for (nint k = 0; k < length; k += Vector512<float>.Count)
        {
            Vector512<float> s = Vector512.Load(sigmoid + k);
            (Vector512.Load(dCanvas + k) - Vector512.Load(dError + k) * s * (Vector512<float>.One - s)).Store(dCanvas + k);
        }
    }
}
