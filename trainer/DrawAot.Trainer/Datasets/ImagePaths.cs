namespace DrawAot.Trainer.Datasets;

/// <summary>Finds the PNG and JPEG files of a folder and its subfolders.</summary>
internal static class ImagePaths
{
    /// <summary>The files' paths, in the ordinal order of their paths within the folder; hidden files and folders are left out.</summary>
    /// <exception cref="DatasetException">There is no such folder, or a link in it leads back.</exception>
    public static string[] Of(string folder) => Directory.Exists(folder)
        ? [.. Below(folder, "", [RealPath(folder)]).OrderBy(found => found.Name, StringComparer.Ordinal).Select(found => found.Path)]
        : throw new DatasetException($"There is no folder '{folder}', where images, PNG or JPEG, are expected.");

    /// <summary>Whether there is such a file.</summary>
    public static bool Any(string folder) => Below(folder, "", [RealPath(folder)]).Any();

    /// <param name="folder">The folder.</param>
    /// <param name="name">Its path within the outermost one, ending with '/'.</param>
    /// <param name="parents">The real paths of all folders from the outermost to this one.</param>
    private static IEnumerable<(string Path, string Name)> Below(string folder, string name, string[] parents)
    {
        foreach (string file in Directory.EnumerateFiles(folder).Where(IsVisible))
        {
            if (Path.GetExtension(file).ToUpperInvariant() is ".PNG" or ".JPG" or ".JPEG")
            {
                yield return (file, name + Path.GetFileName(file));
            }
        }

        foreach (string subfolder in Directory.EnumerateDirectories(folder).Where(IsVisible))
        {
            string real = RealPath(subfolder);
            if (parents.Contains(real))
            {
                throw new DatasetException($"'{subfolder}' is a link to a folder that it lies in: links that lead elsewhere are expected.");
            }

            foreach ((string, string) found in Below(subfolder, $"{name}{Path.GetFileName(subfolder)}/", [.. parents, real]))
            {
                yield return found;
            }
        }
    }

    private static bool IsVisible(string path) => !Path.GetFileName(path.AsSpan()).StartsWith('.');

    private static string RealPath(string folder) => Path.TrimEndingDirectorySeparator(
        Directory.ResolveLinkTarget(folder, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(folder));
}
