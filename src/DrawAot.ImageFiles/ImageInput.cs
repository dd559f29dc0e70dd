using System.Diagnostics.CodeAnalysis;

namespace DrawAot.ImageFiles;

/// <summary>
/// Images to work on, as a person names them with paths: a PNG or JPEG file; a folder of such files, in the ordinal
/// order of their names, without sub-folders and hidden files; an IDX, .amat or .npy file, gzipped or not; <c>-</c> for the
/// standard input, which may hold any such file. Images are read one after another, no further than they are asked for,
/// so memory does not grow with their number; and one that is at fault does not keep the others from being read.
/// </summary>
[SuppressMessage(
    "ApiDesign", "RS0026:Do not add multiple public overloads with optional parameters",
    Justification = "The overloads differ in their first argument, one path or several: no call can mean both.")]
public sealed class ImageInput : IDisposable
{
    private readonly IImageStore _store;
    private readonly long _most;
    private IEnumerable<PendingImage>? _images;

    private ImageInput(IImageStore store, long first, long most)
    {
        (_store, _most, _images) = (store, most, store.From(first));
        Count = store.Count is long all ? Math.Min(most, all - first) : null;
    }

    /// <summary>Number of images, including those at fault; null where only reading tells.</summary>
    public long? Count { get; }

    /// <summary>The images one after another, each read when it is asked for. They can be enumerated once, by this or <see cref="Pending"/>.</summary>
    /// <exception cref="InvalidOperationException">They have been enumerated.</exception>
    public IEnumerable<InputImage> Images => Pending.Select(image => image.Read());

    /// <summary>The images one after another, not yet read or decoded, so that threads may share that work.</summary>
    /// <exception cref="InvalidOperationException">They have been enumerated.</exception>
    /// <exception cref="ImageFileException">While enumerating: the folder can no longer be read.</exception>
    public IEnumerable<PendingImage> Pending
    {
        get
        {
            IEnumerable<PendingImage> images = _images ?? throw new InvalidOperationException("The images of an input can be enumerated once.");
            _images = null;
            return Taken(images);
        }
    }

    /// <summary>Opens what lies at a path.</summary>
    /// <param name="path">A file or a folder; <c>-</c> is the standard input.</param>
    /// <param name="shape">What every image is required to be; those in grey are made to have more channels.</param>
    /// <param name="first">The image to begin with, from 0 on.</param>
    /// <param name="count">How many to take at most; when left out, all from there on.</param>
    /// <param name="background">
    /// The colour under transparent parts of PNG files; when left out, the file's own (bKGD) or else white.
    /// </param>
    /// <exception cref="ImageFileException">
    /// Nothing is there, or no image; or it is a data set that is at fault up to its first image that is taken, or whose
    /// images have another size; or there are not more than <paramref name="first"/> images.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="first"/> is negative, or <paramref name="count"/> less than 1.
    /// </exception>
    public static ImageInput Open(string path, ImageShape shape, long first = 0, long? count = null, ImageBackground? background = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Open([path], shape, first, count, background);
    }

    /// <summary>Opens what lies at several paths: their images one after another.</summary>
    /// <param name="paths">Files or folders, at least one. A path at fault among several is an image at fault.</param>
    /// <param name="shape">As for one path.</param>
    /// <param name="first">The image to begin with, from 0 on, counted over all paths.</param>
    /// <param name="count">How many to take at most; when left out, all from there on.</param>
    /// <param name="background">As for one path.</param>
    /// <exception cref="ImageFileException">As for one path, where there is one; or there are not more than <paramref name="first"/> images.</exception>
    /// <exception cref="ArgumentException">There is no path.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="first"/> is negative, or <paramref name="count"/> less than 1.
    /// </exception>
    public static ImageInput Open(IReadOnlyList<string> paths, ImageShape shape, long first = 0, long? count = null, ImageBackground? background = null)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfLessThan(count ?? 1, 1, nameof(count));
        IImageStore store = paths switch
        {
            [] => throw new ArgumentException("At least one path was expected.", nameof(paths)),
            [string only] => ImageStores.Open(only, shape, background),
            _ => new JoinedImages(paths, shape, background),
        };
        try
        {
            return new ImageInput(store, first, count ?? long.MaxValue);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _store.Dispose();

    // Take would ask for one image more than it gives.
    private IEnumerable<PendingImage> Taken(IEnumerable<PendingImage> images)
    {
        long taken = 0;
        foreach (PendingImage image in images)
        {
            yield return image;
            if (++taken == _most)
            {
                yield break;
            }
        }
    }
}
