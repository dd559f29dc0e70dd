using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DrawAot.Torch;
using DrawAot.Weights;

namespace DrawAot.Trainer.Training;

/// <summary>
/// A run between two steps, as a safetensors file: the optimiser's four vectors and, as metadata, what run it
/// is, the epochs so far and a checksum of it all. Order and noise depend on the seed and the step alone, so nothing else
/// needs to be kept.
/// </summary>
internal sealed class Checkpoint
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly SafetensorsFile _file;

    private Checkpoint(SafetensorsFile file)
    {
        _file = file;
        RequireChecksum();
        Run = Parse<RunDescription>("run");
        Epochs = Parse<List<EpochReport>>("epochs");
        Steps = Parse<long>("steps");
    }

    /// <summary>The run that it belongs to.</summary>
    public RunDescription Run { get; }

    /// <summary>The epochs so far.</summary>
    public List<EpochReport> Epochs { get; }

    /// <summary>The steps so far.</summary>
    public long Steps { get; }

    /// <summary>Reads a checkpoint.</summary>
    /// <exception cref="WeightsException">It is none, or not as it was written.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static Checkpoint Read(string path) => new(SafetensorsFile.Read(path));

    /// <summary>Writes a checkpoint, all of it or nothing.</summary>
    public static void Write(string path, RunDescription run, Adam adam, IReadOnlyList<EpochReport> epochs)
    {
        var metadata = new Dictionary<string, string>
        {
            ["run"] = JsonSerializer.Serialize(run, Json),
            ["epochs"] = JsonSerializer.Serialize(epochs, Json),
            ["steps"] = JsonSerializer.Serialize(adam.Steps, Json),
        };
        metadata["sha256"] = Checksum(metadata, Vectors(adam).Select(vector => (ReadOnlyMemory<float>)vector.Values));
        SafetensorsWriter.Write(path, [.. Vectors(adam).Select(v => new FloatTensor(v.Name, [v.Values.Length], v.Values))], metadata);
    }

    /// <summary>Brings an optimiser to where it was.</summary>
    /// <exception cref="WeightsException">The checkpoint is not of such a model.</exception>
    public void Restore(Adam adam)
    {
        foreach ((string name, float[] values) in Vectors(adam))
        {
            _file.Floats(name, values.Length).CopyTo(values);
        }

        adam.Steps = Steps;
    }

    private static IEnumerable<(string Name, float[] Values)> Vectors(Adam adam) =>
    [
        ("weights", adam.Weights),
        ("momentum", adam.Momentum),
        ("variance", adam.Variance),
        ("average", adam.Average),
    ];

    /// <summary>SHA-256 of the texts and the vectors, one after the other.</summary>
    private static string Checksum(IReadOnlyDictionary<string, string> texts, IEnumerable<ReadOnlyMemory<float>> vectors)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string key in (ReadOnlySpan<string>)["run", "epochs", "steps"])
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{key}={texts[key]}\n"));
        }

        foreach (ReadOnlyMemory<float> vector in vectors)
        {
            hash.AppendData(MemoryMarshal.AsBytes(vector.Span));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private void RequireChecksum()
    {
        foreach (string key in (ReadOnlySpan<string>)["run", "epochs", "steps", "sha256"])
        {
            if (!_file.Metadata.ContainsKey(key))
            {
                throw NoCheckpoint(key);
            }
        }

        int length = _file.Tensors.TryGetValue("weights", out SafetensorsTensor? weights) && weights.Shape is [long size]
            ? (int)size
            : throw NoCheckpoint("weights");
        string actual = Checksum(
            _file.Metadata,
            ((string[])["weights", "momentum", "variance", "average"]).Select(name => (ReadOnlyMemory<float>)_file.Floats(name, length).ToArray()));
        if (actual != _file.Metadata["sha256"])
        {
            throw new WeightsException(
                $"'{_file.Source}' is damaged: the SHA-256 of what it holds is {actual}, where it says {_file.Metadata["sha256"]}.");
        }
    }

    private T Parse<T>(string key)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(_file.Metadata[key], Json) is T value ? value : throw NoCheckpoint(key);
        }
        catch (JsonException)
        {
            throw NoCheckpoint(key);
        }
    }

    private WeightsException NoCheckpoint(string key) =>
        new($"'{_file.Source}' is no training checkpoint: it has no readable '{key}'.");
}
