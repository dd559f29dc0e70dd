using DrawAot.Manifest;
using DrawAot.Training.Ops.Filterbank;

namespace DrawAot.Training.Ops.Write;

/// <summary>
/// The write of all rows at every glimpse: c += (1/γ)·FYᵀ w FX through a window, or c += w whole.
/// </summary>
internal sealed unsafe class WriteOp : IDisposable
{
    private readonly DrawShape _shape;
    private readonly int _padded, _channel; // floats of a padded row of pixels and of a channel
    private readonly FilterbankOp? _filterbank; // null where the canvas is written whole
    private readonly Activation _window, _patch, _canvas, _dCanvas;
    private readonly Scratch _scratch;

    /// <summary>Allocates the filterbanks.</summary>
    /// <param name="shape">The model's sizes.</param>
    /// <param name="window">The window's five parameters; <see cref="Backward"/> leaves their gradients.</param>
    /// <param name="patch">w; <see cref="Backward"/> leaves its gradient.</param>
    /// <param name="canvas">c of the current glimpse, rows of pixels padded.</param>
    /// <param name="dCanvas">Gradient of c, which the write passes on unchanged.</param>
    /// <param name="rows">Rows of a batch.</param>
    /// <param name="scratch">Working memory.</param>
    public WriteOp(DrawShape shape, Activation window, Activation patch, Activation canvas, Activation dCanvas, int rows, Scratch scratch)
    {
        (_shape, _window, _patch, _canvas, _dCanvas, _scratch) = (shape, window, patch, canvas, dCanvas, scratch);
        _padded = NativeTensor.Padded(shape.Width);
        _channel = shape.Height * _padded;
        if (shape.WriteAttention is int n)
        {
            _filterbank = new FilterbankOp(shape, n, rows);
            scratch.Reserve(_filterbank.GradientSize + _filterbank.ScratchSize + n * _padded + 2 * NativeTensor.Padded(n * n));
        }
    }

    /// <summary>Computes the filterbanks and adds to c.</summary>
    public void Forward(int t, RowGroup group)
    {
        for (int row = group.First; row < group.End; row++)
        {
            Write(t, row);
        }
    }

    /// <summary>Gradients of w and of the window's parameters.</summary>
    public void Backward(int t, RowGroup group)
    {
        for (int row = group.First; row < group.End; row++)
        {
            WriteBackward(t, row);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _filterbank?.Dispose();

    private void Write(int t, int row)
    {
        float* patch = _patch[t, row], canvas = _canvas[t, row];
        if (_filterbank is null)
        {
            PaddedRows.AddTo(patch, _shape.Channels * _shape.Height, _shape.Width, _padded, canvas);
            return;
        }

        float* scratch = _scratch[row];
        _filterbank.Forward(t, row, _window[t, row]);
        float* bank = _filterbank[t, row];
        int n = _filterbank.N;
        float* scaled = scratch, products = scaled + NativeTensor.Padded(n * n);
        for (int c = 0; c < _shape.Channels; c++)
        {
            Scale(patch + c * n * n, bank, scaled);
            WindowProducts.Multiply(scaled, n, 1, n, bank, n, _padded, products, accumulate: false);
            WindowProducts.Scatter(bank + _filterbank.YAt, n, _filterbank.PaddedHeight, canvas + c * _channel, _shape.Height, _padded, products);
        }
    }

    private void WriteBackward(int t, int row)
    {
        float* patch = _patch[t, row], canvasGradient = _dCanvas[t, row];
        if (_filterbank is null)
        {
            PaddedRows.Unpad(canvasGradient, _shape.Channels * _shape.Height, _shape.Width, _padded, patch);
            return;
        }

        float* parameters = _window[t, row], scratch = _scratch[row], bank = _filterbank[t, row];
        int n = _filterbank.N;
        float* dFilters = scratch, dProducts = dFilters + _filterbank.GradientSize;
        float* scaled = dProducts + n * _padded, dScaled = scaled + NativeTensor.Padded(n * n), working = dScaled + NativeTensor.Padded(n * n);
        float gamma = _filterbank.Gamma(bank), logGamma = 0;
        new Span<float>(dFilters, _filterbank.GradientSize).Clear();
        for (int c = 0; c < _shape.Channels; c++)
        {
            float* channel = canvasGradient + c * _channel;
            Scale(patch + c * n * n, bank, scaled);
            WindowProducts.Gather(bank + _filterbank.YAt, n, _filterbank.PaddedHeight, channel, _shape.Height, _padded, dProducts);
            WindowProducts.Multiply(scaled, 1, n, n, dProducts, n, _padded, dFilters, accumulate: true);
            _filterbank.AddGradientY(bank, scaled, channel, working, dFilters);
            new Span<float>(dScaled, n * n).Clear();
            WindowProducts.Correlate(dProducts, n, bank, n, _padded, dScaled, n);
            for (int k = 0; k < n * n; k++)
            {
                logGamma -= dScaled[k] * scaled[k];
                patch[c * n * n + k] = dScaled[k] / gamma;
            }
        }

        _filterbank.Backward(t, row, dFilters, parameters);
        parameters[4] = logGamma;
    }

    /// <summary>w/γ of one channel.</summary>
    private void Scale(float* patch, float* bank, float* scaled)
    {
        float gamma = _filterbank!.Gamma(bank);
        for (int k = 0; k < _filterbank.N * _filterbank.N; k++)
        {
            scaled[k] = patch[k] / gamma;
        }
    }
}
