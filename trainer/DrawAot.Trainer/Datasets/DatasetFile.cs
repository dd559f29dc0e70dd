namespace DrawAot.Trainer.Datasets;

/// <summary>Finds the files of a data set, gzipped or not.</summary>
internal static class DatasetFile
{
    /// <summary>The first of the names, or of the names with <c>.gz</c> added, that is a file in the folder.</summary>
    /// <exception cref="DatasetException">The folder or the file does not exist.</exception>
    public static string Find(string folder, string dataset, params ReadOnlySpan<string> names)
    {
        if (!Directory.Exists(folder))
        {
            throw new DatasetException(
                $"There is no folder '{folder}', where data set '{dataset}' was looked for: " +
                $"one is expected that holds {string.Join(" or ", names)}, gzipped (.gz) or not, and its companions.");
        }

        foreach (string name in names)
        {
            string plain = Path.Combine(folder, name);
            string gzipped = plain + ".gz";
            if (File.Exists(plain) || File.Exists(gzipped))
            {
                return File.Exists(plain) ? plain : gzipped;
            }
        }

        throw new DatasetException(
            $"Data set '{dataset}' lacks a file in the folder '{folder}': " +
            $"{string.Join(" or ", names)} is expected, gzipped (.gz) or not.");
    }
}
