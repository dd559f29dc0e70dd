using System.Collections.Immutable;
using System.Linq;
using DrawAot.Generators.Diagnostics;
using DrawAot.Generators.Emit;
using DrawAot.Generators.Planning;
using DrawAot.Generators.Targets;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DrawAot.Generators;

/// <summary>
/// Emits, for every class with <c>[DrawModel("NAME.draw.json")]</c>, the C# that runs a model of exactly the shape
/// that its manifest states. It reads only manifests and attributes; weights never pass through the compiler.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class DrawGenerator : IIncrementalGenerator
{
    /// <summary>The full name of the attribute that asks for a model.</summary>
    public const string AttributeName = "DrawAot.DrawModelAttribute";

    /// <summary>The name of the step that reads manifests.</summary>
    public const string ManifestsStep = "Manifests";

    /// <summary>The name of the step that finds classes with the attribute.</summary>
    public const string ClassesStep = "Classes";

    /// <summary>The name of the step that joins a class with its manifest into a plan or into diagnostics.</summary>
    public const string PlansStep = "Plans";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<ImmutableArray<ManifestFile>> manifests = context.AdditionalTextsProvider
            .Where(static file => ManifestFile.IsManifest(file.Path))
            .Select(ManifestFile.Read)
            .WithTrackingName(ManifestsStep)
            .Collect();

        IncrementalValuesProvider<ModelClass> classes = context.SyntaxProvider
            .ForAttributeWithMetadataName(AttributeName, static (node, _) => node is TypeDeclarationSyntax, ModelClass.Of)
            .Where(static model => model is not null)
            .WithTrackingName(ClassesStep)!;

        IncrementalValueProvider<ImmutableArray<string>> names = classes
            .Select(static (model, _) => model.QualifiedName)
            .Collect();

        IncrementalValueProvider<string> folder = context.AnalyzerConfigOptionsProvider
            .Select(static (options, _) => BuildProperty.ProjectFolder(options));

        IncrementalValueProvider<string> tooLow = context.ParseOptionsProvider
            .Select(static (options, _) => LanguageVersions.TooLow(options));

        IncrementalValuesProvider<PlanResult> plans = classes
            .Combine(names.Combine(manifests).Combine(folder))
            .Combine(tooLow)
            .Where(static pair => pair.Right.Length == 0)
            .Select(static (pair, _) => pair.Left)
            .Select(static (pair, _) => PlanResult.Of(pair.Left, pair.Right.Left.Left, pair.Right.Left.Right, pair.Right.Right))
            .WithTrackingName(PlansStep);

        IncrementalValueProvider<bool> isSlow = context.AnalyzerConfigOptionsProvider
            .Select(NativePublication.LacksInstructionSet);

        // A diagnostic about the project is reported once, at its first model.
        IncrementalValueProvider<EquatableArray<DiagnosticInfo>> ofProject = classes
            .Collect()
            .Combine(isSlow.Combine(tooLow))
            .Select(static (pair, _) => ProjectFaults.Of(pair.Left, isSlow: pair.Right.Left, tooLow: pair.Right.Right));

        context.RegisterSourceOutput(ofProject, static (output, faults) =>
        {
            foreach (DiagnosticInfo fault in faults.Items)
            {
                output.ReportDiagnostic(fault.ToDiagnostic());
            }
        });

        context.RegisterSourceOutput(plans, static (output, result) =>
        {
            foreach (DiagnosticInfo fault in result.Faults.Items)
            {
                output.ReportDiagnostic(fault.ToDiagnostic());
            }

            foreach (SourceFile file in result.Plan is null ? [] : result.Plan.Family.Emit(result.Plan))
            {
                output.AddSource(file.Name, file.Text);
            }
        });
    }
}
