using System.Text.Json;
using DrawAot.Manifest;
using DrawAot.Trainer.Datasets;
using DrawAot.Weights;
using JsonObject = System.Text.Json.Nodes.JsonObject;

namespace DrawAot.Trainer.Runs;

/// <summary>What a run is, for its checkpoint, for <c>run.json</c>, and for the record of what it made.</summary>
/// <param name="Options">What was asked for.</param>
/// <param name="Data">What it was trained on.</param>
/// <param name="From">The training block of the model that it started from; null for fresh weights.</param>
internal sealed record RunDescription(TrainingOptions Options, DataFacts Data, JsonObject? From)
{
    /// <summary>The file in the run's folder that holds it.</summary>
    public const string FileName = "run.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>The sizes of the model.</summary>
    public DrawShape Shape => Options.Shape(Data.Channels, Data.Height, Data.Width);

    /// <summary>Images of a step: a batch, or all there are.</summary>
    public int BatchSize => Math.Min(Options.Batch, Data.TrainCount);

    /// <summary>Steps of an epoch; images that fill no batch wait for another epoch's order.</summary>
    public int StepsPerEpoch => Data.TrainCount / BatchSize;

    /// <summary>Steps of the whole run.</summary>
    public long TotalSteps => (long)StepsPerEpoch * Options.Epochs;

    /// <summary>The learning rate of a step, counted from 0.</summary>
    public double RateAt(long step) => Options.RateAt(step, TotalSteps);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="TrainingException">It is something else.</exception>
    public static RunDescription Read(string path)
    {
        try
        {
            RunDescription run = JsonSerializer.Deserialize<RunDescription>(RegularFile.ReadAllBytes(path, $"a {FileName}"), Json) is { Options: not null, Data: not null } read
                ? read
                : throw new JsonException("it has no options.");
            return TrainingRanges.Objection(run.Options) is string objection ? throw new JsonException(objection) : run;
        }
        catch (JsonException fault)
        {
            throw new TrainingException($"'{path}' does not describe a run: {fault.Message} The {FileName} of a run's folder was expected.");
        }
    }

    /// <summary>Writes it as a file of its own.</summary>
    public void Write(string path)
    {
        RunFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(this, Json));
    }
}

/// <summary>What a run needs to know of its data set when the files are not at hand.</summary>
internal sealed record DataFacts(string Targets, int Channels, int Height, int Width, int TrainCount, int ValidationCount)
{
    public static DataFacts Of(Dataset dataset) => new(
        dataset.Targets, dataset.Train.Channels, dataset.Train.Height, dataset.Train.Width, dataset.Train.Count, dataset.Validation.Count);
}
