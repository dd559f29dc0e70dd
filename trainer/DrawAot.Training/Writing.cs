using DrawAot.Manifest;

namespace DrawAot.Training;

/// <summary>write(h_dec) of one image at one glimpse, forwards and backwards; lines of the canvas are padded.</summary>
internal sealed unsafe class Writing
{
    private readonly DrawShape _shape;
    private readonly int _line, _channel; // floats of a padded line and of a channel

    public Writing(DrawShape shape)
    {
        _shape = shape;
        Filters = shape.WriteAttention is int n ? new Filters(shape, n) : null;
        _line = Block.Padded(shape.Width);
        _channel = shape.Height * _line;
    }

    /// <summary>The window; null where the whole canvas is written.</summary>
    public Filters? Filters { get; }

    /// <summary>Floats that this works in.</summary>
    public int ScratchSize => Filters is null
        ? 0
        : Filters.ScratchSize + 2 * Filters.N * _line + 2 * Block.Padded(Filters.N * Filters.N);

    /// <summary>c += (1/γ)·FYᵀ w FX, or c += w.</summary>
    /// <param name="parameters">The window's five numbers.</param>
    /// <param name="patch">w.</param>
    /// <param name="bank">Receives the filters.</param>
    /// <param name="canvas">c.</param>
    /// <param name="scratch">Somewhere to work.</param>
    public void Forward(float* parameters, float* patch, float* bank, float* canvas, float* scratch)
    {
        if (Filters is null)
        {
            PaddedRows.AddTo(patch, _shape.Channels * _shape.Height, _shape.Width, _line, canvas);
            return;
        }

        Filters.Forward(parameters, bank);
        int n = Filters.N;
        float* scaled = scratch, strips = scaled + Block.Padded(n * n);
        for (int c = 0; c < _shape.Channels; c++)
        {
            Scale(patch + c * n * n, bank, scaled);
            new Span<float>(strips, n * _line).Clear();
            WindowProducts.Mix(scaled, 1, n, bank, n, _line, strips, n);
            WindowProducts.Scatter(bank + Filters.YAt, n, Filters.PaddedHeight, canvas + c * _channel, _shape.Height, _line, strips);
        }
    }

    /// <summary>The way back; the canvas's gradient goes through as it is.</summary>
    /// <param name="bank">The filters.</param>
    /// <param name="patch">w; receives its gradient.</param>
    /// <param name="canvasGradient">Gradient of c.</param>
    /// <param name="parameters">Receives the gradients of the window's five numbers.</param>
    /// <param name="scratch">Somewhere to work.</param>
    public void Backward(float* bank, float* patch, float* canvasGradient, float* parameters, float* scratch)
    {
        if (Filters is null)
        {
            PaddedRows.Unpad(canvasGradient, _shape.Channels * _shape.Height, _shape.Width, _line, patch);
            return;
        }

        int n = Filters.N;
        float* dFilters = scratch, strips = scratch + Filters.ScratchSize, dStrips = strips + n * _line;
        float* scaled = dStrips + n * _line, dScaled = scaled + Block.Padded(n * n);
        float gamma = Filters.Intensity(bank), logGamma = 0;
        new Span<float>(dFilters, Filters.ScratchSize).Clear();
        for (int c = 0; c < _shape.Channels; c++)
        {
            float* channel = canvasGradient + c * _channel;
            Scale(patch + c * n * n, bank, scaled);
            new Span<float>(strips, n * _line).Clear();
            WindowProducts.Mix(scaled, 1, n, bank, n, _line, strips, n);

            WindowProducts.Gather(bank + Filters.YAt, n, Filters.PaddedHeight, channel, _shape.Height, _line, dStrips);
            WindowProducts.Correlate(strips, n, channel, _shape.Height, _line, dFilters + Filters.YAt, Filters.PaddedHeight);
            WindowProducts.Mix(scaled, n, 1, dStrips, n, _line, dFilters, n);
            new Span<float>(dScaled, n * n).Clear();
            WindowProducts.Correlate(dStrips, n, bank, n, _line, dScaled, n);
            for (int k = 0; k < n * n; k++)
            {
                logGamma -= dScaled[k] * scaled[k];
                patch[c * n * n + k] = dScaled[k] / gamma;
            }
        }

        Filters.Backward(bank, dFilters, parameters);
        parameters[4] = logGamma;
    }

    /// <summary>w/γ of one channel.</summary>
    private void Scale(float* patch, float* bank, float* scaled)
    {
        float gamma = Filters!.Intensity(bank);
        for (int k = 0; k < Filters.N * Filters.N; k++)
        {
            scaled[k] = patch[k] / gamma;
        }
    }
}
