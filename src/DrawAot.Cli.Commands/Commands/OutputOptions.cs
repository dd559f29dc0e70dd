using System.CommandLine;
using DrawAot.Cli.Files;
using DrawAot.Manifest;

namespace DrawAot.Cli.Commands;

/// <summary>Destination and format of drawn pictures.</summary>
internal sealed class OutputOptions
{
    private const int UsualStills = 10;

    private readonly Option<string?> _out = new("--out", "-o") { Description = "The file to write: .png, or .npy for NumPy; - is the standard output; a named pipe is waited for until it has a reader, for five seconds.", HelpName = "FILE" };
    private readonly Option<string?> _format = new("--format") { Description = "What to write, png or npy; by default what the file's name says, or else png.", HelpName = "KIND" };
    private readonly Option<int?> _columns = SharedOptions.OptionalNumber("--columns", "C", "Pictures in a row; by default the sheet is about square.", 1);
    private readonly Option<int?> _scale = SharedOptions.OptionalNumber("--scale", "K", "Pixels along each side for one of a picture's; more than 1 by default where windows are drawn.", 1);
    private readonly Option<bool> _animate = new("--animate") { Description = "Write an animated PNG, glimpse by glimpse, with the windows." };
    private readonly Option<int?> _filmstrip = SharedOptions.OptionalNumber(
        "--filmstrip", "N", $"Write N stills of the glimpses side by side; {UsualStills} where no number follows.", 2);

    private readonly Option<bool> _preview = new("--preview") { Description = "Show the pictures in the terminal." };
    private readonly Option<bool> _json = new("--json") { Description = "Print what was written as JSON." };

    public void AddTo(Command command) => Add(command, _out, _format, _columns, _scale, _animate, _filmstrip, _preview, _json);

    /// <summary>Adds the options of a command whose only pictures are films.</summary>
    public void AddFilmsTo(Command command)
    {
        _out.Description = "The .png file to write; - is the standard output; a named pipe is waited for until it has a reader, for five seconds.";
        Add(command, _out, _columns, _scale, _animate, _filmstrip);
    }

    /// <summary>The film that was asked for; null where there is none.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="shape">The sizes of the pictures.</param>
    /// <param name="count">How many there are; null where only reading tells.</param>
    /// <exception cref="UsageException">It does not go together.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public Output? ReadFilm(ParseResult parsed, ModelShape shape, long? count)
    {
        bool isFilm = parsed.GetValue(_animate) || parsed.GetResult(_filmstrip) is not null;
        if (parsed.GetValue(_out) is not null != isFilm)
        {
            throw new UsageException(isFilm
                ? "--animate and --filmstrip write a file; --out was expected with them."
                : "--out is a film of the read window; --animate or --filmstrip was expected with it.");
        }

        if (!isFilm && (parsed.GetValue(_columns) is not null || parsed.GetValue(_scale) is not null))
        {
            throw new UsageException("--columns and --scale lay out a film; --animate or --filmstrip was expected with them.");
        }

        return isFilm ? Read(parsed, shape, count) : null;
    }

    private void Add(Command command, params Option[] options)
    {
        foreach (Option option in options)
        {
            command.Add(option);
        }

        _filmstrip.Arity = ArgumentArity.ZeroOrOne;
        _format.AcceptOnlyFromAmong("png", "npy");
    }

    /// <summary>The requested output.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="shape">The sizes of the pictures.</param>
    /// <param name="count">How many there are; null where only reading tells.</param>
    /// <exception cref="UsageException">It does not go together.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public Output Read(ParseResult parsed, ModelShape shape, long? count)
    {
        bool animate = parsed.GetValue(_animate), preview = parsed.GetValue(_preview);
        int? stills = parsed.GetResult(_filmstrip) is null ? null : parsed.GetValue(_filmstrip) ?? UsualStills;
        string? path = parsed.GetValue(_out);
        if (path is null && !preview)
        {
            throw new UsageException("Neither --out nor --preview is given; where the pictures go was expected.");
        }

        if (animate && (stills is not null || preview || path is null))
        {
            throw new UsageException("--animate writes one file with --out; neither --filmstrip nor --preview goes with it.");
        }

        if (stills is not null && parsed.GetValue(_columns) is not null)
        {
            throw new UsageException("--filmstrip puts one picture's stills in a row; --columns does not go with it.");
        }

        if (preview && parsed.GetValue(_json))
        {
            throw new UsageException("--preview and --json both go to the output stream; one of them was expected.");
        }

        if (path == OutputFile.StandardOutput && (preview || parsed.GetValue(_json)))
        {
            throw new UsageException("--out is the output stream, which --preview and --json go to as well; one of them was expected.");
        }

        bool isFilm = animate || stills is not null;
        string? format = parsed.GetValue(_format);
        if (format is not null && (path is null || (isFilm && format != "png")))
        {
            throw new UsageException(path is null ? "--format says what the file of --out holds; --out was expected with it." : "--animate and --filmstrip write .png files; --format npy does not go with them.");
        }

        var output = new Output(shape)
        {
            Count = count,
            File = path is null ? null : new OutputFile(path, format is null ? null : $".{format}", isFilm ? [".png", ".apng"] : [".png", ".npy"]),
            Columns = parsed.GetValue(_columns),
            Scale = parsed.GetValue(_scale),
            Animate = animate,
            Stills = stills,
            Preview = preview,
            Json = parsed.GetValue(_json),
        };
        return output.IsNumbers && (preview || output.Columns is not null || output.Scale is not null)
            ? throw new UsageException("A .npy file holds numbers; neither --columns, --scale nor --preview goes with it.")
            : output;
    }
}
