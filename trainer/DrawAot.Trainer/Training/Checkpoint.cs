using System.Text.Json;
using DrawAot.Torch;
using DrawAot.Weights;

namespace DrawAot.Trainer.Training;

/// <summary>
/// A run between two steps, as a safetensors file: the optimiser's four vectors and, as metadata, what run it
/// is and the epochs so far. Order and noise depend on the seed and the step alone, so nothing else needs to be kept.
/// </summary>
internal static class Checkpoint
{
    public const string FileName = "checkpoint.safetensors";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static void Save(string path, RunDescription run, Adam adam, IReadOnlyList<EpochReport> epochs)
    {
        var metadata = new Dictionary<string, string>
        {
            ["run"] = JsonSerializer.Serialize(run, Json),
            ["epochs"] = JsonSerializer.Serialize(epochs, Json),
            ["steps"] = JsonSerializer.Serialize(adam.Steps, Json),
        };
        SafetensorsWriter.Write(path, [.. Vectors(adam).Select(v => Named(v.Name, v.Vector))], metadata);

        static FloatTensor Named(string name, float[] vector) => new(name, [vector.Length], vector);
    }

    /// <summary>The run that a checkpoint belongs to.</summary>
    /// <exception cref="WeightsException">The file is no checkpoint.</exception>
    public static RunDescription Run(SafetensorsFile file) => Read<RunDescription>(file, "run");

    /// <summary>Brings an optimiser to where it was.</summary>
    /// <returns>The epochs so far.</returns>
    /// <exception cref="WeightsException">The file is no checkpoint of such a model.</exception>
    public static List<EpochReport> Restore(SafetensorsFile file, Adam adam)
    {
        foreach ((string name, float[] vector) in Vectors(adam))
        {
            file.Floats(name, vector.Length).CopyTo(vector);
        }

        adam.Steps = Read<long>(file, "steps");
        return Read<List<EpochReport>>(file, "epochs");
    }

    private static IEnumerable<(string Name, float[] Vector)> Vectors(Adam adam) =>
    [
        ("weights", adam.Weights),
        ("momentum", adam.Momentum),
        ("variance", adam.Variance),
        ("average", adam.Average),
    ];

    private static T Read<T>(SafetensorsFile file, string key)
    {
        try
        {
            if (file.Metadata.TryGetValue(key, out string? text) && JsonSerializer.Deserialize<T>(text, Json) is T value)
            {
                return value;
            }
        }
        catch (JsonException)
        {
            // Said below, as for a missing entry.
        }

        throw new WeightsException($"'{file.Source}' is no training checkpoint: its metadata has no readable '{key}'.");
    }
}
