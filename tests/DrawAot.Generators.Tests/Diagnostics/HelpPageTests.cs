using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace DrawAot.Generators.Tests.Diagnostics;

/// <summary>Every code that a build can show leads to a section of docs/diagnostics.md, and the schema has an address of its own.</summary>
public sealed partial class HelpPageTests
{
    private const string Address = "https://github.com/drawaot/drawaot/";

    private static readonly DiagnosticDescriptor[] Descriptors =
    [
        .. typeof(DrawGenerator).Assembly.GetType("DrawAot.Generators.Diagnostics.Descriptors", throwOnError: true)!.GetFields()
            .Select(field => (DiagnosticDescriptor)field.GetValue(null)!),
    ];

    private static readonly string[] BuildCodes = [.. BuildCode().Matches(Text("DrawAot.targets")).Select(code => code.Groups[1].Value)];

    [Fact]
    public void The_page_has_a_section_for_every_code_and_no_others()
    {
        Assert.NotEmpty(BuildCodes);
        Assert.Equal(
            Descriptors.Select(descriptor => descriptor.Id).Concat(BuildCodes).Distinct().Order(StringComparer.Ordinal),
            Sections().Select(section => section.Code));
        Assert.All(Sections(), section => Assert.Matches("[.:]$", section.Text.Split("\n```")[0].Trim()));
    }

    [Fact]
    public void Every_diagnostic_links_to_its_section() => Assert.All(
        Descriptors, descriptor => Assert.Equal($"{Address}blob/main/docs/diagnostics.md#{descriptor.Id.ToLowerInvariant()}", descriptor.HelpLinkUri));

    [Fact]
    public void Every_error_of_the_build_links_to_its_section()
    {
        string targets = Text("DrawAot.targets");
        Assert.All(BuildCodes, code => Assert.Contains(
            $"HelpLink=\"{Address}blob/main/docs/diagnostics.md#{code.ToLowerInvariant()}\"", targets, StringComparison.Ordinal));
    }

    [Fact]
    public void The_schema_is_called_by_its_address() => Assert.Equal(
        $"{Address}raw/main/generators/DrawAot.Generators/draw.schema.json",
        JsonDocument.Parse(Text("draw.schema.json")).RootElement.GetProperty("$id").GetString());

    private static (string Code, string Text)[] Sections() =>
        [.. Section().Split(Text("diagnostics.md"))[1..].Chunk(2).Select(section => (section[0], section[1].Trim()))];

    private static string Text(string resource)
    {
        using var reader = new StreamReader(typeof(HelpPageTests).Assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    [GeneratedRegex("Code=\"(DRAW[0-9]+)\"")]
    private static partial Regex BuildCode();

    [GeneratedRegex("^## (DRAW[0-9]+)$", RegexOptions.Multiline)]
    private static partial Regex Section();
}
