extern alias Generators;

using System.Runtime.Loader;
using DrawAot.Conformance;
using DrawAot.Generators.Tests;
using DrawAot.Manifest;
using DrawAot.TestModels;
using Generators::DrawAot.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace DrawAot.Tests.Sampling;

/// <summary>Classes of any manifests, generated, compiled as one assembly in memory, and loaded until disposed of.</summary>
internal sealed class CompiledModels : IDisposable
{
    private static readonly CSharpCompilation Empty = CSharpCompilation.Create(
        "RandomModels", references: References(), options: new(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));

    private readonly AssemblyLoadContext _context = new("RandomModels", isCollectible: true);

    /// <summary>Compiles a class for each manifest.</summary>
    /// <param name="manifestOf">The text of each manifest, by the name of its class.</param>
    public CompiledModels(params IEnumerable<Func<string, string>> manifestOf)
    {
        string[] manifests = [.. manifestOf.Select((text, k) => text(Name(k)))];
        using MemoryStream assembly = Compile(manifests);
        System.Reflection.Assembly loaded = _context.LoadFromStream(assembly);
        Types = [.. manifests.Select((_, k) => loaded.GetType(Name(k), throwOnError: true)!)];
    }

    /// <summary>The classes.</summary>
    public IReadOnlyList<Type> Types { get; }

    /// <summary>Compiles DRAW models; each is named after its shape and the seed of its weights.</summary>
    /// <param name="models">The models.</param>
    /// <param name="tests">The models as tests take them.</param>
    public static CompiledModels Of(IReadOnlyList<RandomModel> models, out TestModel[] tests)
    {
        var compiled = new CompiledModels(models.Select(model => new Func<string, string>(name => ManifestOf(model.Shape, model.Precision, name))));
        tests = [.. models.Select((model, k) => Model(compiled.Types[k], model))];
        return compiled;
    }

    /// <summary>Compiles classifiers; each is named after its shape and the seed of its weights.</summary>
    /// <param name="models">The models.</param>
    /// <param name="tests">The models as tests take them.</param>
    public static CompiledModels Of(IReadOnlyList<RandomClassifier> models, out TestClassifier[] tests)
    {
        var compiled = new CompiledModels(models.Select(model => new Func<string, string>(name => ManifestOf(model.Shape, model.Precision, name))));
        tests =
        [
            .. models.Select((model, k) => new TestClassifier(
                model.ToString(), model.Shape, $"{compiled.Types[k].Name}.safetensors", WeightsSha256: "", Load: _ => throw new NotSupportedException(),
                tensors => (IClassifierModel)ModelsUnderTest.MakeAny(compiled.Types[k], tensors), model.Precision)
            {
                Weights = RandomModels.WeightsOf(model.Shape, model.Seed),
            }),
        ];
        return compiled;
    }

    public void Dispose() => _context.Unload();

    private static TestModel Model(Type type, RandomModel model) => new(
        model.ToString(), model.Shape, $"{type.Name}.safetensors", WeightsSha256: "", Load: _ => throw new NotSupportedException(),
        tensors => ModelsUnderTest.Make(type, tensors), model.Precision)
    {
        Weights = RandomModels.WeightsOf(model.Shape, model.Seed),
    };

    private static MemoryStream Compile(IReadOnlyList<string> manifests)
    {
        string source = string.Concat(manifests.Select((_, k) => $"[DrawAot.DrawModel(\"{Name(k)}.draw.json\")] public sealed partial class {Name(k)};\n"));
        CSharpGeneratorDriver
            .Create([new DrawGenerator().AsSourceGenerator()], manifests.Select((text, k) => new Generators.Tests.Manifest($"/project/{Name(k)}.draw.json", text)))
            .RunGeneratorsAndUpdateCompilation(Empty.AddSyntaxTrees(CSharpSyntaxTree.ParseText(source)), out Compilation compilation, out _);
        var assembly = new MemoryStream();
        EmitResult result = compilation.Emit(assembly);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        assembly.Position = 0;
        return assembly;
    }

    private static string ManifestOf(ClassifierShape shape, WeightPrecision precision, string name) => new ClassifierText
    {
        Name = name,
        Width = shape.Width,
        Height = shape.Height,
        Channels = shape.Channels,
        Glimpses = shape.Glimpses,
        Hidden = shape.Hidden,
        Read = shape.ReadAttention,
        Classes = [.. Enumerable.Range(0, shape.ClassCount).Select(k => $"class {k}")],
        Precision = precision.ToString().ToLowerInvariant(),
    };

    private static string ManifestOf(DrawShape shape, WeightPrecision precision, string name) => new ManifestText
    {
        Name = name,
        Width = shape.Width,
        Height = shape.Height,
        Channels = shape.Channels,
        Glimpses = shape.Glimpses,
        Latent = shape.Latent,
        Encoder = shape.EncoderHidden,
        Decoder = shape.DecoderHidden,
        Read = shape.ReadAttention,
        Write = shape.WriteAttention,
        Precision = precision.ToString().ToLowerInvariant(),
    };

    private static string Name(int k) => $"Model{k}";

    private static IEnumerable<MetadataReference> References()
    {
        string folder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string files = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        return files.Split(Path.PathSeparator)
            .Where(file => Path.GetDirectoryName(file) == folder)
            .Append(typeof(DrawModelAttribute).Assembly.Location)
            .Select(file => MetadataReference.CreateFromFile(file));
    }
}
