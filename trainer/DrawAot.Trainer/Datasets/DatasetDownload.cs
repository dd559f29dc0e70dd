using System.IO.Compression;
using System.Security.Cryptography;

namespace DrawAot.Trainer.Datasets;

/// <summary>Fetches the files of a data set that are missing, and keeps only what has the checksum expected.</summary>
internal sealed class DatasetDownload(HttpClient client)
{
    private const int BufferSize = 1 << 16;

    /// <summary>No file of a data set is larger: a server that never ends fills no disk.</summary>
    public const long LargestFile = 1L << 30;

    /// <summary>Fetches what is missing.</summary>
    /// <param name="source">The data set's files.</param>
    /// <param name="folder">Where they go; made if need be.</param>
    /// <param name="say">Is told what is fetched.</param>
    /// <param name="cancellation">Ends it; nothing half-fetched stays.</param>
    /// <exception cref="DatasetException">A file cannot be fetched, or is not the one expected.</exception>
    public async Task FetchMissing(DatasetSource source, string folder, Action<string> say, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        foreach (SourceFile file in source.Files.Where(file => DatasetFile.Find(folder, file) is null))
        {
            say($"Fetching {file.Address}.");
            string path = Path.Combine(folder, file.Names[0] + (file.Address.AbsolutePath.EndsWith(".gz", StringComparison.Ordinal) ? ".gz" : ""));
            string unfinished = path + ".unfinished";
            try
            {
                await Fetch(file, unfinished, cancellation);
                File.Move(unfinished, path, overwrite: true);
            }
            catch (Exception failure) when (failure is HttpRequestException or IOException or InvalidDataException)
            {
                throw new DatasetException(
                    $"Data set '{source.Dataset}': {file.Address} cannot be fetched: {failure.Message} " +
                    $"A file with SHA-256 {file.Sha256} (unzipped) is expected as '{path}'.", failure);
            }
            finally
            {
                File.Delete(unfinished);
            }
        }
    }

    private async Task Fetch(SourceFile file, string path, CancellationToken cancellation)
    {
        using HttpResponseMessage response = await client.GetAsync(file.Address, HttpCompletionOption.ResponseHeadersRead, cancellation);
        response.EnsureSuccessStatusCode();
        await using (Stream from = await response.Content.ReadAsStreamAsync(cancellation))
        await using (FileStream to = File.Create(path))
        {
            await CopyAtMost(from, to, cancellation);
        }

        string actual = await HashOfContents(path, cancellation);
        if (actual != file.Sha256)
        {
            throw new InvalidDataException($"What came has SHA-256 {actual} (unzipped).");
        }
    }

    private static async Task CopyAtMost(Stream from, FileStream to, CancellationToken cancellation)
    {
        byte[] buffer = new byte[BufferSize];
        int read;
        while ((read = await from.ReadAsync(buffer, cancellation)) > 0)
        {
            if (to.Position + read > LargestFile)
            {
                throw new InvalidDataException($"What came is larger than {LargestFile} bytes.");
            }

            await to.WriteAsync(buffer.AsMemory(0, read), cancellation);
        }
    }

    private static async Task<string> HashOfContents(string path, CancellationToken cancellation)
    {
        await using FileStream file = File.OpenRead(path);
        bool gzipped = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        await using Stream contents = gzipped ? new GZipStream(file, CompressionMode.Decompress) : file;
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(contents, cancellation));
    }
}
