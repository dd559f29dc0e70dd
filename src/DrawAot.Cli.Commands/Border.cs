namespace DrawAot.Cli;

/// <summary>
/// The border of an attention window as the paper's figures have it: a rectangle around all filters, whose line is as
/// wide as they are blurred.
/// </summary>
internal readonly struct Border
{
    private readonly float _centreX, _centreY, _inner, _outer;

    /// <summary>Lays it out.</summary>
    /// <param name="window">The window, in pixels of the picture.</param>
    /// <param name="filters">N: the rectangle has room for N strides along each side.</param>
    /// <param name="scale">Pixels of the sheet for one of the picture.</param>
    public Border(AttentionWindow window, int filters, int scale)
    {
        // A filter sees to both sides of its centre, and centres are counted from that of the first pixel.
        (_centreX, _centreY) = ((window.CentreX + 0.5f) * scale, (window.CentreY + 0.5f) * scale);
        float half = MathF.Max(window.Stride * filters, 1) / 2 * scale;
        float line = Math.Clamp(window.Sigma * scale / 2, 1, 2 * scale);
        (_inner, _outer) = (half - line / 2, half + line / 2);
    }

    /// <summary>Whether a pixel of the sheet, counted from the picture's upper left corner, is on the line.</summary>
    public bool Covers(int x, int y)
    {
        float distance = MathF.Max(MathF.Abs(x + 0.5f - _centreX), MathF.Abs(y + 0.5f - _centreY));
        return distance >= _inner && distance <= _outer;
    }
}
