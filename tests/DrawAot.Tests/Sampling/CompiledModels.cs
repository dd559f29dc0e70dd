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

/// <summary>Models of any shapes, generated, compiled as one assembly in memory, and loaded until disposed of.</summary>
internal sealed class CompiledModels : IDisposable
{
    private static readonly CSharpCompilation Empty = CSharpCompilation.Create(
        "RandomModels", references: References(), options: new(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));

    private readonly AssemblyLoadContext _context = new("RandomModels", isCollectible: true);

    public CompiledModels(IReadOnlyList<RandomModel> models)
    {
        using MemoryStream assembly = Compile(models);
        System.Reflection.Assembly loaded = _context.LoadFromStream(assembly);
        All = [.. models.Select((model, k) => Model(loaded.GetType(Name(k), throwOnError: true)!, model))];
    }

    /// <summary>The models, each named after its shape and the seed of its weights.</summary>
    public IReadOnlyList<TestModel> All { get; }

    public void Dispose() => _context.Unload();

    private static TestModel Model(Type type, RandomModel model) => new(
        model.ToString(), model.Shape, $"{type.Name}.safetensors", WeightsSha256: "", Load: _ => throw new NotSupportedException(),
        tensors => ModelsUnderTest.Make(type, tensors), model.Precision)
    {
        Weights = RandomModels.WeightsOf(model.Shape, model.Seed),
    };

    private static MemoryStream Compile(IReadOnlyList<RandomModel> models)
    {
        string source = string.Concat(models.Select((_, k) => $"[DrawAot.DrawModel(\"{Name(k)}.draw.json\")] public sealed partial class {Name(k)};\n"));
        CSharpGeneratorDriver
            .Create([new DrawGenerator().AsSourceGenerator()], models.Select((model, k) => ManifestOf(model.Shape, model.Precision, k)))
            .RunGeneratorsAndUpdateCompilation(Empty.AddSyntaxTrees(CSharpSyntaxTree.ParseText(source)), out Compilation compilation, out _);
        var assembly = new MemoryStream();
        EmitResult result = compilation.Emit(assembly);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        assembly.Position = 0;
        return assembly;
    }

    private static Generators.Tests.Manifest ManifestOf(DrawShape shape, WeightPrecision precision, int k) => new($"/project/{Name(k)}.draw.json", new ManifestText
    {
        Name = Name(k),
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
    });

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
