using System.Collections.Immutable;
using System.Linq;
using DrawAot.Generators.Diagnostics;
using DrawAot.Generators.Targets;

namespace DrawAot.Generators.Planning;

/// <summary>A class joined with its manifest: a plan to emit, or the reasons why there is none.</summary>
internal sealed record PlanResult(ModelPlan? Plan, EquatableArray<DiagnosticInfo> Faults)
{
    public static PlanResult Of(ModelClass model, ImmutableArray<ManifestFile> manifests)
    {
        if (model.Objection is not null)
        {
            return Refused(new DiagnosticInfo(Descriptors.UnsuitableClass, model.Attribute, model.Name, model.Objection));
        }

        ManifestFile[] named = [.. manifests.Where(file => file.IsNamed(model.Manifest))];
        return named switch
        {
            [] => Refused(new DiagnosticInfo(Descriptors.ManifestNotFound, model.Attribute, model.Manifest)),
            [{ Manifest: not null } file] =>
                new PlanResult(new ModelPlan(model.Namespace, model.Name, file.FileName, file.Manifest), default),
            [ManifestFile file] => new PlanResult(null, file.Faults),
            _ => Refused(new DiagnosticInfo(
                Descriptors.AmbiguousManifest, model.Attribute, model.Manifest,
                string.Join(", ", named.Select(file => $"'{file.Path}'")))),
        };
    }

    private static PlanResult Refused(DiagnosticInfo fault) => new(null, new EquatableArray<DiagnosticInfo>([fault]));
}
