using System.IO.Compression;

namespace DrawAot.Trainer.Datasets;

/// <summary>Finds and opens the files of a data set, gzipped or not.</summary>
internal static class DatasetFile
{
    private const int BufferSize = 1 << 16;

    /// <summary>The first of the names, or of the names with <c>.gz</c> added, that is a file in the folder.</summary>
    /// <exception cref="DatasetException">The folder or the file does not exist.</exception>
    public static string Find(string folder, string dataset, params ReadOnlySpan<string> names)
    {
        if (!Directory.Exists(folder))
        {
            throw new DatasetException(
                $"There is no folder '{folder}', where data set '{dataset}' was looked for: " +
                $"one is expected that holds {string.Join(" or ", names)}, gzipped (.gz) or not, and its companions.");
        }

        foreach (string name in names)
        {
            string plain = Path.Combine(folder, name);
            string gzipped = plain + ".gz";
            if (File.Exists(plain) || File.Exists(gzipped))
            {
                return File.Exists(plain) ? plain : gzipped;
            }
        }

        throw new DatasetException(
            $"Data set '{dataset}' lacks a file in the folder '{folder}': " +
            $"{string.Join(" or ", names)} is expected, gzipped (.gz) or not.");
    }

    /// <summary>Opens a file and hands its contents, unzipped if they are gzip, to <paramref name="read"/>.</summary>
    /// <exception cref="DatasetException">The file cannot be opened or read, or its gzip data are damaged.</exception>
    public static T Read<T>(string path, Func<Stream, T> read)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize);
            if (!StartsAsGzip(file))
            {
                return read(file);
            }

            using GZipStream gzip = new(file, CompressionMode.Decompress);
            return read(gzip);
        }
        catch (InvalidDataException damage)
        {
            throw new DatasetException($"File '{path}' is damaged: its gzip data cannot be unpacked.", damage);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"File '{path}' cannot be read: {failure.Message}", failure);
        }
    }

    // The content decides, not the name: downloads are often unpacked without being renamed, or the reverse.
    private static bool StartsAsGzip(FileStream file)
    {
        bool gzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        return gzip;
    }
}
