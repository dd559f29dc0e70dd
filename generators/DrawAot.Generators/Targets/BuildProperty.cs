using Microsoft.CodeAnalysis.Diagnostics;

namespace DrawAot.Generators.Targets;

/// <summary>MSBuild's properties, those that DrawAot.targets shows to the compiler.</summary>
internal static class BuildProperty
{
    /// <summary>The folder of the project; empty where the build does not say.</summary>
    public static string ProjectFolder(AnalyzerConfigOptionsProvider options) => Of(options, "ProjectDir");

    /// <summary>A property's value; empty where there is none.</summary>
    public static string Of(AnalyzerConfigOptionsProvider options, string name) =>
        options.GlobalOptions.TryGetValue("build_property." + name, out string? value) ? value.Trim() : "";
}
