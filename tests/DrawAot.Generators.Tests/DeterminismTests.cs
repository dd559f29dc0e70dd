using System.Globalization;
using Microsoft.CodeAnalysis;

namespace DrawAot.Generators.Tests;

/// <summary>The same project gives the same text on every machine and at every time.</summary>
public sealed class DeterminismTests
{
    private static readonly UserProject Project = new(
        """
        [DrawAot.DrawModel("tiny.draw.json")] partial class Tiny;
        [DrawAot.DrawModel("large.draw.json")] partial class Iliad;
        [DrawAot.DrawModel("faulty.draw.json")] partial class Faulty;
        """,
        new Manifest("/project/tiny.draw.json", new ManifestText()),
        new Manifest("/project/large.draw.json", new ManifestText { Width = 1234, Height = 2345, Decoder = 1000, Write = null }),
        new Manifest("/project/faulty.draw.json", new ManifestText { Width = -1234, Name = "i i", Decoder = 1_000_000 }));

    [Fact]
    public void Two_runs_emit_the_same_text() => Assert.Equal(Output(), Output());

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("de-DE")]
    [InlineData("sv-SE")]
    [InlineData("ar-SA")]
    public void A_culture_changes_nothing(string culture)
    {
        string expected = Output();
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo(culture);
            Assert.Equal(expected, Output());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void The_order_of_the_manifests_changes_nothing() =>
        Assert.Equal(Output(), Output(Project with { Manifests = [.. Project.Manifests.Reverse()] }));

    private static string Output() => Output(Project);

    private static string Output(UserProject project)
    {
        GeneratorRunResult result = project.Generate();
        Assert.NotEmpty(result.Diagnostics);
        return string.Join("\n", [
            .. result.GeneratedSources.Select(file => file.HintName + "\n" + file.SourceText),
            .. result.Diagnostics.Select(fault => fault.ToString()),
        ]);
    }
}
