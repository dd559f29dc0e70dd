using System.IO.Enumeration;

namespace DrawAot.ImageFiles;

/// <summary>
/// The PNG and JPEG files of a folder, in the ordinal order of their names. However many there are, a limited number of
/// names is in memory: the folder is gone through again for the next ones.
/// </summary>
internal sealed class FolderPictures : IImageStore
{
    /// <summary>Names in memory at a time.</summary>
    private const int UsualBatch = 1 << 17;

    private static readonly EnumerationOptions VisibleEntries = new() { AttributesToSkip = FileAttributes.Hidden, IgnoreInaccessible = false };

    private readonly string _folder;
    private readonly ImageShape _shape;
    private readonly ImageBackground? _background;
    private readonly int _batch;
    private readonly long _count;

    /// <summary>Counts the files.</summary>
    /// <exception cref="ImageFileException">The folder cannot be read, or holds none.</exception>
    public FolderPictures(string folder, ImageShape shape, ImageBackground? background, int batch = UsualBatch)
    {
        (_folder, _shape, _background, _batch) = (folder, shape, background, batch);
        _count = Guard(() => Entries(_ => true).LongCount());
        if (_count == 0)
        {
            throw new ImageFileException($"Folder '{folder}' holds no files: images, PNG or JPEG, are expected in it.");
        }
    }

    public long? Count => _count;

    public IEnumerable<PendingImage> From(long first)
    {
        if (first >= _count)
        {
            throw new ImageFileException($"There is no image {first} in '{_folder}': a number from 0 to {_count - 1} is expected.");
        }

        return Names().SkipWhile((_, index) => index < first).Select(Pending);
    }

    public void Dispose()
    {
    }

    private PendingImage Pending(string name)
    {
        string path = Path.Combine(_folder, name);
        return new PendingImage(path, () => InputImage.OfPicture(path, ImageReader.Read(path, _shape, _background)));
    }

    /// <summary>The names in order. Two may look alike, where they are not UTF-8.</summary>
    private IEnumerable<string> Names()
    {
        string? last = null;
        int likeLast = 0;
        while (true)
        {
            string[] names = Guard(() => After(last, likeLast));
            foreach (string name in names)
            {
                likeLast = name == last ? likeLast + 1 : 1;
                last = name;
                yield return name;
            }

            if (names.Length < _batch)
            {
                yield break;
            }
        }
    }

    /// <summary>The next names after some that were seen, of which the last may have been seen more than once.</summary>
    private string[] After(string? last, int likeLast)
    {
        // The largest of the names that are kept is the first to go.
        var kept = new PriorityQueue<string, string>(Comparer<string>.Create((one, other) => string.CompareOrdinal(other, one)));
        foreach (string name in Entries(IsWanted))
        {
            if (name == last && likeLast-- > 0)
            {
                continue;
            }

            if (kept.Count < _batch)
            {
                kept.Enqueue(name, name);
            }
            else
            {
                kept.EnqueueDequeue(name, name);
            }
        }

        string[] names = [.. kept.UnorderedItems.Select(item => item.Element)];
        Array.Sort(names, StringComparer.Ordinal);
        return names;

        bool IsWanted(ReadOnlySpan<char> name) =>
            name.SequenceCompareTo(last) >= 0 && (kept.Count < _batch || name.SequenceCompareTo(kept.Peek()) < 0);
    }

    /// <summary>The names of files that are wanted. Whether a link leads to a folder costs a system call, so it is asked last.</summary>
    private FileSystemEnumerable<string> Entries(Func<ReadOnlySpan<char>, bool> isWanted) =>
        new(_folder, (ref entry) => entry.FileName.ToString(), VisibleEntries)
        {
            ShouldIncludePredicate = (ref entry) => entry.FileName[0] != '.' && isWanted(entry.FileName) && !entry.IsDirectory,
        };

    private T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ImageFileException($"Folder '{_folder}' cannot be read: {failure.Message.TrimEnd('.')}.", failure);
        }
    }
}
