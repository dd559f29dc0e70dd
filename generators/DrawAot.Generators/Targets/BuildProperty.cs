using Microsoft.CodeAnalysis.Diagnostics;

namespace DrawAot.Generators.Targets;

/// <summary>The MSBuild properties that DrawAot.targets makes visible to the compiler.</summary>
internal static class BuildProperty
{
    /// <summary>The folder of the project; empty if the build does not state it.</summary>
    public static string ProjectFolder(AnalyzerConfigOptionsProvider options) => Of(options, "ProjectDir");

    /// <summary>A property's value; empty where there is none.</summary>
    public static string Of(AnalyzerConfigOptionsProvider options, string name) =>
        options.GlobalOptions.TryGetValue("build_property." + name, out string? value) ? value.Trim() : "";
}
