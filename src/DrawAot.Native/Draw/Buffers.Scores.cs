namespace DrawAot.Native;

/// <content>Scores of images.</content>
internal static unsafe partial class Buffers
{
    /// <summary>Requires one score an image.</summary>
    public static Status Scores(ImageScore* first, nuint length, int images, out Span<ImageScore> scores)
    {
        scores = default;
        if (first is null)
        {
            return LastError.Refuse(Status.Null, $"scores is NULL; {images} places were expected.");
        }

        Status status = Aligned(first, AlignmentOf<ImageScore>(), "scores");
        if (status == Status.Ok && length != (nuint)images)
        {
            status = LastError.Refuse(Status.Length, $"scores has the length {length}; {images}, the number of images, was expected.");
        }

        scores = status == Status.Ok ? new Span<ImageScore>(first, images) : default;
        return status;
    }
}
