using System.Text.Json.Nodes;
using DrawAot.Manifest;
using DrawAot.Trainer.Datasets;

namespace DrawAot.Trainer.Training;

/// <summary>What a run is, for its checkpoint and for the record of what it made.</summary>
/// <param name="Options">What was asked for.</param>
/// <param name="Data">What it was trained on.</param>
/// <param name="From">The training block of the model that it started from; null for fresh weights.</param>
internal sealed record RunDescription(TrainingOptions Options, DataFacts Data, JsonObject? From)
{
    /// <summary>The sizes of the model.</summary>
    public DrawShape Shape => Options.Shape(Data.Channels, Data.Height, Data.Width);
}

/// <summary>What a run needs to know of its data set when the files are not at hand.</summary>
internal sealed record DataFacts(string Targets, int Channels, int Height, int Width, int TrainCount, int ValidationCount)
{
    public static DataFacts Of(Dataset dataset) => new(
        dataset.Targets, dataset.Train.Channels, dataset.Train.Height, dataset.Train.Width, dataset.Train.Count, dataset.Validation.Count);
}
