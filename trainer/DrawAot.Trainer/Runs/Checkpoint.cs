using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using DrawAot.Training.Optimisers;
using DrawAot.Weights;

namespace DrawAot.Trainer.Runs;

/// <summary>
/// A run between two steps, as a safetensors file: the weights, their average and the optimiser's vectors, the best epoch's
/// averaged weights and the figures of every step, and as metadata what run it is, its epochs, the sums of the epoch in progress,
/// and a checksum of it all. Order and noise depend on the seed and the step alone, so nothing else needs to be kept.
/// </summary>
internal sealed class Checkpoint
{
    private const string Best = "best", History = "history", Sha256 = "sha256";

    private static readonly string[] Texts = ["run", "epochs", "sums", "steps", "earlierSteps", "earlierAverageSteps"];

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
            Epochs = Parse("epochs", Run.Family.ReadEpochs),
            MeasureSum = sums.Measure,
            Seconds = sums.Seconds,
            Steps = file.Tensors.ContainsKey(History) ? new StepHistory(file.Floats(History, (int)Steps, StepHistory.Width)) : new StepHistory(),
            Best = file.Tensors.ContainsKey(Best) ? Vector(Best) : null,
        };
        EarlierSteps = Parse<long>("earlierSteps");
        EarlierAverageSteps = Parse<long>("earlierAverageSteps");
    }

    /// <summary>The run that it belongs to.</summary>
    public RunDescription Run { get; }

    /// <summary>The progress of the run.</summary>
    public RunState State { get; }

    /// <summary>The steps so far.</summary>
    public long Steps { get; }

    /// <inheritdoc cref="ParameterState.EarlierSteps"/>
    public long EarlierSteps { get; }

    /// <inheritdoc cref="ParameterState.EarlierAverageSteps"/>
    public long EarlierAverageSteps { get; }

    /// <summary>The epoch that ended at this step; null between two epochs.</summary>
    public EpochReport? Measured => State.Epochs.LastOrDefault(epoch => epoch.Steps == Steps);

    /// <summary>The training block of the averaged weights, for a manifest.</summary>
    public JsonObject Record => TrainingRecord.Of(Run, Steps, Measured);

    /// <summary>Reads a checkpoint.</summary>
    /// <exception cref="WeightsException">It is none, or not as it was written.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static Checkpoint Read(string path) => new(SafetensorsFile.Read(path));

    /// <summary>Writes a checkpoint, all of it or nothing.</summary>
    public static void Write(string path, RunDescription run, ParameterState parameters, RunState state)
    {
        var metadata = new Dictionary<string, string>
        {
            ["run"] = JsonSerializer.Serialize(run, RunJson.Compact),
            ["epochs"] = run.Family.WriteEpochs(state.Epochs),
            ["sums"] = JsonSerializer.Serialize(new Sums(state.MeasureSum, state.Seconds), RunJson.Compact),
            ["steps"] = JsonSerializer.Serialize(parameters.Steps, RunJson.Compact),
            ["earlierSteps"] = JsonSerializer.Serialize(parameters.EarlierSteps, RunJson.Compact),
            ["earlierAverageSteps"] = JsonSerializer.Serialize(parameters.EarlierAverageSteps, RunJson.Compact),
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

    /// <summary>Restores the parameters and the optimiser's state.</summary>
    /// <exception cref="WeightsException">The checkpoint is of another model or another optimiser.</exception>
    public void Restore(ParameterState parameters)
    {
        Copy(parameters.Vectors);
        (parameters.Steps, parameters.EarlierSteps, parameters.EarlierAverageSteps) = (Steps, EarlierSteps, EarlierAverageSteps);
    }

    /// <summary>
    /// Starts another run where this one stands: with its weights and their average and, where both have the same optimiser,
    /// the optimiser's state. Without it the first epochs lose what the moments knew.
    /// </summary>
    /// <param name="parameters">The other run's parameters.</param>
    /// <param name="run">The other run, of the same sizes: <see cref="RequireSizesOf"/>.</param>
    public void Start(ParameterState parameters, RunDescription run)
    {
        bool sameOptimiser = Run.Options.Optimiser == run.Options.Optimiser;
        Copy(parameters.Vectors.Where(vector => sameOptimiser || vector.Name is "weights" or "average"));
        parameters.EarlierSteps = sameOptimiser ? EarlierSteps + Steps : 0;
        parameters.EarlierAverageSteps = EarlierAverageSteps + Steps;
    }

    /// <summary>Refuses a run that cannot start where this one stands.</summary>
    /// <exception cref="TrainingException">The other run's model has other sizes; the number of glimpses may differ.</exception>
    public void RequireSizesOf(RunDescription run)
    {
        if (Run.Shape != run.Shape with { Glimpses = Run.Shape.Glimpses })
        {
            throw new TrainingException(
                $"'{_file.Source}' is of a model of {Run.Shape}, this run trains one of {run.Shape}; the same sizes were expected, only glimpses may differ.");
        }
    }

    private void Copy(IEnumerable<StateVector> vectors)
    {
        foreach ((string name, float[] values) in vectors)
        {
            if (!_file.Tensors.ContainsKey(name))
            {
                throw new WeightsException(
                    $"'{_file.Source}' holds no '{name}': the state of its optimiser is that of another version of DrawAot. "
                    + "Export the run's model with 'drawaot-train export', and start from it with 'train --from MODEL'.");
            }

            _file.Floats(name, values.Length).CopyTo(values);
        }
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

        string actual = Checksum(_file.Metadata, _file.Tensors.Keys.Select(name => (name, (ReadOnlyMemory<float>)Vector(name))));
        if (actual != _file.Metadata[Sha256])
        {
            throw new WeightsException(
                $"'{_file.Source}' is damaged: the SHA-256 of what it holds is {actual}, where it says {_file.Metadata[Sha256]}.");
        }
    }

    /// <summary>A stored tensor's numbers, one after the other.</summary>
    /// <exception cref="WeightsException">There is none of that name.</exception>
    public float[] Vector(string name) => _file.Tensors.TryGetValue(name, out SafetensorsTensor? tensor)
        ? _file.Floats(name, [.. tensor.Shape.Select(size => (int)size)]).ToArray()
        : throw NoCheckpoint(name);

    private T Parse<T>(string key) => Parse(key, text => JsonSerializer.Deserialize<T>(text, RunJson.Compact));

    private T Parse<T>(string key, Func<string, T?> read)
    {
        try
        {
            return read(_file.Metadata[key]) is T value ? value : throw NoCheckpoint(key);
        }
        catch (JsonException)
        {
            throw NoCheckpoint(key);
        }
    }

    private WeightsException NoCheckpoint(string key) =>
        new($"'{_file.Source}' is no training checkpoint: it has no readable '{key}'.");

    /// <summary>The sums of the epoch in progress.</summary>
    /// <param name="Measure">Of <see cref="StepFigures.Measure"/>; its name in the file is that of DRAW's measure.</param>
    /// <param name="Seconds">Spent on it.</param>
    private sealed record Sums([property: JsonPropertyName("bound")] double Measure, double Seconds);
}
