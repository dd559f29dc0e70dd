using Spectre.Console;

namespace DrawAot.Cli;

/// <summary>A sheet in the terminal, as coarse as it has to be.</summary>
internal static class Preview
{
    /// <summary>Columns of characters where the terminal does not state its width.</summary>
    private const int UsualColumns = 80;

    /// <summary>Shades from black to white, where there are no colours.</summary>
    private const string Shades = " .:-=+*#%@";

    /// <summary>Shows a sheet of one or three channels; of others the first.</summary>
    /// <exception cref="IOException">The output stream cannot be written.</exception>
    public static void Show(Sheet sheet) => OutputStream.WriteText(text =>
    {
        Profile terminal = AnsiConsole.Profile;
        int columns = Console.IsOutputRedirected ? UsualColumns : Math.Max(1, terminal.Width);
        if (Console.IsOutputRedirected || terminal.Capabilities.ColorSystem == ColorSystem.NoColors)
        {
            WriteShades(text, sheet, columns);
        }
        else
        {
            WriteColours(text, sheet, columns, (ColorSystemSupport)terminal.Capabilities.ColorSystem);
        }
    });

    /// <summary>Writes a sheet in characters, each twice as high as wide.</summary>
    public static void WriteShades(TextWriter text, Sheet sheet, int columns)
    {
        int width = Math.Min(sheet.Width, columns), height = Math.Max(1, sheet.Height * width / sheet.Width / 2);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                Color mean = Mean(sheet, Span(x, width, sheet.Width), Span(y, height, sheet.Height));
                text.Write(Shades[(mean.R + mean.G + mean.B) * Shades.Length / (3 * byte.MaxValue + 1)]);
            }

            text.WriteLine();
        }
    }

    /// <summary>Writes a sheet in colours, two pixels to a character.</summary>
    public static void WriteColours(TextWriter text, Sheet sheet, int columns, ColorSystemSupport colours)
    {
        int width = Math.Min(sheet.Width, columns), height = Math.Max(1, sheet.Height * width / sheet.Width);
        var canvas = new Canvas(width, height);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                canvas.SetPixel(x, y, Mean(sheet, Span(x, width, sheet.Width), Span(y, height, sheet.Height)));
            }
        }

        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = colours,
            Out = new AnsiConsoleOutput(text),
        });
        console.Profile.Width = columns;
        console.Write(canvas);
    }

    /// <summary>The pixels of a sheet that one of the preview stands for.</summary>
    private static (int First, int End) Span(int place, int places, int size) =>
        (place * size / places, Math.Max(place * size / places + 1, (place + 1) * size / places));

    private static Color Mean(Sheet sheet, (int First, int End) columns, (int First, int End) rows)
    {
        Span<int> sums = stackalloc int[sheet.Channels];
        sums.Clear();
        for (int y = rows.First; y < rows.End; y++)
        {
            for (int x = columns.First; x < columns.End; x++)
            {
                for (int channel = 0; channel < sums.Length; channel++)
                {
                    sums[channel] += sheet.Pixels[(y * sheet.Width + x) * sums.Length + channel];
                }
            }
        }

        int count = (columns.End - columns.First) * (rows.End - rows.First);
        byte first = (byte)(sums[0] / count);
        return sums.Length < 3 ? new Color(first, first, first) : new Color(first, (byte)(sums[1] / count), (byte)(sums[2] / count));
    }
}
