using System;
using System.Collections.Immutable;
using System.Linq;
using DrawAot.Generators.Diagnostics;
using DrawAot.Generators.Emit;
using DrawAot.Generators.Targets;
using DrawAot.Manifest;
using Microsoft.CodeAnalysis;

namespace DrawAot.Generators.Planning;

/// <summary>A class joined with its manifest: a plan to emit, or the faults that prevent it.</summary>
internal sealed record PlanResult(ModelPlan? Plan, EquatableArray<DiagnosticInfo> Faults)
{
    /// <summary>Joins a class with its manifest.</summary>
    /// <param name="model">The class.</param>
    /// <param name="names">The qualified names of all such classes.</param>
    /// <param name="manifests">All manifests.</param>
    /// <param name="folder">The project's folder; empty where it is not known.</param>
    public static PlanResult Of(
        ModelClass model, ImmutableArray<string> names, ImmutableArray<ManifestFile> manifests, string folder)
    {
        if ((model.Objection ?? ObjectToTwin(model, names)) is string objection)
        {
            return Refused(Descriptors.UnsuitableClass, model, model.Name, objection);
        }

        if (!ManifestFile.IsManifest(model.Manifest))
        {
            return Refused(Descriptors.NotAManifest, model, Quotation.Of(model.Manifest));
        }

        return Meant(model.Manifest, manifests, folder) switch
        {
            [] => Refused(Descriptors.ManifestNotFound, model, Quotation.Line(model.Manifest)),
            [{ Manifest: not null } file] when model.ObjectionTo(file.Manifest.Family) is string clash =>
                Refused(Descriptors.UnsuitableClass, model, model.Name, clash),
            [{ Manifest: not null } file] =>
                new PlanResult(new ModelPlan(model.Namespace, model.Name, file.FileName, file.Manifest), default),
            [ManifestFile file] => new PlanResult(null, file.Faults),
            var files => Refused(
                Descriptors.AmbiguousManifest, model, Quotation.Of(model.Manifest),
                string.Join(", ", files.Select(file => $"'{file.Path}'"))),
        };
    }

    /// <summary>
    /// The manifests that a name can mean. Its case counts only where it is needed to tell two of them apart. Of several, the
    /// one at that place in the project is meant, or the one of which all others are copies: a build or a publication
    /// copies a file into another folder, under its path in the project.
    /// </summary>
    private static ManifestFile[] Meant(string name, ImmutableArray<ManifestFile> manifests, string folder)
    {
        ManifestFile[] files = [.. manifests.Distinct().Where(file => file.IsNamed(name, StringComparison.OrdinalIgnoreCase))];
        ManifestFile[] exact = [.. files.Where(file => file.IsNamed(name, StringComparison.Ordinal))];
        files = exact.Length > 0 ? exact : files;
        return files.Length < 2 || folder.Length == 0 ? files
            : files.Where(file => file.IsAt(folder, name)).ToArray() is { Length: 1 } here ? here
            : files.Where(file => files.All(other => other == file || other.IsCopyOf(file, folder))).ToArray() is { Length: 1 } original ? original
            : files;
    }

    /// <summary>Emitted files are told apart without regard to case, so of two such names only the first can have any.</summary>
    private static string? ObjectToTwin(ModelClass model, ImmutableArray<string> names)
    {
        string name = SourceFile.NameOf(model.QualifiedName);
        string? twin = names.Select(SourceFile.NameOf).FirstOrDefault(other =>
            other.Equals(name, StringComparison.OrdinalIgnoreCase) && string.CompareOrdinal(other, name) < 0);
        return twin is null ? null : $"is told from '{twin}' by upper and lower case only; another name";
    }

    private static PlanResult Refused(DiagnosticDescriptor descriptor, ModelClass model, params string[] arguments) =>
        new(null, new EquatableArray<DiagnosticInfo>([new DiagnosticInfo(descriptor, model.Attribute, arguments)]));
}
