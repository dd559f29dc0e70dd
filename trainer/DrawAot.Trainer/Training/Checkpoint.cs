using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DrawAot.Torch.Optimisers;
using DrawAot.Weights;

namespace DrawAot.Trainer.Training;

/// <summary>
/// A run between two steps, as a safetensors file: the weights, their average and the optimiser's vectors, the best epoch's
/// averaged weights and the figures of every step, and as metadata what run it is, its epochs, the sums of the epoch in progress,
/// and a checksum of it all. Order and noise depend on the seed and the step alone, so nothing else needs to be kept.
/// </summary>
internal sealed class Checkpoint
{
    private const string Best = "best", History = "history", Sha256 = "sha256";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private static readonly string[] Texts = ["run", "epochs", "sums", "steps"];

    private readonly SafetensorsFile _file;

    private Checkpoint(SafetensorsFile file)
    {
        _file = file;
        RequireChecksum();
        Run = Parse<RunDescription>("run");
        Steps = Parse<long>("steps");
        Sums sums = Parse<Sums>("sums");
        State = new RunState
        {
            Epochs = Parse<List<EpochReport>>("epochs"),
            BoundSum = sums.Bound,
            Seconds = sums.Seconds,
            Steps = file.Tensors.ContainsKey(History) ? new StepHistory(file.Floats(History, (int)Steps, StepHistory.Width)) : new StepHistory(),
            Best = file.Tensors.ContainsKey(Best) ? Vector(Best).ToArray() : null,
        };
    }

    /// <summary>The run that it belongs to.</summary>
    public RunDescription Run { get; }

    /// <summary>What the run has done so far.</summary>
    public RunState State { get; }

    /// <summary>The steps so far.</summary>
    public long Steps { get; }

    /// <summary>Reads a checkpoint.</summary>
    /// <exception cref="WeightsException">It is none, or not as it was written.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static Checkpoint Read(string path) => new(SafetensorsFile.Read(path));

    /// <summary>Writes a checkpoint, all of it or nothing.</summary>
    public static void Write(string path, RunDescription run, ParameterState parameters, RunState state)
    {
        var metadata = new Dictionary<string, string>
        {
            ["run"] = JsonSerializer.Serialize(run, Json),
            ["epochs"] = JsonSerializer.Serialize(state.Epochs, Json),
            ["sums"] = JsonSerializer.Serialize(new Sums(state.BoundSum, state.Seconds), Json),
            ["steps"] = JsonSerializer.Serialize(parameters.Steps, Json),
        };
        List<FloatTensor> tensors = [.. parameters.Vectors.Select(v => new FloatTensor(v.Name, [v.Values.Length], v.Values))];
        if (state.Best is not null)
        {
            tensors.Add(new FloatTensor(Best, [state.Best.Length], state.Best));
        }

        if (state.Steps.Count > 0)
        {
            tensors.Add(new FloatTensor(History, [state.Steps.Count, StepHistory.Width], state.Steps.Values.ToArray()));
        }

        metadata[Sha256] = Checksum(metadata, tensors.Select(tensor => (tensor.Name, tensor.Values)));
        SafetensorsWriter.Write(path, tensors, metadata);
    }

    /// <summary>The averaged weights [P].</summary>
    public float[] Average => Vector("average").ToArray();

    /// <summary>Restores the parameters and the optimiser's state.</summary>
    /// <exception cref="WeightsException">The checkpoint is of another model or another optimiser.</exception>
    public void Restore(ParameterState parameters)
    {
        foreach ((string name, float[] values) in parameters.Vectors)
        {
            _file.Floats(name, values.Length).CopyTo(values);
        }

        parameters.Steps = Steps;
    }

    /// <summary>SHA-256 of the texts, and of the tensors in the order of their names.</summary>
    private static string Checksum(
        IReadOnlyDictionary<string, string> texts, IEnumerable<(string Name, ReadOnlyMemory<float> Values)> tensors)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string key in Texts)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{key}={texts[key]}\n"));
        }

        foreach ((string name, ReadOnlyMemory<float> values) in tensors.OrderBy(tensor => tensor.Name, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}\n"));
            hash.AppendData(MemoryMarshal.AsBytes(values.Span));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private void RequireChecksum()
    {
        foreach (string key in (ReadOnlySpan<string>)[.. Texts, Sha256])
        {
            if (!_file.Metadata.ContainsKey(key))
            {
                throw NoCheckpoint(key);
            }
        }

        string actual = Checksum(_file.Metadata, _file.Tensors.Keys.Select(name => (name, (ReadOnlyMemory<float>)Vector(name).ToArray())));
        if (actual != _file.Metadata[Sha256])
        {
            throw new WeightsException(
                $"'{_file.Source}' is damaged: the SHA-256 of what it holds is {actual}, where it says {_file.Metadata[Sha256]}.");
        }
    }

    /// <summary>All numbers of a tensor.</summary>
    private ReadOnlySpan<float> Vector(string name) => _file.Tensors.TryGetValue(name, out SafetensorsTensor? tensor)
        ? _file.Floats(name, [.. tensor.Shape.Select(size => (int)size)])
        : throw NoCheckpoint(name);

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

    /// <summary>The sums of the epoch in progress.</summary>
    /// <param name="Bound">Of the bounds of its steps, in nats.</param>
    /// <param name="Seconds">Spent on it.</param>
    private sealed record Sums(double Bound, double Seconds);
}
