using System.Text.Json.Serialization;

namespace DrawAot.Trainer.Runs;

/// <summary>What a run needs to know of its data set when the files are not at hand.</summary>
internal sealed record DataFacts(string Targets, int Channels, int Height, int Width, int TrainCount, int ValidationCount)
{
    /// <summary>The labels of the classes [K]; null for images without classes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>Whether both are of the same data.</summary>
    public bool Equals(DataFacts? other) =>
        other is not null
        && (Targets, Channels, Height, Width, TrainCount, ValidationCount)
            == (other.Targets, other.Channels, other.Height, other.Width, other.TrainCount, other.ValidationCount)
        && (Classes ?? []).SequenceEqual(other.Classes ?? []);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Targets, Channels, Height, Width, TrainCount, ValidationCount);
}
