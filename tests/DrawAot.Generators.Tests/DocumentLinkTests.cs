using System.Reflection;
using System.Text.RegularExpressions;

namespace DrawAot.Generators.Tests;

/// <summary>Links between the repository's pages lead to files that are there, and to headings that they have.</summary>
public sealed partial class DocumentLinkTests
{
    private static readonly string Root = Path.GetDirectoryName(typeof(DocumentLinkTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "Docs").Value!)!;

    /// <summary>The pages at the root, under docs, and of the samples, by their paths in the repository.</summary>
    public static TheoryData<string> Pages => [.. Directory.EnumerateFiles(Root, "*.md")
        .Concat(Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories))
        .Concat(Directory.EnumerateFiles(Path.Combine(Root, "tests", "consumers"), "*.md"))
        .Select(page => Path.GetRelativePath(Root, page))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_lead_somewhere(string page)
    {
        string text = File.ReadAllText(Path.Combine(Root, page));
        string[] broken = [.. Link().Matches(text).Select(link => link.Groups[1].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal) && !LeadsSomewhere(page, target))];
        Assert.True(broken.Length == 0, $"{page} links to what is not there: {string.Join(", ", broken)}");
    }

    private static bool LeadsSomewhere(string page, string target)
    {
        (string file, string? heading) = target.IndexOf('#') is >= 0 and int hash ? (target[..hash], target[(hash + 1)..]) : (target, null);
        string path = file.Length == 0 ? Path.Combine(Root, page) : Path.GetFullPath(Path.Combine(Root, Path.GetDirectoryName(page)!, file));
        return heading is null
            ? File.Exists(path) || Directory.Exists(path)
            : File.Exists(path) && Heading().Matches(File.ReadAllText(path)).Any(match => Anchor(match.Groups[1].Value) == heading);
    }

    /// <summary>The anchor that GitHub gives a heading.</summary>
    private static string Anchor(string heading) => NotInAnchor().Replace(heading.Trim().ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex NotInAnchor();
}
