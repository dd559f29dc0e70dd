extern alias Generator;

using System.Reflection;
using System.Runtime.Loader;
using DrawAot.Manifest;
using DrawAot.Torch;
using Generator::DrawAot.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace DrawAot.Trainer.Evaluation;

/// <summary>
/// Has the generator emit a model's code and the compiler compile it, as a user's project would, and loads the model: what
/// is measured through it is what will be shipped.
/// </summary>
internal sealed class GeneratedCode
{
    private const string ClassName = "EvaluatedModel", ManifestName = "model.draw.json";

    private const string Source = $$"""
        [DrawAot.DrawModel("{{ManifestName}}")]
        public sealed partial class {{ClassName}}
        {
            public static {{ClassName}} LoadOther(string path) => new(DrawAot.Weights.ModelWeights.ReadOther(path, s_shape));
        }
        """;

    private readonly Type _class;

    private GeneratedCode(Type compiled) => _class = compiled;

    /// <summary>Makes a model of an exported one, at a number of glimpses and in a precision that may be others.</summary>
    /// <typeparam name="TModel">The interface of the family's models.</typeparam>
    /// <exception cref="InvalidDataException">The generator or the compiler refuses it; the message is theirs.</exception>
    public static TModel Load<TModel>(ExportedModel exported, int glimpses, WeightPrecision precision) =>
        Of(exported.ManifestTextAt(glimpses, precision)).Load<TModel>(exported.WeightsPath);

    /// <summary>Compiles the code of a manifest's text.</summary>
    /// <exception cref="InvalidDataException">The generator or the compiler refuses it; the message is theirs.</exception>
    public static GeneratedCode Of(string manifest) => new(Compile(manifest).GetType(ClassName, throwOnError: true)!);

    /// <summary>Loads the model with the weights that its manifest states.</summary>
    /// <typeparam name="TModel">The interface of the family's models.</typeparam>
    public TModel Load<TModel>(string weights) => Call<TModel>("Load", weights);

    /// <summary>Loads the model with weights of the same shapes, whatever their numbers.</summary>
    /// <typeparam name="TModel">The interface of the family's models.</typeparam>
    public TModel LoadOther<TModel>(string weights) => Call<TModel>("LoadOther", weights);

    private TModel Call<TModel>(string loader, string weights) =>
        _class.GetMethod(loader, [typeof(string)])!.CreateDelegate<Func<string, TModel>>()(weights);

    private static Assembly Compile(string manifest)
    {
        CSharpParseOptions syntax = new(LanguageVersion.CSharp14);
        CSharpCompilation project = CSharpCompilation.Create(
            ClassName,
            [CSharpSyntaxTree.ParseText(Source, syntax)],
            References(),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
        CSharpGeneratorDriver.Create([new DrawGenerator().AsSourceGenerator()], [new ManifestFile(manifest)], syntax)
            .RunGeneratorsAndUpdateCompilation(project, out Compilation whole, out _);
        using var image = new MemoryStream();
        Diagnostic? fault = whole.Emit(image).Diagnostics.FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        if (fault is not null)
        {
            throw new InvalidDataException($"The model's generated code cannot be compiled: {fault}");
        }

        image.Position = 0;
        return new AssemblyLoadContext(ClassName).LoadFromStream(image); // of its own: there may be others of that name
    }

    /// <summary>The assemblies that this program itself runs on.</summary>
    private static IEnumerable<MetadataReference> References() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == Path.GetDirectoryName(typeof(object).Assembly.Location))
            .Append(typeof(DrawModelAttribute).Assembly.Location)
            .Append(typeof(System.Numerics.Tensors.TensorPrimitives).Assembly.Location)
            .Distinct()
            .Select(path => MetadataReference.CreateFromFile(path));

    private sealed class ManifestFile(string text) : AdditionalText
    {
        public override string Path => ManifestName;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }
}
