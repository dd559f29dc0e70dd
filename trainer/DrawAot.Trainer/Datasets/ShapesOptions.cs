namespace DrawAot.Trainer.Datasets;

/// <summary>The size of the shapes data set, and the seed that it is drawn from.</summary>
public sealed record ShapesOptions
{
    /// <summary>Rows per image, 8 or more.</summary>
    public int Height { get; init; } = 28;

    /// <summary>Columns per image, 8 or more.</summary>
    public int Width { get; init; } = 28;

    /// <summary>1: white shapes on black. 3: each shape in one of seven colours.</summary>
    public int Channels { get; init; } = 1;

    /// <summary>Number of training images, 1 or more.</summary>
    public int TrainCount { get; init; } = 10_000;

    /// <summary>Number of validation images, 1 or more.</summary>
    public int ValidationCount { get; init; } = 2_000;

    /// <summary>Number of test images, 1 or more.</summary>
    public int TestCount { get; init; } = 2_000;

    /// <summary>Every seed gives other images; the same seed gives the same ones everywhere.</summary>
    public ulong Seed { get; init; }

    /// <summary>Shapes of the size and the channels that a data set is asked for.</summary>
    internal static ShapesOptions Of(DatasetOptions options)
    {
        var shapes = new ShapesOptions { Channels = options.Channels ?? 1 };
        return options.ImageSize is (int width, int height) ? shapes with { Width = width, Height = height } : shapes;
    }
}
