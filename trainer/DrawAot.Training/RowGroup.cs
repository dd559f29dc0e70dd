namespace DrawAot.Training;

/// <summary>Consecutive rows of a batch that go through the glimpses together, on one thread.</summary>
/// <param name="First">The first row.</param>
/// <param name="Count">The number of rows.</param>
/// <param name="Images">The number of images in the batch: rows from here on are empty.</param>
internal readonly record struct RowGroup(int First, int Count, int Images)
{
    /// <summary>The row after the last.</summary>
    public int End => First + Count;

    /// <summary>The row after the last that has an image.</summary>
    public int ImagesEnd => Math.Min(End, Images);
}
