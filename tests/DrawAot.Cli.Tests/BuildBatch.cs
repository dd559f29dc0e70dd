using System.Xml.Linq;

namespace DrawAot.Cli.Tests;

/// <summary>Small builds that one process of MSBuild makes one after another, because its start takes longer than they do.</summary>
/// <param name="folder">The working folder, which gets the batch's project file.</param>
internal sealed class BuildBatch(string folder)
{
    private const string File = "batch.proj", Begin = "==== begin ", End = "==== end ";

    private readonly List<string> _names = [];
    private readonly XElement _target = new("Target", new XAttribute("Name", "Batch"));

    /// <summary>Adds a build. A target of a project is built once for each set of properties.</summary>
    /// <param name="name">The build's name among the results; a further build of the same name adds to its output.</param>
    /// <param name="project">The project's path.</param>
    /// <param name="targets">Names, separated by semicolons.</param>
    /// <param name="properties">Global properties as NAME=VALUE.</param>
    public void Add(string name, string project, string targets, params string[] properties)
    {
        _target.Add(
            Line(Begin + _names.Count),
            new XElement(
                "MSBuild", new XAttribute("Projects", Escaped(project)), new XAttribute("Targets", targets),
                new XAttribute("Properties", string.Join(';', properties.Select(Escaped))), new XAttribute("ContinueOnError", "true")),
            Line($"{End}$(MSBuildLastTaskResult)"));
        _names.Add(name);
    }

    /// <summary>Makes the builds.</summary>
    /// <returns>By name: the exit code 0 if all builds of that name succeeded and 1 otherwise, and their output at minimal verbosity.</returns>
    public async Task<IReadOnlyDictionary<string, CommandResult>> Run()
    {
        new XDocument(new XElement("Project", new XAttribute("DefaultTargets", "Batch"), _target)).Save(Path.Combine(folder, File));
        CommandResult all = await DotNet.Run(folder, "msbuild", File, "-nologo", "-verbosity:minimal", "-consoleLoggerParameters:NoSummary", DotNet.OneNode);
        string[] builds = all.Output.ReplaceLineEndings("\n").Split(Begin)[1..];
        Assert.True(builds.Length == _names.Count, all.Output + all.Error);
        return _names.Zip(builds, Result).GroupBy(result => result.Name).ToDictionary(
            results => results.Key,
            results => new CommandResult(results.Max(result => result.ExitCode), string.Concat(results.Select(result => result.Output)), ""));
    }

    private static (string Name, int ExitCode, string Output) Result(string name, string section)
    {
        int start = section.IndexOf('\n', StringComparison.Ordinal) + 1, end = section.LastIndexOf(End, StringComparison.Ordinal);
        bool succeeded = section[(end + End.Length)..].StartsWith("true", StringComparison.OrdinalIgnoreCase);
        return (name, succeeded ? 0 : 1, section[start..end]);
    }

    private static XElement Line(string text) => new("Message", new XAttribute("Importance", "high"), new XAttribute("Text", text));

    /// <summary>A text that MSBuild takes for itself, with semicolons and without properties.</summary>
    private static string Escaped(string text) => string.Concat(text.Select(letter => "%*?@$();'".Contains(letter, StringComparison.Ordinal) ? $"%{(int)letter:X2}" : $"{letter}"));
}
