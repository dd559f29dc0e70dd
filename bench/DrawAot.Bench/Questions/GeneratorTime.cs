extern alias Generators;

using BenchmarkDotNet.Attributes;
using DrawAot.Bench.Baselines;
using Generators::DrawAot.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DrawAot.Bench.Questions;

/// <summary>How long does the generator keep the compiler, and the editor, waiting?</summary>
public class GeneratorTime
{
    private const string Source = """
        using DrawAot;

        [DrawModel("mnist.draw.json")]
        public sealed partial class Mnist;
        """;

    private CSharpCompilation _compilation = null!;
    private CSharpCompilation[] _edited = [];
    private ManifestText _manifest = null!;
    private GeneratorDriver _driver = null!;
    private int _edits;

    /// <summary>Prepares a project with the shipped model, and the generator after it ran once.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        _manifest = new ManifestText(Path.GetFileName(ShippedFiles.ManifestPath), File.ReadAllText(ShippedFiles.ManifestPath));
        string folder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string[] references =
        [
            .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
                .Where(file => Path.GetDirectoryName(file) == folder),
            typeof(DrawModelAttribute).Assembly.Location,
        ];
        _compilation = CSharpCompilation.Create(
            "Models",
            [CSharpSyntaxTree.ParseText(Source)],
            references.Select(file => MetadataReference.CreateFromFile(file)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        _edited =
        [
            _compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText("class Elsewhere { int one; }")),
            _compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText("class Elsewhere { int other; }")),
        ];
        _driver = Driver().RunGenerators(_compilation);
        GeneratorRunResult result = _driver.GetRunResult().Results.Single();
        if (result.Exception is not null || result.Diagnostics.Length > 0 || result.GeneratedSources.Length == 0)
        {
            throw new InvalidOperationException("The generator does not accept the shipped model.");
        }
    }

    /// <summary>A first build: manifest to source text.</summary>
    [Benchmark]
    public int Cold() => Driver().RunGenerators(_compilation).GetRunResult().GeneratedTrees.Length;

    /// <summary>A keystroke in another file.</summary>
    [Benchmark]
    public int AfterUnrelatedEdit()
    {
        _driver = _driver.RunGenerators(_edited[_edits++ % _edited.Length]);
        return _driver.GetRunResult().GeneratedTrees.Length;
    }

    private CSharpGeneratorDriver Driver() =>
        CSharpGeneratorDriver.Create([new DrawGenerator().AsSourceGenerator()], [_manifest]);
}
