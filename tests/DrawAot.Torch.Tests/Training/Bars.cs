using DrawAot.Trainer.Datasets;

namespace DrawAot.Torch.Tests.Training;

/// <summary>Small images of a bar at some place, upright, lying, or both: three classes that a glimpse can tell.</summary>
internal sealed class Bars(int count, int seed) : LabelledImages(count, channels: 1, Rows, Columns)
{
    private const int Rows = 8, Columns = 9, Length = 5;

    /// <summary>A data set of bars; training images are others in each epoch.</summary>
    public static LabelledDataset Dataset { get; } = Of(train: 60);

    /// <summary>A data set with a number of training images.</summary>
    public static LabelledDataset Of(int train) => new(epoch => new Bars(train, (int)(1_000 * epoch.Seed + epoch.Stream)))
    {
        Name = "bars",
        Description = "bars",
        Targets = "bars",
        Classes = ["upright", "lying", "both"],
        Source = [new Bars(20, seed: -1).Draw([.. Enumerable.Range(0, 20)])],
        Validation = new Bars(20, seed: -1),
        Test = new Bars(20, seed: -2),
    };

    public override int Label(int index) => index % 3;

    public override void Draw(int index, Span<byte> pixels)
    {
        pixels.Clear();
        var random = new Random(HashCode(index));
        int top = random.Next(Rows - Length + 1), left = random.Next(Columns - Length + 1);
        for (int k = 0; k < Length; k++)
        {
            if (Label(index) is 0 or 2)
            {
                pixels[(top + k) * Columns + left + Length / 2] = byte.MaxValue;
            }

            if (Label(index) is 1 or 2)
            {
                pixels[(top + Length / 2) * Columns + left + k] = byte.MaxValue;
            }
        }
    }

    private int HashCode(int index) => unchecked(seed * 7919 + index);
}
