using System;
using System.Linq;
using System.Threading;
using DrawAot.Generators.Diagnostics;
using DrawAot.Manifest;
using Microsoft.CodeAnalysis;

namespace DrawAot.Generators.Targets;

/// <summary>A manifest among the additional files: what it says, or what is wrong with it.</summary>
internal sealed record ManifestFile(string Path, DrawManifest? Manifest, EquatableArray<DiagnosticInfo> Faults)
{
    public static bool IsManifest(AdditionalText file) =>
        file.Path.EndsWith(DrawManifest.FileExtension, StringComparison.OrdinalIgnoreCase);

    public static ManifestFile Read(AdditionalText file, CancellationToken cancellation)
    {
        string text = file.GetText(cancellation)?.ToString() ?? "";
        (DrawManifest? manifest, var errors) = ManifestReader.Read(text);
        DiagnosticInfo[] faults =
        [
            .. errors.Select(error => new DiagnosticInfo(
                Descriptors.Of(error.Fault), Place.Of(file.Path, error.Range), error.Message)),
        ];
        return new ManifestFile(file.Path, manifest, new EquatableArray<DiagnosticInfo>(faults));
    }

    /// <summary>Whether this is the file that an attribute names, by its name or by the end of its path.</summary>
    public bool IsNamed(string name)
    {
        string path = Path.Replace('\\', '/'), wanted = name.Replace('\\', '/');
        return path.Equals(wanted, StringComparison.OrdinalIgnoreCase)
            || path.EndsWith("/" + wanted, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The file's name without its folder.</summary>
    public string FileName => System.IO.Path.GetFileName(Path);
}
