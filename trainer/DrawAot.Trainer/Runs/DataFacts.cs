using System.Text.Json.Serialization;

namespace DrawAot.Trainer.Runs;

/// <summary>The facts of a data set that a run needs when the files are not at hand.</summary>
internal sealed record DataFacts(string Targets, int Channels, int Height, int Width, int TrainCount, int ValidationCount)
{
    /// <summary>The labels of the classes [K]; null for images without classes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary><see cref="Datasets.TrainingData.Sha256"/>; null in a run of an older version, which did not state it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Sha256 { get; init; }

    /// <summary>Whether both are of the same data, as far as both say.</summary>
    public bool Equals(DataFacts? other) =>
        other is not null
        && (Sha256 is null || other.Sha256 is null || Sha256 == other.Sha256)
        && (Targets, Channels, Height, Width, TrainCount, ValidationCount)
            == (other.Targets, other.Channels, other.Height, other.Width, other.TrainCount, other.ValidationCount)
        && (Classes ?? []).SequenceEqual(other.Classes ?? []);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Targets, Channels, Height, Width, TrainCount, ValidationCount);
}
