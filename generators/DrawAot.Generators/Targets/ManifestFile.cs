using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using DrawAot.Generators.Diagnostics;
using DrawAot.Manifest;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace DrawAot.Generators.Targets;

/// <summary>A manifest among the additional files, or its faults.</summary>
internal sealed record ManifestFile(string Path, ModelManifest? Manifest, EquatableArray<DiagnosticInfo> Faults)
{
    /// <summary>Whether a file has the name of a manifest.</summary>
    public static bool IsManifest(string path) => path.EndsWith(ModelManifest.FileExtension, StringComparison.OrdinalIgnoreCase);

    public static ManifestFile Read(AdditionalText file, CancellationToken cancellation)
    {
        if (file.GetText(cancellation) is not SourceText text)
        {
            // The compiler itself reports a file that it cannot open.
            return new ManifestFile(file.Path, null, default);
        }

        (ModelManifest? manifest, var errors) = ManifestReader.Read(text.ToString());
        DiagnosticInfo[] faults =
        [
            .. errors.Select(error => new DiagnosticInfo(
                Descriptors.Of(error.Fault), Place.Of(file.Path, error.Range), error.Message)),
        ];
        return new ManifestFile(file.Path, manifest, new EquatableArray<DiagnosticInfo>(faults));
    }

    /// <summary>Whether this is the file that an attribute names, by its name or by the end of its path.</summary>
    public bool IsNamed(string name, StringComparison comparison)
    {
        string path = Path.Replace('\\', '/'), wanted = WithoutLeadingDots(name.Replace('\\', '/'));
        return path.Equals(wanted, comparison) || path.EndsWith("/" + wanted, comparison);
    }

    /// <summary>Whether this is the file at a path that starts from a folder.</summary>
    public bool IsAt(string folder, string name) => Resolved(Path) == Resolved(folder + "/" + name);

    /// <summary>Whether the file's path in the project ends with the path in the project of another, which lies further up.</summary>
    public bool IsCopyOf(ManifestFile original, string folder)
    {
        string root = Resolved(folder) + "/", path = Resolved(original.Path);
        return path.StartsWith(root, StringComparison.Ordinal)
            && Resolved(Path).StartsWith(root, StringComparison.Ordinal)
            && Resolved(Path).EndsWith("/" + path[root.Length..], StringComparison.Ordinal);
    }

    /// <summary>The file's name without its folder.</summary>
    public string FileName => System.IO.Path.GetFileName(Path);

    /// <summary>A path with slashes only, without steps to itself or back.</summary>
    private static string Resolved(string path)
    {
        var steps = new List<string>();
        foreach (string step in path.Replace('\\', '/').TrimEnd('/').Split('/'))
        {
            if (step == ".." && steps.Count > 1)
            {
                steps.RemoveAt(steps.Count - 1);
            }
            else if (step is not ("." or "..") && (step.Length > 0 || steps.Count == 0))
            {
                steps.Add(step);
            }
        }

        return string.Join("/", steps);
    }

    /// <summary>The compiler knows full paths only: "../models/a.draw.json" ends like the file that it means.</summary>
    private static string WithoutLeadingDots(string path)
    {
        while (path.StartsWith("./", StringComparison.Ordinal) || path.StartsWith("../", StringComparison.Ordinal))
        {
            path = path[(path.IndexOf('/') + 1)..];
        }

        return path;
    }
}
