using System.IO.Compression;
using System.Text;

namespace DrawAot.ImageFiles.Tests;

/// <summary>A folder that is gone when the test is over.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("drawaot-");

    public string Path => _folder.FullName;

    public string Write(string name, string text) => Write(name, Encoding.Latin1.GetBytes(text));

    public string Write(string name, byte[] contents)
    {
        string path = System.IO.Path.Combine(Path, name);
        File.WriteAllBytes(path, contents);
        return path;
    }

    public string WriteGzipped(string name, string text) => Write(name, Gzip(Encoding.Latin1.GetBytes(text)));

    public static byte[] Gzip(byte[] contents)
    {
        using MemoryStream zipped = new();
        using (GZipStream gzip = new(zipped, CompressionLevel.Optimal))
        {
            gzip.Write(contents);
        }

        return zipped.ToArray();
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
