using System.Text.Json;

namespace DrawAot.Bench.Report;

/// <summary>The results so far, in files, so that a full run can be made in pieces.</summary>
/// <param name="folder">Where the files are.</param>
internal sealed class Results(string folder)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The stored results of a name; where there are none, measures and stores them.</summary>
    public T Get<T>(string name, Func<T> measure)
    {
        string path = Path.Combine(folder, name + ".json");
        if (File.Exists(path))
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllText(path))
                ?? throw new InvalidDataException($"'{path}' holds no results.");
        }

        T results = measure();
        Directory.CreateDirectory(folder);
        WholeFile.Write(path, stream => JsonSerializer.Serialize(stream, results, Indented));
        return results;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
