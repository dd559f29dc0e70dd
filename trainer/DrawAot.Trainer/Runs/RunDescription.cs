using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using DrawAot.Manifest;
using DrawAot.Trainer.Families;
using DrawAot.Weights;
using JsonObject = System.Text.Json.Nodes.JsonObject;

namespace DrawAot.Trainer.Runs;

/// <summary>The description of a run, for its checkpoint, for <c>run.json</c>, and for the record of what it made.</summary>
/// <param name="Options">What was asked for.</param>
/// <param name="Data">The data that it was trained on.</param>
/// <param name="From">The training block of the model that it started from; null for fresh weights.</param>
internal sealed record RunDescription(TrainingOptions Options, DataFacts Data, JsonObject? From)
{
    /// <summary>The file in the run's folder that holds it.</summary>
    public const string FileName = "run.json";

    /// <summary>The day on which the run began, in UTC, as in 2026-01-31; null in a run of an older version.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Date { get; init; }

    /// <summary>The version of DrawAot that began the run; null in a run of an older one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Version { get; init; }

    /// <summary>The family of the model.</summary>
    [JsonIgnore]
    public TrainedFamily Family => TrainedFamily.Of(Options.Model);

    /// <summary>The sizes of the model.</summary>
    [JsonIgnore]
    public ModelShape Shape => Family.Shape(Options, Data);

    /// <summary>The sizes of the model, for readers of the JSON: those of its family too.</summary>
    [JsonPropertyName("shape")]
    public object Sizes => Shape;

    /// <summary>Images of a step: a batch, or all there are.</summary>
    public int BatchSize => Math.Min(Options.Batch, Data.TrainCount);

    /// <summary>Steps of an epoch; images that fill no batch wait for another epoch's order.</summary>
    public int StepsPerEpoch => Data.TrainCount / BatchSize;

    /// <summary>Steps of the whole run.</summary>
    public long TotalSteps => (long)StepsPerEpoch * Options.Epochs;

    /// <summary>The learning rate of a step, counted from 0.</summary>
    public double RateAt(long step) => Options.RateAt(step, TotalSteps);

    /// <summary>The run, as one that begins now with this version.</summary>
    public RunDescription BegunNow() => this with
    {
        Date = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        Version = typeof(RunDescription).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0],
    };

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="TrainingException">It is something else.</exception>
    public static RunDescription Read(string path)
    {
        try
        {
            RunDescription run = JsonSerializer.Deserialize<RunDescription>(RegularFile.ReadAllBytes(path, $"a {FileName}"), RunJson.Readable) is { Options: not null, Data: not null } read
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
        RunFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(this, RunJson.Readable));
    }
}
