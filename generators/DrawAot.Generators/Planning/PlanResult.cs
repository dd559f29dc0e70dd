using System;
using System.Collections.Immutable;
using System.Linq;
using DrawAot.Generators.Diagnostics;
using DrawAot.Generators.Targets;
using DrawAot.Manifest;
using Microsoft.CodeAnalysis;

namespace DrawAot.Generators.Planning;

/// <summary>A class joined with its manifest: a plan to emit, or the reasons why there is none.</summary>
internal sealed record PlanResult(ModelPlan? Plan, EquatableArray<DiagnosticInfo> Faults)
{
    /// <summary>Joins a class with its manifest.</summary>
    /// <param name="model">The class.</param>
    /// <param name="names">The qualified names of all such classes.</param>
    /// <param name="manifests">All manifests.</param>
    public static PlanResult Of(ModelClass model, ImmutableArray<string> names, ImmutableArray<ManifestFile> manifests)
    {
        if ((model.Objection ?? ObjectToTwin(model, names)) is string objection)
        {
            return Refused(Descriptors.UnsuitableClass, model, model.Name, objection);
        }

        if (!ManifestFile.IsManifest(model.Manifest))
        {
            return Refused(Descriptors.NotAManifest, model, Quotation.Of(model.Manifest));
        }

        return Named(model.Manifest, manifests) switch
        {
            [] => Refused(Descriptors.ManifestNotFound, model, Quotation.Line(model.Manifest)),
            [{ Manifest: not null } file] =>
                new PlanResult(new ModelPlan(model.Namespace, model.Name, file.FileName, file.Manifest), default),
            [ManifestFile file] => new PlanResult(null, file.Faults),
            var files => Refused(
                Descriptors.AmbiguousManifest, model, Quotation.Of(model.Manifest),
                string.Join(", ", files.Select(file => $"'{file.Path}'"))),
        };
    }

    /// <summary>The manifests of a name. Its case counts only where it is needed to tell two of them apart.</summary>
    private static ManifestFile[] Named(string name, ImmutableArray<ManifestFile> manifests)
    {
        ManifestFile[] files = [.. manifests.Distinct().Where(file => file.IsNamed(name, StringComparison.OrdinalIgnoreCase))];
        ManifestFile[] exact = [.. files.Where(file => file.IsNamed(name, StringComparison.Ordinal))];
        return exact.Length > 0 ? exact : files;
    }

    /// <summary>Emitted files are told apart without regard to case, so of two such names only the first can have any.</summary>
    private static string? ObjectToTwin(ModelClass model, ImmutableArray<string> names)
    {
        string name = model.QualifiedName;
        string? twin = names.FirstOrDefault(other =>
            other.Equals(name, StringComparison.OrdinalIgnoreCase) && string.CompareOrdinal(other, name) < 0);
        return twin is null ? null : $"is told from '{twin}' by upper and lower case only; another name";
    }

    private static PlanResult Refused(DiagnosticDescriptor descriptor, ModelClass model, params string[] arguments) =>
        new(null, new EquatableArray<DiagnosticInfo>([new DiagnosticInfo(descriptor, model.Attribute, arguments)]));
}
