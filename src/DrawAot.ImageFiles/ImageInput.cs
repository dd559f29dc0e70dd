namespace DrawAot.ImageFiles;

/// <summary>
/// Images to work on, as a person names them with one path: a PNG or JPEG file; a folder of such files, in the ordinal
/// order of their names, without sub-folders and hidden files; an IDX or .amat file, gzipped or not. PNG and JPEG files
/// are not read before their turn, and one that is at fault does not keep the others from being read.
/// </summary>
public sealed class ImageInput
{
    private readonly IImageStore _store;
    private readonly int _first;

    private ImageInput(IImageStore store, int first, int count) => (_store, _first, Count) = (store, first, count);

    /// <summary>How many images there are, those at fault among them.</summary>
    public int Count { get; }

    /// <summary>The images one after another, each read when it is asked for.</summary>
    public IEnumerable<InputImage> Images
    {
        get
        {
            for (int index = 0; index < Count; index++)
            {
                yield return Read(index);
            }
        }
    }

    /// <summary>Opens what lies at a path.</summary>
    /// <param name="path">A file or a folder.</param>
    /// <param name="shape">What every image is required to be; those in grey are made to have more channels.</param>
    /// <param name="first">The image to begin with, from 0 on.</param>
    /// <param name="count">How many to take at most; when left out, all from there on.</param>
    /// <exception cref="ImageFileException">
    /// Nothing is there, or no image; or it is a file of many images that is at fault or whose images have another
    /// size; or there are not more than <paramref name="first"/> images.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="first"/> is negative, or <paramref name="count"/> less than 1.
    /// </exception>
    public static ImageInput Open(string path, ImageShape shape, int first = 0, int? count = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfLessThan(count ?? 1, 1, nameof(count));
        IImageStore store = ImageStores.Open(path, shape);
        if (first >= store.Count)
        {
            throw new ImageFileException(
                $"There is no image {first} in '{path}': a number from 0 to {store.Count - 1} is expected.");
        }

        return new ImageInput(store, first, Math.Min(count ?? int.MaxValue, store.Count - first));
    }

    /// <summary>Reads one image. Several threads may do so at a time.</summary>
    /// <param name="index">Which one of those taken, 0 … Count − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is out of range.</exception>
    public InputImage Read(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        string name = _store.Name(_first + index);
        try
        {
            return new InputImage(name, _store.Read(_first + index));
        }
        catch (ImageFileException fault)
        {
            return new InputImage(name, fault.Message);
        }
    }
}
