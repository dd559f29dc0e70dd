using System.CommandLine;

namespace DrawAot.Cli.Commands;

/// <summary>Whether a command that works on images prints JSON: one object for all of them, or one for each.</summary>
internal sealed class JsonOptions
{
    private readonly Option<bool> _json = new("--json");
    private readonly Option<bool> _lines = new("--json-lines")
    {
        Description = "Print a JSON object on a line for each image, and no totals: the output of parts of a run, one after another, is that of the whole.",
    };

    /// <param name="contents">The contents of the JSON, for the help.</param>
    public JsonOptions(string contents) => _json.Description = $"Print {contents} as JSON.";

    public void AddTo(Command command)
    {
        command.Add(_json);
        command.Add(_lines);
    }

    /// <summary>Reads the options.</summary>
    /// <exception cref="UsageException">Both are there.</exception>
    public JsonForm Read(ParseResult parsed) => (parsed.GetValue(_json), parsed.GetValue(_lines)) switch
    {
        (true, true) => throw new UsageException("--json and --json-lines exclude each other; one of them was expected."),
        (true, false) => JsonForm.Object,
        (false, true) => JsonForm.Lines,
        _ => JsonForm.None,
    };
}

/// <summary>The output of a command for scripts.</summary>
internal enum JsonForm
{
    /// <summary>Text for people instead.</summary>
    None,

    /// <summary>One object.</summary>
    Object,

    /// <summary>An object for each image.</summary>
    Lines,
}
