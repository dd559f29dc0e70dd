using System.Reflection;

namespace DrawAot.Portability;

/// <summary>
/// The two digests that a result may have: with fused multiply-adds, and without. They stand in expected.txt, one result a line:
/// model, verb, fused digest, unfused digest.
/// </summary>
internal sealed class ExpectedResults
{
    private const string Resource = "expected.txt";

    private readonly Dictionary<(string Model, string Verb), string[]> _digests = [];

    private ExpectedResults(TextReader lines)
    {
        while (lines.ReadLine() is { } line)
        {
            if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [not "#", ..] and [var model, var verb, var fused, var unfused])
            {
                _digests.Add((model, verb), [fused, unfused]);
            }
        }
    }

    /// <summary>Those that were built in.</summary>
    public static ExpectedResults BuiltIn()
    {
        using Stream file = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)!;
        using var lines = new StreamReader(file);
        return new ExpectedResults(lines);
    }

    /// <summary>Those of a file, or none where there is no file.</summary>
    public static ExpectedResults Read(string path)
    {
        using TextReader lines = File.Exists(path) ? new StreamReader(path) : TextReader.Null;
        return new ExpectedResults(lines);
    }

    /// <summary>Number of expected results.</summary>
    public int Count => _digests.Count;

    /// <summary>The digest that a result must have, or null where none was recorded.</summary>
    public string? Of(Result result, Rounding rounding) => _digests.GetValueOrDefault((result.Model, result.Verb))?[(int)rounding];

    /// <summary>Records a result's digest, and leaves that of the other rounding.</summary>
    public void Record(Result result, Rounding rounding)
    {
        (string, string) key = (result.Model, result.Verb);
        string[] digests = _digests.TryGetValue(key, out string[]? recorded) ? recorded : _digests[key] = ["?", "?"];
        digests[(int)rounding] = result.Digest;
    }

    /// <summary>Writes them to a file.</summary>
    public void Write(string path) => File.WriteAllLines(path,
    [
        "# model verb fused unfused",
        .. _digests.Select(entry => $"{entry.Key.Model} {entry.Key.Verb} {string.Join(' ', entry.Value)}"),
    ]);
}
