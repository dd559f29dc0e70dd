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

    /// <summary>Divides the rows of a batch into groups of about equal size, as few as keep every thread busy.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="images">The number of images.</param>
    /// <param name="threads">The number of threads.</param>
    /// <param name="largest">The largest number of rows of a group.</param>
    public static RowGroup[] Divide(int rows, int images, int threads, int largest)
    {
        int busy = Math.Max(1, Math.Min(threads, rows)), together = busy * largest;
        int groups = Math.Min(rows, (rows + together - 1) / together * busy);
        return
        [
            .. Enumerable.Range(0, groups).Select(
                k => new RowGroup(k * rows / groups, (k + 1) * rows / groups - k * rows / groups, images)),
        ];
    }
}
