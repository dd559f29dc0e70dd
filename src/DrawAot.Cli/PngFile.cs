using StbImageWriteSharp;

namespace DrawAot.Cli;

/// <summary>A PNG file that is written whole or not at all.</summary>
internal sealed class PngFile
{
    private readonly string _path;
    private readonly string _folder;

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

        _folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (Directory.Exists(path))
        {
            throw Refusal("this is a folder; a file to write was expected");
        }

        if (!Directory.Exists(_folder))
        {
            throw Refusal($"there is no folder '{_folder}'");
        }
    }

    /// <summary>Devices are written to as they are: renaming a file onto one would replace it.</summary>
    private bool IsDevice => !OperatingSystem.IsWindows() && _folder == "/dev" && File.Exists(_path);

    /// <summary>Writes the file under another name and then renames it, so that nobody ever sees half of it.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(Sheet sheet)
    {
        string unfinished = Path.Combine(_folder, $".drawaot-{Guid.NewGuid():N}");
        try
        {
            if (IsDevice)
            {
                Write(sheet, _path, FileMode.Open);
            }
            else
            {
                Write(sheet, unfinished, FileMode.CreateNew);
                File.Move(unfinished, _path, overwrite: true);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            File.Delete(unfinished);
            throw Refusal(failure.Message.Replace(unfinished, _path, StringComparison.Ordinal).TrimEnd('.'));
        }
    }

    private static void Write(Sheet sheet, string path, FileMode mode)
    {
        using var stream = new FileStream(path, mode, FileAccess.Write);
        new ImageWriter().WritePng(sheet.Pixels, sheet.Width, sheet.Height, (ColorComponents)sheet.Channels, stream);
    }

    private IOException Refusal(string reason) => new($"{_path}: {reason}.");
}
