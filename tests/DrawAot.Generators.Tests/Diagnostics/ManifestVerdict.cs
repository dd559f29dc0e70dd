using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace DrawAot.Generators.Tests.Diagnostics;

/// <summary>The generator's diagnostics of a manifest, as the compiler writes them: <c>(4,11): DRAW006: The …</c>.</summary>
internal static class ManifestVerdict
{
    public const string Path = "/project/tiny.draw.json";

    private static readonly UserProject Project =
        new("[DrawAot.DrawModel(\"tiny.draw.json\")] partial class Tiny;", new Manifest(Path, ""));

    private static readonly Compilation Compilation = Project.Compilation;

    /// <summary>It has read the class once; all that is left for a test is the manifest.</summary>
    private static readonly GeneratorDriver Driver = Project.Driver.RunGenerators(Compilation);

    /// <summary>The faults of a manifest that one class asks for. Where there are any, nothing is emitted.</summary>
    public static IReadOnlyList<Diagnostic> Faults(string manifest) => Faults(new Manifest(Path, manifest));

    public static IReadOnlyList<Diagnostic> Faults(AdditionalText manifest)
    {
        GeneratorRunResult result = Driver.ReplaceAdditionalText(Project.Manifests[0], manifest)
            .RunGenerators(Compilation).GetRunResult().Results.Single();
        Assert.Null(result.Exception);
        Assert.Equal(result.Diagnostics.IsEmpty, !result.GeneratedSources.IsEmpty);
        return result.Diagnostics;
    }

    /// <summary>Requires exactly these faults, each written "(line,column): ID: message".</summary>
    public static void Require(string manifest, params string[] faults) => Assert.Equal(faults, Faults(manifest).Select(Written));

    /// <summary>
    /// Requires one fault at the place between [| and |], which are taken out of the text first.
    /// </summary>
    public static void RequireAt(string markedManifest, string id, string message)
    {
        int start = markedManifest.IndexOf("[|", StringComparison.Ordinal);
        string manifest = markedManifest.Remove(start, 2);
        int end = manifest.IndexOf("|]", StringComparison.Ordinal);
        manifest = manifest.Remove(end, 2);

        Diagnostic fault = Assert.Single(Faults(manifest));
        Assert.Equal($"{id}: {message}", $"{fault.Id}: {Message(fault)}");
        Assert.Equal(TextSpan.FromBounds(start, end), fault.Location.SourceSpan);
        Assert.Equal(SourceText.From(manifest).Lines.GetLinePositionSpan(fault.Location.SourceSpan), fault.Location.GetLineSpan().Span);
        Assert.Equal(Path, fault.Location.GetLineSpan().Path);
        Assert.Equal(DiagnosticSeverity.Error, fault.Severity);
    }

    public static string Written(Diagnostic fault)
    {
        LinePosition start = fault.Location.GetLineSpan().StartLinePosition;
        return string.Create(CultureInfo.InvariantCulture, $"({start.Line + 1},{start.Character + 1}): {fault.Id}: {Message(fault)}");
    }

    private static string Message(Diagnostic fault) => fault.GetMessage(CultureInfo.InvariantCulture);
}
