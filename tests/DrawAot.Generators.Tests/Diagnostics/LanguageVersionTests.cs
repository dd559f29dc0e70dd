using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DrawAot.Generators.Tests.Diagnostics;

/// <summary>DRAW014: a project whose C# is older than what emitted code is written in.</summary>
public sealed class LanguageVersionTests
{
    private const string Models = """
        [DrawAot.DrawModel("tiny.draw.json")] partial class First { }
        [DrawAot.DrawModel("tiny.draw.json")] partial class Second { }
        """;

    [Theory]
    [InlineData(LanguageVersion.CSharp1, "1")]
    [InlineData(LanguageVersion.CSharp7_3, "7.3")]
    [InlineData(LanguageVersion.CSharp9, "9.0")]
    public void A_project_of_older_C_sharp_is_refused_once_with_the_line_that_mends_it(LanguageVersion version, string written)
    {
        GeneratorRunResult result = Generate(Models, version);
        Diagnostic fault = Assert.Single(result.Diagnostics);
        Assert.Equal("DRAW014", fault.Id);
        Assert.Equal(
            $"The project is compiled as C# {written}, but a model's code needs C# 10.0; <LangVersion>10.0</LangVersion> or a higher one was " +
            "expected in the project file",
            fault.GetMessage(CultureInfo.InvariantCulture));
        Assert.Equal(new FileLinePositionSpan(UserProject.SourcePath, new(0, 1), new(0, 36)), fault.Location.GetLineSpan());
        Assert.Empty(result.GeneratedSources);
    }

    /// <summary>Another test compiles the code as C# 10; this one shows that C# 9 does not suffice.</summary>
    [Fact]
    public void Emitted_code_needs_the_version_that_it_asks_for()
    {
        var project = new UserProject(Models, Tiny) { LanguageVersion = LanguageVersion.CSharp10 };
        string[] files = [.. project.Generate().GeneratedSources.Select(file => file.SourceText.ToString())];
        UserProject older = project with { LanguageVersion = LanguageVersion.CSharp9 };
        CSharpCompilation compilation = older.Compilation.AddSyntaxTrees(files.Select((text, index) => older.Parse(text, $"/project/{index}.g.cs")));
        Assert.Contains(compilation.GetDiagnostics(TestContext.Current.CancellationToken), fault => fault.Severity == DiagnosticSeverity.Error);
        Assert.Empty(Generate(Models, LanguageVersion.CSharp10).Diagnostics);
    }

    [Fact]
    public void A_project_without_a_model_may_be_of_any_C_sharp() => Assert.Empty(Generate("class Nothing { }", LanguageVersion.CSharp7).Diagnostics);

    private static Manifest Tiny => new("/project/tiny.draw.json", new ManifestText());

    private static GeneratorRunResult Generate(string source, LanguageVersion version) =>
        new UserProject(source, Tiny) { LanguageVersion = version }.Generate();
}
