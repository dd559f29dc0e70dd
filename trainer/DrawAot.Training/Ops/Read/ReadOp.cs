using DrawAot.Manifest;
using DrawAot.Training.Ops.Filterbank;

namespace DrawAot.Training.Ops.Read;

/// <summary>
/// The read of all rows at every glimpse: r = γ·[FY x FXᵀ, FY x̂ FXᵀ] through a window, or [x, x̂] whole. A model without a
/// canvas has no x̂ and reads x alone.
/// </summary>
internal sealed unsafe class ReadOp : IDisposable
{
    private readonly int _lines, _height, _width, _pixels; // C·B, B, A, C·B·A
    private readonly int _padded, _channel; // floats of a padded row of pixels and of a channel
    private readonly FilterbankOp? _filterbank; // null where the image is read whole
    private readonly NativeTensor? _products; // FY times each channel at every glimpse [channels, N, A]
    private readonly ErrorImageOp? _errorImage; // null in a model that reads x alone
    private readonly Activation _image, _window, _read, _dRead;
    private readonly Scratch _scratch;

    /// <summary>Allocates the filterbanks.</summary>
    /// <param name="shape">The model's sizes.</param>
    /// <param name="attention">N, or null where the image is read whole.</param>
    /// <param name="image">x, rows of pixels padded.</param>
    /// <param name="errorImage">Computes x̂, and is disposed of with this; null in a model that reads x alone.</param>
    /// <param name="window">The window's five parameters; <see cref="Backward"/> leaves their gradients.</param>
    /// <param name="read">Receives r.</param>
    /// <param name="dRead">Gradient of r; <see cref="Backward"/> overwrites it.</param>
    /// <param name="rows">Rows of a batch.</param>
    /// <param name="scratch">Working memory.</param>
    public ReadOp(
        ModelShape shape, int? attention, Activation image, ErrorImageOp? errorImage,
        Activation window, Activation read, Activation dRead, int rows, Scratch scratch)
    {
        (_lines, _height, _width, _pixels) = (shape.Channels * shape.Height, shape.Height, shape.Width, shape.PixelCount);
        (_image, _errorImage, _window, _read, _dRead, _scratch) = (image, errorImage, window, read, dRead, scratch);
        _padded = NativeTensor.Padded(shape.Width);
        _channel = shape.Height * _padded;
        if (attention is int n)
        {
            _filterbank = new FilterbankOp(shape, n, rows);
            _products = new NativeTensor(shape.Glimpses, rows, SourceChannels * n * _padded);
            scratch.Reserve(_filterbank.GradientSize + _filterbank.ScratchSize + n * _padded);
        }
    }

    private int Channels => _lines / _height;

    /// <summary>Computes x̂, the filterbanks and r.</summary>
    public void Forward(int t, RowGroup group)
    {
        for (int row = group.First; row < group.End; row++)
        {
            _errorImage?.Forward(t, row);
            if (_filterbank is null)
            {
                ReadWhole(t, row);
            }
            else
            {
                ReadWindow(_filterbank, t, row);
            }
        }
    }

    /// <summary>Gradients of the window's parameters and, by way of x̂, of the canvas.</summary>
    public void Backward(int t, RowGroup group)
    {
        for (int row = group.First; row < group.End; row++)
        {
            _errorImage?.Recompute(t, row);
            if (_filterbank is not null)
            {
                WindowBackward(_filterbank, t, row);
            }
            else if (_errorImage is not null)
            {
                PaddedRows.Pad(_dRead[t, row] + _pixels, _lines, _width, _padded, _errorImage.ErrorGradient(row));
            }

            _errorImage?.Backward(t, row);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _errorImage?.Dispose();
        _filterbank?.Dispose();
        _products?.Dispose();
    }

    private void ReadWhole(int t, int row)
    {
        float* read = _read[t, row];
        PaddedRows.Unpad(_image[0, row], _lines, _width, _padded, read);
        if (_errorImage is not null)
        {
            PaddedRows.Unpad(_errorImage.Error(row), _lines, _width, _padded, read + _pixels);
        }
    }

    private void ReadWindow(FilterbankOp filterbank, int t, int row)
    {
        filterbank.Forward(t, row, _window[t, row]);
        float* bank = filterbank[t, row], read = _read[t, row], products = _products![t, row];
        int n = filterbank.N, channels = SourceChannels;
        new Span<float>(read, channels * n * n).Clear();
        for (int c = 0; c < channels; c++)
        {
            WindowProducts.Gather(bank + filterbank.YAt, n, filterbank.PaddedHeight, Channel(row, c), _height, _padded, products);
            WindowProducts.Correlate(products, n, bank, n, _padded, read + c * n * n, n);
            products += n * _padded;
        }

        float gamma = filterbank.Gamma(bank);
        for (int k = 0; k < channels * n * n; k++)
        {
            read[k] *= gamma;
        }
    }

    private void WindowBackward(FilterbankOp filterbank, int t, int row)
    {
        float* gradient = _dRead[t, row], read = _read[t, row];
        float* parameters = _window[t, row], scratch = _scratch[row], bank = filterbank[t, row];
        int n = filterbank.N, channels = SourceChannels;
        float gamma = filterbank.Gamma(bank), logGamma = 0;
        for (int k = 0; k < channels * n * n; k++)
        {
            logGamma += gradient[k] * read[k];
            gradient[k] *= gamma;
        }

        float* dFilters = scratch, dProducts = dFilters + filterbank.GradientSize, working = dProducts + n * _padded;
        float* products = _products![t, row];
        new Span<float>(dFilters, filterbank.GradientSize).Clear();
        if (_errorImage is not null)
        {
            new Span<float>(_errorImage.ErrorGradient(row), Channels * _channel).Clear();
        }

        for (int c = 0; c < channels; c++)
        {
            WindowProducts.Multiply(gradient, 1, n, n, products, n, _padded, dFilters, accumulate: true);
            filterbank.AddGradientY(bank, gradient, Channel(row, c), working, dFilters);
            if (c >= Channels)
            {
                float* dChannel = _errorImage!.ErrorGradient(row) + (c - Channels) * _channel;
                WindowProducts.Multiply(gradient, n, 1, n, bank, n, _padded, dProducts, accumulate: false);
                WindowProducts.Scatter(bank + filterbank.YAt, n, filterbank.PaddedHeight, dChannel, _height, _padded, dProducts);
            }

            products += n * _padded;
            gradient += n * n;
        }

        filterbank.Backward(t, row, dFilters, parameters);
        parameters[4] = logGamma;
    }

    /// <summary>Channels of x and, if there is one, of x̂.</summary>
    private int SourceChannels => _errorImage is null ? Channels : 2 * Channels;

    /// <summary>A channel of x, or of x̂ after those of x.</summary>
    private float* Channel(int row, int c) =>
        c < Channels ? _image[0, row] + c * _channel : _errorImage!.Error(row) + (c - Channels) * _channel;
}
