using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using DrawAot.Generators.Diagnostics;
using DrawAot.Generators.Targets;
using Microsoft.CodeAnalysis.CSharp;

namespace DrawAot.Generators.Planning;

/// <summary>The faults of a project with models, reported once, at the first of them.</summary>
internal static class ProjectFaults
{
    /// <summary>The faults; none where there is no model.</summary>
    /// <param name="models">All models.</param>
    /// <param name="isSlow">Whether the project is published natively without an instruction set.</param>
    /// <param name="tooLow">The project's version of C#, if it is too low.</param>
    public static EquatableArray<DiagnosticInfo> Of(ImmutableArray<ModelClass> models, bool isSlow, string tooLow)
    {
        Place? first = models.Select(model => model.Attribute).FirstOrDefault();
        var faults = new List<DiagnosticInfo>();
        if (first is not null && tooLow.Length > 0)
        {
            faults.Add(new DiagnosticInfo(Descriptors.LanguageTooOld, first, tooLow, LanguageVersions.Lowest.ToDisplayString()));
        }

        if (first is not null && isSlow)
        {
            faults.Add(new DiagnosticInfo(Descriptors.NoInstructionSet, first));
        }

        return new EquatableArray<DiagnosticInfo>(faults);
    }
}
