namespace Game;

/// <summary>The rest of the game: a picture that moves about a screen.</summary>
internal sealed class World
{
    public const int Width = 160, Height = 120;

    private int _x, _y, _dx = 1, _dy = 1;

    /// <summary>The number of steps since the beginning.</summary>
    public long Steps { get; private set; }

    /// <summary>Advances by one fixed step: moves the picture by a pixel, and turns it round at the screen's edges.</summary>
    public void Step()
    {
        _dx = _x == 0 ? 1 : _x == Width - Digits.Width ? -1 : _dx;
        _dy = _y == 0 ? 1 : _y == Height - Digits.Height ? -1 : _dy;
        (_x, _y, Steps) = (_x + _dx, _y + _dy, Steps + 1);
    }

    /// <summary>Draws the screen [Height, Width], each value in [0, 1].</summary>
    public void Render(ReadOnlySpan<float> picture, Span<float> screen)
    {
        screen.Clear();
        for (int y = 0; y < Digits.Height; y++)
        {
            picture.Slice(y * Digits.Width, Digits.Width).CopyTo(screen[(((_y + y) * Width) + _x)..]);
        }
    }
}
