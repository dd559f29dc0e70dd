using System.IO.Compression;

namespace DrawAot.ImageFiles;

/// <summary>Opens files, gzipped or not, and says in one sentence why one cannot be read.</summary>
internal static class OpenedFile
{
    private const int BufferSize = 1 << 16;

    /// <summary>Opens a file and hands it to <paramref name="read"/>.</summary>
    /// <exception cref="ImageFileException">The file cannot be opened or read, or its gzip data are damaged.</exception>
    public static T Read<T>(string path, Func<FileStream, T> read)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize);
            return file.CanSeek
                ? read(file)
                : throw new ImageFileException($"File '{path}' cannot be read: it is a pipe or a device, where a file is expected.");
        }
        catch (ImageFileException)
        {
            throw;
        }
        catch (InvalidDataException damage)
        {
            throw new ImageFileException($"File '{path}' is damaged: its gzip data cannot be unpacked.", damage);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ImageFileException($"File '{path}' cannot be read: {failure.Message}", failure);
        }
    }

    /// <summary>Opens a file and hands its contents, unzipped if they are gzip, to <paramref name="read"/>.</summary>
    /// <exception cref="ImageFileException">The file cannot be opened or read, or its gzip data are damaged.</exception>
    public static T ReadUnzipped<T>(string path, Func<Stream, T> read) => Read(path, file => Unzipped(file, read));

    /// <summary>Hands the contents of a file from its beginning, unzipped if they are gzip, to <paramref name="read"/>.</summary>
    public static T Unzipped<T>(FileStream file, Func<Stream, T> read)
    {
        if (!StartsAsGzip(file))
        {
            return read(file);
        }

        using GZipStream gzip = new(file, CompressionMode.Decompress, leaveOpen: true);
        return read(gzip);
    }

    // The content decides, not the name: downloads are often unpacked without being renamed, or the reverse.
    private static bool StartsAsGzip(FileStream file)
    {
        file.Position = 0;
        bool gzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        return gzip;
    }
}
