using DrawAot.Manifest;

namespace DrawAot.Training;

/// <summary>read(x, x̂, h_dec) of one image at one glimpse, forwards and backwards; lines of pictures are padded.</summary>
internal sealed unsafe class Reading
{
    private readonly DrawShape _shape;
    private readonly int _line, _channel; // floats of a padded line and of a channel

    public Reading(DrawShape shape)
    {
        _shape = shape;
        Filters = shape.ReadAttention is int n ? new Filters(shape, n) : null;
        _line = Block.Padded(shape.Width);
        _channel = shape.Height * _line;
    }

    /// <summary>The window; null where the image is read whole.</summary>
    public Filters? Filters { get; }

    /// <summary>Floats that <see cref="Backward"/> works in.</summary>
    public int ScratchSize => Filters is null ? 0 : Filters.ScratchSize + 2 * Filters.N * _line + _channel;

    /// <summary>r = γ·[FY x FXᵀ, FY x̂ FXᵀ], or [x, x̂].</summary>
    /// <param name="image">x.</param>
    /// <param name="error">x̂.</param>
    /// <param name="parameters">The window's five numbers.</param>
    /// <param name="bank">Receives the filters.</param>
    /// <param name="read">Receives r.</param>
    /// <param name="scratch">Somewhere to work.</param>
    public void Forward(float* image, float* error, float* parameters, float* bank, float* read, float* scratch)
    {
        if (Filters is null)
        {
            PaddedRows.Unpad(image, _shape.Channels * _shape.Height, _shape.Width, _line, read);
            PaddedRows.Unpad(error, _shape.Channels * _shape.Height, _shape.Width, _line, read + _shape.PixelCount);
            return;
        }

        Filters.Forward(parameters, bank);
        int n = Filters.N;
        new Span<float>(read, _shape.ReadSize).Clear();
        float* patch = read;
        for (int picture = 0; picture < 2; picture++)
        {
            for (int c = 0; c < _shape.Channels; c++)
            {
                float* channel = (picture == 0 ? image : error) + c * _channel;
                WindowProducts.Gather(bank + Filters.YAt, n, Filters.PaddedHeight, channel, _shape.Height, _line, scratch);
                WindowProducts.Correlate(scratch, n, bank, n, _line, patch, n);
                patch += n * n;
            }
        }

        float gamma = Filters.Intensity(bank);
        for (int k = 0; k < _shape.ReadSize; k++)
        {
            read[k] *= gamma;
        }
    }

    /// <summary>The way back.</summary>
    /// <param name="image">x.</param>
    /// <param name="error">x̂.</param>
    /// <param name="bank">The filters.</param>
    /// <param name="read">r.</param>
    /// <param name="gradient">Gradient of r; it is overwritten.</param>
    /// <param name="parameters">Receives the gradients of the window's five numbers.</param>
    /// <param name="errorGradient">Receives the gradient of x̂.</param>
    /// <param name="scratch">Somewhere to work.</param>
    public void Backward(
        float* image, float* error, float* bank, float* read, float* gradient, float* parameters, float* errorGradient, float* scratch)
    {
        if (Filters is null)
        {
            PaddedRows.Pad(gradient + _shape.PixelCount, _shape.Channels * _shape.Height, _shape.Width, _line, errorGradient);
            return;
        }

        int n = Filters.N;
        float gamma = Filters.Intensity(bank), logGamma = 0;
        for (int k = 0; k < _shape.ReadSize; k++)
        {
            logGamma += gradient[k] * read[k];
            gradient[k] *= gamma;
        }

        float* dFilters = scratch, strips = scratch + Filters.ScratchSize, dStrips = strips + n * _line;
        new Span<float>(dFilters, Filters.ScratchSize).Clear();
        new Span<float>(errorGradient, _shape.Channels * _channel).Clear();
        for (int picture = 0; picture < 2; picture++)
        {
            for (int c = 0; c < _shape.Channels; c++)
            {
                float* channel = (picture == 0 ? image : error) + c * _channel;
                WindowProducts.Gather(bank + Filters.YAt, n, Filters.PaddedHeight, channel, _shape.Height, _line, strips);
                WindowProducts.Mix(gradient, n, 1, strips, n, _line, dFilters, n);
                new Span<float>(dStrips, n * _line).Clear();
                WindowProducts.Mix(gradient, 1, n, bank, n, _line, dStrips, n);
                WindowProducts.Correlate(dStrips, n, channel, _shape.Height, _line, dFilters + Filters.YAt, Filters.PaddedHeight);
                if (picture == 1)
                {
                    WindowProducts.Scatter(
                        bank + Filters.YAt, n, Filters.PaddedHeight, errorGradient + c * _channel, _shape.Height, _line, dStrips);
                }

                gradient += n * n;
            }
        }

        Filters.Backward(bank, dFilters, parameters);
        parameters[4] = logGamma;
    }
}
