using DrawAot.Cli.Files;
using DrawAot.Manifest;

namespace DrawAot.Cli;

/// <summary>Puts pictures where they go: a sheet or an array of numbers, a filmstrip or an animation, the terminal.</summary>
/// <param name="shape">The sizes of the pictures.</param>
internal sealed class Output(ModelShape shape)
{
    /// <summary>Pixels along the longer side of a picture, at least, where windows are drawn on it.</summary>
    private const int ComfortableSide = 112;

    /// <summary>Values of the films that are in memory at once: 1 GiB of them.</summary>
    private const int MostValues = 1 << 28;

    private static readonly TimeSpan WholeTime = TimeSpan.FromSeconds(3), LastTime = TimeSpan.FromSeconds(1.5);

    /// <summary>Number of pictures; null where only reading tells. Numbers can be written without it.</summary>
    public required long? Count { get; set; }

    /// <summary>The file; null where there is only the preview.</summary>
    public required OutputFile? File { get; init; }

    /// <summary>Pictures in a row; null for a sheet that is about square.</summary>
    public required int? Columns { get; init; }

    /// <summary>Pixels along each side for one of a picture's; null for what suits.</summary>
    public required int? Scale { get; init; }

    /// <summary>Whether it is an animation.</summary>
    public required bool Animate { get; init; }

    /// <summary>Stills of a filmstrip; null where it is none.</summary>
    public required int? Stills { get; init; }

    /// <summary>Whether the terminal shows it.</summary>
    public required bool Preview { get; init; }

    /// <summary>Whether what was written is said as JSON.</summary>
    public required bool Json { get; init; }

    /// <summary>Whether films are expected: <see cref="WriteFilms"/>.</summary>
    public bool IsFilm => Animate || Stills is not null;

    /// <summary>Whether numbers are expected: <see cref="WriteNumbers"/>.</summary>
    public bool IsNumbers => File?.Extension == ".npy";

    private long Pictures => Count ?? throw new InvalidOperationException("How many pictures there are is not known.");

    private long ColumnsOrSquare => Columns ?? (long)Math.Ceiling(Math.Sqrt(Pictures));

    /// <summary>An empty sheet for the pictures.</summary>
    /// <param name="width">Places in a row that belong together: 2 for pairs.</param>
    /// <exception cref="UsageException">It would be too large.</exception>
    public Sheet NewSheet(int width = 1) => new(shape, Pictures * width, ColumnsOrSquare * width, Scale ?? 1);

    /// <summary>Writes a sheet.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void WriteSheet(Sheet sheet)
    {
        File?.Write(stream => Png.Write(stream, sheet));
        if (Preview)
        {
            Cli.Preview.Show(sheet);
        }

        Report(sheet.Width, sheet.Height);
    }

    /// <summary>Writes pictures as an array [n, C, B, A].</summary>
    /// <param name="pictures">All of them, block by block.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void WriteNumbers(IEnumerable<ReadOnlyMemory<float>> pictures)
    {
        File!.Write(stream => Count = Npy.Write(stream, Count, [shape.Channels, shape.Height, shape.Width], pictures));
        Report(width: null, height: null);
    }

    /// <summary>Writes films, as an animation or as strips.</summary>
    /// <param name="width">Places that a still takes: 2 where the original is beside it.</param>
    /// <param name="shoot">Shoots a film of each picture; gets the number of stills.</param>
    /// <exception cref="UsageException">It would be too large.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void WriteFilms(int width, Func<int, IReadOnlyList<IFilm>> shoot)
    {
        int stills = Math.Min(Stills ?? int.MaxValue, shape.Glimpses + 1), inARow = Animate ? width : stills * width;
        if (Pictures > MostValues / stills / shape.PixelCount)
        {
            throw new UsageException(
                $"--count is {Pictures}; of films at most {MostValues / stills / shape.PixelCount} were expected at a time.");
        }

        int scale = Scale ?? Math.Max(1, ComfortableSide / Math.Max(shape.Width, shape.Height));
        long columns = Animate ? ColumnsOrSquare * inARow : inARow;
        var sheet = new Sheet(shape, Pictures * inARow, columns, scale, colour: true);
        IReadOnlyList<IFilm> films = shoot(stills);
        if (Animate)
        {
            File!.Write(stream => AnimatedPng.Write(stream, stills, Frame, WholeTime / stills, LastTime));
            Report(sheet.Width, sheet.Height);
            return;
        }

        for (int number = 0; number < films.Count * stills; number++)
        {
            films[number / stills].Place(sheet, number * width, number % stills);
        }

        WriteSheet(sheet);

        Sheet Frame(int still)
        {
            for (int k = 0; k < films.Count; k++)
            {
                films[k].Place(sheet, k * width, still);
            }

            return sheet;
        }
    }

    private void Report(int? width, int? height)
    {
        if (Json)
        {
            JsonText.Print(json =>
            {
                json.WriteString("file", File?.ToString());
                json.WriteNumber("pictures", Count!.Value);
                if (width is not null && height is not null)
                {
                    json.WriteNumber("width", width.Value);
                    json.WriteNumber("height", height.Value);
                }
            });
        }
        else if (File is { IsStream: false })
        {
            Messages.Report(width is null
                ? $"Wrote {File}, numbers [{Count}, {shape.Channels}, {shape.Height}, {shape.Width}]."
                : $"Wrote {File}, {width}×{height} pixels.");
        }
    }
}
