using DrawAot.Manifest;

namespace DrawAot.Cli;

/// <summary>The drawing of one picture: the canvas before the first glimpse and after each.</summary>
internal sealed class Film : IFilm
{
    private static readonly (byte, byte, byte) Red = (255, 60, 40), Green = (40, 200, 60);

    private readonly DrawShape _shape;
    private readonly float[]? _original;
    private readonly List<Still> _stills = [];

    private Film(DrawShape shape, float[]? original) => (_shape, _original) = (shape, original);

    /// <summary>Films what a session has just begun.</summary>
    /// <param name="session">The session.</param>
    /// <param name="stills">How many stills are kept, 2 … T + 1: the first canvas, the last, and some evenly between them.</param>
    /// <param name="original">The image that it looks at, if it does.</param>
    public static Film Shoot(DrawSession session, int stills, float[]? original = null)
    {
        var film = new Film(session.Shape, original);
        do
        {
            if (session.Glimpse != (long)film._stills.Count * session.Shape.Glimpses / (stills - 1))
            {
                continue;
            }

            float[] picture = new float[session.Shape.PixelCount];
            session.CopyPicture(picture);
            film._stills.Add(new Still(picture, session.ReadWindow, session.WriteWindow));
        }
        while (session.Step());

        return film;
    }

    /// <summary>Puts a still on a sheet with colours: the original with where it is read, and the canvas with where it is written.</summary>
    public void Place(Sheet sheet, int number, int stillNumber)
    {
        Still still = _stills[stillNumber];
        if (_original is not null)
        {
            sheet.Place(number, _original);
            Outline(sheet, number++, still.ReadWindow, _shape.ReadAttention, Green);
        }

        sheet.Place(number, still.Picture);
        Outline(sheet, number, still.WriteWindow, _shape.WriteAttention, Red);
    }

    private static void Outline(Sheet sheet, int number, AttentionWindow? window, int? filters, (byte, byte, byte) colour)
    {
        if (window is AttentionWindow place && filters is int n)
        {
            sheet.Outline(number, place, n, colour);
        }
    }

    private sealed record Still(float[] Picture, AttentionWindow? ReadWindow, AttentionWindow? WriteWindow);
}
