extern alias Runtime;

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DrawAot.Generators.Tests;

/// <summary>A user's project as the compiler sees it: C#, and manifests among the additional files.</summary>
internal sealed record UserProject(string Source, params Manifest[] Manifests)
{
    public const string SourcePath = "/project/Models.cs";

    /// <summary>A project without any source. All others grow from it, so that references are read once.</summary>
    private static readonly CSharpCompilation Empty = CSharpCompilation.Create("Models", references: [.. FrameworkFiles(), Runtime]);

    public LanguageVersion LanguageVersion { get; init; } = LanguageVersion.CSharp14;

    /// <summary>Every warning there is counts as an error, also those about documentation.</summary>
    public CSharpCompilationOptions Options { get; init; } = new(
        OutputKind.DynamicallyLinkedLibrary,
        generalDiagnosticOption: ReportDiagnostic.Error,
        warningLevel: 9999,
        nullableContextOptions: NullableContextOptions.Enable);

    /// <summary>MSBuild's properties, those that the generator sees.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();

    public CSharpParseOptions Syntax => new(LanguageVersion, DocumentationMode.Diagnose);

    public CSharpCompilation Compilation => Empty.WithOptions(Options).AddSyntaxTrees(Parse(Source, SourcePath));

    public SyntaxTree Parse(string source, string path) => CSharpSyntaxTree.ParseText(source, Syntax, path);

    /// <summary>The generator, ready to run, and keeping a record of which steps it ran.</summary>
    public GeneratorDriver Driver => CSharpGeneratorDriver.Create(
        [new DrawGenerator().AsSourceGenerator()],
        Manifests,
        Syntax,
        new BuildProperties(Properties),
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>The generator's files and diagnostics for this project. It never fails.</summary>
    public GeneratorRunResult Generate()
    {
        GeneratorRunResult result = Driver.RunGenerators(Compilation).GetRunResult().Results.Single();
        Assert.Null(result.Exception);
        return result;
    }

    /// <summary>The project with the emitted files, as if they were written by hand.</summary>
    /// <param name="result">The generator's result for this project.</param>
    public CSharpCompilation WithEmittedSource(GeneratorRunResult result) => Compilation.AddSyntaxTrees(
        result.GeneratedSources.Select(file => Parse(file.SourceText.ToString(), "/project/" + file.HintName)));

    /// <summary>The compiler's messages about that, superfluous usings included.</summary>
    /// <param name="result">The generator's result for this project.</param>
    public ImmutableArray<Diagnostic> Compile(GeneratorRunResult result) => WithEmittedSource(result).GetDiagnostics();

    private static MetadataReference Runtime =>
        MetadataReference.CreateFromFile(typeof(Runtime::DrawAot.DrawModelAttribute).Assembly.Location);

    private static IEnumerable<MetadataReference> FrameworkFiles()
    {
        string folder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string files = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        return files.Split(Path.PathSeparator)
            .Where(file => Path.GetDirectoryName(file) == folder)
            .Select(file => MetadataReference.CreateFromFile(file));
    }
}
