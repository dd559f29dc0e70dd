namespace DrawAot.Bench.Measuring;

/// <summary>The folder of data sets that the environment variable DRAWAOT_DATA names.</summary>
internal static class DataFolder
{
    /// <summary>The first of some files or folders in it that is there; null where none is, or no folder is named.</summary>
    public static string? Find(params ReadOnlySpan<string> names)
    {
        if (Environment.GetEnvironmentVariable("DRAWAOT_DATA") is { Length: > 0 } folder)
        {
            foreach (string name in names)
            {
                if (Path.Combine(folder, name) is var path && Path.Exists(path))
                {
                    return path;
                }
            }
        }

        return null;
    }
}
