namespace DrawAot.Cli;

/// <summary>Path of a classifier's windows over an image: the image alone, then with the read window of each glimpse.</summary>
/// <param name="image">x [C, B, A].</param>
/// <param name="filters">N, filters along each side of the window.</param>
internal sealed class WindowPath(float[] image, int filters) : IFilm
{
    private static readonly (byte, byte, byte) Green = (40, 200, 60);

    private readonly List<(AttentionWindow Window, int Best, float Probability)> _glimpses = [];

    /// <summary>The window of each glimpse, and the class of the largest probability after it.</summary>
    public IReadOnlyList<(AttentionWindow Window, int Best, float Probability)> Glimpses => _glimpses;

    /// <summary>Stills of the film, 2 … T + 1: the image alone, the last glimpse, and some evenly between them.</summary>
    public int Stills { get; set; }

    /// <summary>Adds a glimpse.</summary>
    public void Add(AttentionWindow window, int best, float probability) => _glimpses.Add((window, best, probability));

    /// <inheritdoc/>
    public void Place(Sheet sheet, int number, int stillNumber)
    {
        sheet.Place(number, image);
        int glimpse = (int)((long)stillNumber * _glimpses.Count / (Stills - 1));
        if (glimpse > 0)
        {
            sheet.Outline(number, _glimpses[glimpse - 1].Window, filters, Green);
        }
    }
}
