namespace DrawAot.Trainer.Datasets;

/// <summary>Finds the files of a data set, gzipped or not.</summary>
internal static class DatasetFile
{
    /// <summary>The paths of all files of a data set.</summary>
    /// <exception cref="DatasetException">No folder was given, or it or a file does not exist.</exception>
    public static IReadOnlyList<string> FindAll(string? folder, DatasetSource source) => string.IsNullOrEmpty(folder)
        ? throw new DatasetException(
            $"Data set '{source.Dataset}' is read from files, but no folder was given: --data names one that holds " +
            $"{string.Join(", ", source.Files.Select(file => file.Names[0]))}, gzipped (.gz) or not. {Offer(source, source.Files[0])}")
        : [.. source.Files.Select(file => Find(folder, file) ?? throw Missing(folder, source, file))];

    /// <summary>The first of a file's names, or of the names with <c>.gz</c> added, that is there; null if none is.</summary>
    public static string? Find(string folder, SourceFile file) => file.Names
        .SelectMany(name => (string[])[Path.Combine(folder, name), Path.Combine(folder, name + ".gz")])
        .FirstOrDefault(File.Exists);

    private static DatasetException Missing(string folder, DatasetSource source, SourceFile file) => new(
        (Directory.Exists(folder)
            ? $"Data set '{source.Dataset}' lacks a file in the folder '{folder}': "
            : $"There is no folder '{folder}', where data set '{source.Dataset}' was looked for: ") +
        $"{string.Join(" or ", file.Names)} is expected, gzipped (.gz) or not. {Offer(source, file)}");

    private static string Offer(DatasetSource source, SourceFile file) =>
        $"{source.Publisher} publishes it at {file.Address} (SHA-256 {file.Sha256}, unzipped); --download fetches what is missing.";
}
