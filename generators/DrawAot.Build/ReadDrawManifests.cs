using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Reflection;
using DrawAot.Manifest;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace DrawAot.Build;

/// <summary>
/// Reads manifests for the build's targets, with the generator's reader. A manifest that is refused or cannot be opened is left out
/// without a message: the compiler and the generator report it.
/// </summary>
public sealed class ReadDrawManifests : Microsoft.Build.Utilities.Task
{
    /// <summary>The paths of manifests.</summary>
    [Required]
    public ITaskItem[] Files { get; set; } = [];

    /// <summary>
    /// The manifests that are sound, with the metadata Family, WeightsFile, WeightsSha256 and each size of the family's shape, called
    /// as in C#: Width, Height, Channels, Glimpses, Latent, ClassCount, …
    /// </summary>
    [Output]
    public ITaskItem[] Manifests { get; private set; } = [];

    /// <inheritdoc/>
    public override bool Execute()
    {
        var sound = new List<ITaskItem>();
        foreach (ITaskItem file in Files)
        {
            if (Read(file.GetMetadata("FullPath")) is ModelManifest manifest)
            {
                var item = new TaskItem(file);
                item.SetMetadata("Family", manifest.Family.Name);
                item.SetMetadata("WeightsFile", manifest.WeightsFile);
                item.SetMetadata("WeightsSha256", manifest.WeightsSha256);
                foreach (PropertyInfo size in manifest.ModelShape.GetType().GetProperties())
                {
                    if (size.GetValue(manifest.ModelShape) is int value)
                    {
                        item.SetMetadata(size.Name, value.ToString(CultureInfo.InvariantCulture));
                    }
                }

                sound.Add(item);
            }
        }

        Manifests = [.. sound];
        return true;
    }

    private static ModelManifest? Read(string path)
    {
        try
        {
            return ManifestReader.Read(File.ReadAllText(path)).Manifest;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
