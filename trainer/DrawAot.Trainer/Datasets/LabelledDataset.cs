using DrawAot.ImageFiles;
using DrawAot.Trainer.Runs;

namespace DrawAot.Trainer.Datasets;

/// <summary>A data set of images with classes, for a classifier.</summary>
/// <param name="train">Draws the images to learn from.</param>
public sealed class LabelledDataset(Func<(ulong Seed, ulong Stream), LabelledImages> train) : TrainingData
{
    /// <summary>The labels of the classes [K].</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>The images to choose a model by; always the same.</summary>
    public required LabelledImages Validation { get; init; }

    /// <summary>The images to report on.</summary>
    public required LabelledImages Test { get; init; }

    /// <summary>The images that those of the set are made of, for training and validation, and for the test.</summary>
    public required IReadOnlyList<ImageSet> Source { get; init; }

    /// <inheritdoc/>
    internal override string Sha256 => DataHash.Of([.. Source]);

    /// <inheritdoc/>
    internal override DataFacts Facts
    {
        get
        {
            LabelledImages images = TrainAt(0, 0);
            return new DataFacts(Targets, images.Channels, images.Height, images.Width, images.Count, Validation.Count) { Classes = Classes };
        }
    }

    /// <summary>The images to learn from in an epoch, counted from 0.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="seed">Seeds what is drawn anew each epoch.</param>
    public LabelledImages TrainAt(int epoch, long seed) => train((unchecked((ulong)seed), (ulong)epoch));
}
