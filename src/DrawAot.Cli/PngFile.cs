using StbImageWriteSharp;

namespace DrawAot.Cli;

/// <summary>A PNG file that is written whole or not at all.</summary>
internal sealed class PngFile
{
    private readonly string _path;

    /// <summary>Looks, before any work is done, whether a file can lie there.</summary>
    /// <exception cref="UsageException">The path names no file.</exception>
    /// <exception cref="IOException">It is a folder, or in none.</exception>
    public PngFile(string path)
    {
        _path = path;
        if (Path.GetFileName(path).Length == 0)
        {
            throw new UsageException($"--out is '{path}'; the name of a file was expected.");
        }

        if (Directory.Exists(path))
        {
            throw Refusal("this is a folder; a file to write was expected");
        }

        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder))
        {
            throw Refusal($"there is no folder '{folder}'");
        }
    }

    /// <summary>Writes the file, so that nobody ever sees half of it.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(Sheet sheet)
    {
        try
        {
            WholeFile.Write(_path, stream => new ImageWriter().WritePng(
                sheet.Pixels, sheet.Width, sheet.Height, (ColorComponents)sheet.Channels, stream));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Refusal(failure.Message.TrimEnd('.'));
        }
    }

    private IOException Refusal(string reason) => new($"{_path}: {reason}.");
}
