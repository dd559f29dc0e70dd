using DrawAot.Manifest;
using DrawAot.Training.Ops.Filterbank;

namespace DrawAot.Training.Ops.Read;

/// <summary>
/// The read of all rows at every glimpse: r = γ·[FY x FXᵀ, FY x̂ FXᵀ] through a window, or [x, x̂] whole.
/// </summary>
internal sealed unsafe class ReadOp : IDisposable
{
    private readonly DrawShape _shape;
    private readonly int _padded, _channel; // floats of a padded row of pixels and of a channel
    private readonly FilterbankOp? _filterbank; // null where the image is read whole
    private readonly ErrorImageOp _errorImage;
    private readonly Activation _window, _read, _dRead;
    private readonly Scratch _scratch;

    /// <summary>Allocates the filterbanks.</summary>
    /// <param name="shape">The model's sizes.</param>
    /// <param name="errorImage">Computes x̂; it is disposed of with this.</param>
    /// <param name="window">The window's five parameters; <see cref="Backward"/> leaves their gradients.</param>
    /// <param name="read">Receives r.</param>
    /// <param name="dRead">Gradient of r; <see cref="Backward"/> overwrites it.</param>
    /// <param name="rows">Rows of a batch.</param>
    /// <param name="scratch">Working memory.</param>
    public ReadOp(DrawShape shape, ErrorImageOp errorImage, Activation window, Activation read, Activation dRead, int rows, Scratch scratch)
    {
        (_shape, _errorImage, _window, _read, _dRead, _scratch) = (shape, errorImage, window, read, dRead, scratch);
        _padded = NativeTensor.Padded(shape.Width);
        _channel = shape.Height * _padded;
        if (shape.ReadAttention is int n)
        {
            _filterbank = new FilterbankOp(shape, n, rows);
            scratch.Reserve(_filterbank.GradientSize + 2 * n * _padded + _channel);
        }
    }

    /// <summary>Computes x̂, the filterbanks and r.</summary>
    public void Forward(int t, RowGroup group)
    {
        for (int row = group.First; row < group.End; row++)
        {
            _errorImage.Forward(t, row);
            Read(t, row);
        }
    }

    /// <summary>Gradients of the window's parameters and, by way of x̂, of the canvas.</summary>
    public void Backward(int t, RowGroup group)
    {
        for (int row = group.First; row < group.End; row++)
        {
            _errorImage.Recompute(t, row);
            ReadBackward(t, row);
            _errorImage.Backward(t, row);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _errorImage.Dispose();
        _filterbank?.Dispose();
    }

    private void Read(int t, int row)
    {
        float* image = _errorImage.Image(row), error = _errorImage.Error(row), read = _read[t, row];
        if (_filterbank is null)
        {
            PaddedRows.Unpad(image, _shape.Channels * _shape.Height, _shape.Width, _padded, read);
            PaddedRows.Unpad(error, _shape.Channels * _shape.Height, _shape.Width, _padded, read + _shape.PixelCount);
            return;
        }

        float* scratch = _scratch[row];
        _filterbank.Forward(t, row, _window[t, row]);
        float* bank = _filterbank[t, row];
        int n = _filterbank.N;
        new Span<float>(read, _shape.ReadSize).Clear();
        float* patch = read;
        for (int source = 0; source < 2; source++)
        {
            for (int c = 0; c < _shape.Channels; c++)
            {
                float* channel = (source == 0 ? image : error) + c * _channel;
                WindowProducts.Gather(bank + _filterbank.YAt, n, _filterbank.PaddedHeight, channel, _shape.Height, _padded, scratch);
                WindowProducts.Correlate(scratch, n, bank, n, _padded, patch, n);
                patch += n * n;
            }
        }

        float gamma = _filterbank.Gamma(bank);
        for (int k = 0; k < _shape.ReadSize; k++)
        {
            read[k] *= gamma;
        }
    }

    private void ReadBackward(int t, int row)
    {
        float* gradient = _dRead[t, row], errorGradient = _errorImage.ErrorGradient(row);
        if (_filterbank is null)
        {
            PaddedRows.Pad(
                gradient + _shape.PixelCount, _shape.Channels * _shape.Height, _shape.Width, _padded, errorGradient);
            return;
        }

        float* image = _errorImage.Image(row), error = _errorImage.Error(row), read = _read[t, row];
        float* parameters = _window[t, row], scratch = _scratch[row], bank = _filterbank[t, row];
        int n = _filterbank.N;
        float gamma = _filterbank.Gamma(bank), logGamma = 0;
        for (int k = 0; k < _shape.ReadSize; k++)
        {
            logGamma += gradient[k] * read[k];
            gradient[k] *= gamma;
        }

        float* dFilters = scratch, products = scratch + _filterbank.GradientSize, dProducts = products + n * _padded;
        new Span<float>(dFilters, _filterbank.GradientSize).Clear();
        new Span<float>(errorGradient, _shape.Channels * _channel).Clear();
        for (int source = 0; source < 2; source++)
        {
            for (int c = 0; c < _shape.Channels; c++)
            {
                float* channel = (source == 0 ? image : error) + c * _channel;
                WindowProducts.Gather(bank + _filterbank.YAt, n, _filterbank.PaddedHeight, channel, _shape.Height, _padded, products);
                WindowProducts.Mix(gradient, n, 1, products, n, _padded, dFilters, n);
                new Span<float>(dProducts, n * _padded).Clear();
                WindowProducts.Mix(gradient, 1, n, bank, n, _padded, dProducts, n);
                WindowProducts.Correlate(dProducts, n, channel, _shape.Height, _padded, dFilters + _filterbank.YAt, _filterbank.PaddedHeight);
                if (source == 1)
                {
                    WindowProducts.Scatter(
                        bank + _filterbank.YAt, n, _filterbank.PaddedHeight, errorGradient + c * _channel, _shape.Height, _padded, dProducts);
                }

                gradient += n * n;
            }
        }

        _filterbank.Backward(t, row, dFilters, parameters);
        parameters[4] = logGamma;
    }
}
