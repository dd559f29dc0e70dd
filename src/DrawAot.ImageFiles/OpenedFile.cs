using System.IO.Compression;

namespace DrawAot.ImageFiles;

/// <summary>
/// A file or an open stream, read once from its beginning; unzipped where it holds data sets. The content decides, not
/// the name: downloads are often unpacked without being renamed, or the reverse.
/// </summary>
internal sealed class OpenedFile : IDisposable
{
    private const int BufferSize = 1 << 16, PrefixSize = 16;

    private OpenedFile(string path, ImageKind kind, Stream contents, long? length) =>
        (Path, Kind, Contents, Length) = (path, kind, contents, length);

    /// <summary>The path as it was given.</summary>
    public string Path { get; }

    /// <summary>The file's contents.</summary>
    public ImageKind Kind { get; }

    /// <summary>The file's contents from the beginning, unzipped.</summary>
    public Stream Contents { get; }

    /// <summary>Number of bytes of <see cref="Contents"/>; null where only reading tells.</summary>
    public long? Length { get; }

    /// <summary>Opens a regular file, or a stream that <see cref="OpenDescriptor"/> knows.</summary>
    /// <exception cref="ImageFileException">It is not there, is no such file, or cannot be read.</exception>
    public static OpenedFile Open(string path) => Guard(path, () =>
    {
        Stream? descriptor = OpenDescriptor.Open(path);
        if (descriptor is not null)
        {
            return Begin(path, descriptor, length: null);
        }

        FoundFile found = FoundFile.At(path);
        if (found.Objection is string objection)
        {
            throw new ImageFileException($"File '{path}' cannot be read: {objection}.");
        }

        // Files without a length are empty, or are made up as they are read, some of them without end.
        if (found.Length == 0)
        {
            return new OpenedFile(path, ImageKind.Unknown, Stream.Null, length: 0);
        }

        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize);
        if (!file.CanSeek)
        {
            file.Dispose();
            throw new ImageFileException($"File '{path}' cannot be read: it is a pipe or a device, where a regular file is expected.");
        }

        return Begin(path, file, file.Length);
    });

    /// <summary>Opens a file, hands it to <paramref name="read"/>, and closes it.</summary>
    /// <exception cref="ImageFileException">The file cannot be opened or read, or its gzip data are damaged.</exception>
    public static T Read<T>(string path, Func<OpenedFile, T> read)
    {
        using OpenedFile file = Open(path);
        return file.Guard(() => read(file));
    }

    /// <summary>Reads some of it, and says in one sentence why that fails.</summary>
    /// <exception cref="ImageFileException">It cannot be read, does not fit in memory, or its gzip data are damaged.</exception>
    public T Guard<T>(Func<T> read) => Guard(Path, read);

    public void Dispose() => Contents.Dispose();

    private static OpenedFile Begin(string path, Stream file, long? length)
    {
        try
        {
            byte[] prefix = Prefix(file);
            var plain = new PrefixedStream(prefix, file);
            ImageKind kind = ImageKinds.OfOne(prefix);
            if (kind != ImageKind.Unknown)
            {
                return new OpenedFile(path, kind, plain, length);
            }

            if (prefix is not [0x1F, 0x8B, ..])
            {
                return new OpenedFile(path, ImageKinds.OfMany(prefix), plain, length);
            }

            var gzip = new GZipStream(plain, CompressionMode.Decompress);
            byte[] unzipped = Prefix(gzip);
            return new OpenedFile(path, ImageKinds.OfMany(unzipped), new PrefixedStream(unzipped, gzip), length: null);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static byte[] Prefix(Stream stream)
    {
        byte[] prefix = new byte[PrefixSize];
        return prefix[..stream.ReadAtLeast(prefix, PrefixSize, throwOnEndOfStream: false)];
    }

    private static T Guard<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (ImageFileException)
        {
            throw;
        }
        catch (InvalidDataException damage)
        {
            throw new ImageFileException($"File '{path}' is damaged: its gzip data cannot be unpacked.", damage);
        }
        catch (OutOfMemoryException shortage)
        {
            throw new ImageFileException($"File '{path}' holds more than this program has memory for.", shortage);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ImageFileException($"File '{path}' cannot be read: {failure.Message.TrimEnd('.')}.", failure);
        }
    }
}
