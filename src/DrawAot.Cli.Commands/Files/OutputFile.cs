using System.Text.RegularExpressions;

namespace DrawAot.Cli.Files;

/// <summary>A file that is written whole or not at all. What it holds goes by the end of its name.</summary>
internal sealed partial class OutputFile
{
    /// <summary>Name of the standard output.</summary>
    public const string StandardOutput = "-";

    private readonly string _path;

    /// <summary>Looks, before any work is done, whether a file can lie there.</summary>
    /// <param name="path">The file; <see cref="StandardOutput"/> for the standard output.</param>
    /// <param name="format">What it holds, as an extension; null for what its name says.</param>
    /// <param name="extensions">How its name may end; a file of the system may be called as it is.</param>
    /// <exception cref="UsageException">The path names no file, or one of another kind.</exception>
    /// <exception cref="IOException">It is a folder, or in none.</exception>
    public OutputFile(string path, string? format, params IReadOnlyList<string> extensions)
    {
        _path = path;
        Extension = format ?? Path.GetExtension(path).ToLowerInvariant();
        if (IsStream && !Console.IsOutputRedirected)
        {
            throw new UsageException("--out is the standard output, which is a terminal; a file or a pipe was expected.");
        }

        if (Path.GetFileName(path).Length == 0)
        {
            throw new UsageException($"--out is '{path}'; the name of a file was expected.");
        }

        if (Extension.Length == 0)
        {
            Extension = extensions[0];
        }

        if (!extensions.Contains(Extension))
        {
            throw new UsageException($"--out is '{path}'; a file whose name ends with {string.Join(" or ", extensions)} was expected.");
        }

        if (!IsStream && Directory.Exists(path))
        {
            throw Refusal("this is a folder; a file to write was expected");
        }

        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (folder.Contains('\uFFFD', StringComparison.Ordinal))
        {
            throw Refusal($"the name of its folder, '{folder}', is not UTF-8, which is expected of names");
        }

        if (!Directory.Exists(folder))
        {
            throw Refusal($"there is no folder '{folder}'");
        }
    }

    /// <summary>End of the file's name, with the dot and in lower case; the first of the allowed ends where the name has none of them.</summary>
    public string Extension { get; }

    /// <summary>Whether it is the standard output.</summary>
    public bool IsStream => _path == StandardOutput;

    /// <summary>Whether it is another file, or lies in a folder as one of the files there.</summary>
    public bool IsOneOf(string fileOrFolder)
    {
        if (IsStream || fileOrFolder == StandardOutput)
        {
            return false;
        }

        string path = TargetOf(_path), other = TargetOf(fileOrFolder);
        return IsSame(path, other) || (IsSame(Path.GetDirectoryName(path), Path.TrimEndingDirectorySeparator(other)) && File.Exists(path));
    }

    /// <summary>Whether two paths are one; Windows and macOS take upper for lower case in names.</summary>
    private static bool IsSame(string? path, string other) => string.Equals(
        path, other, OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    /// <summary>Writes the file whole or not at all.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(Action<Stream> write)
    {
        if (IsStream)
        {
            OutputStream.Write(write);
            return;
        }

        // Before there is a file: to be told of signals takes a moment, in which one may come.
        Stream? unfinished = null;
        using var termination = new Termination(() => DeleteUnfinished(unfinished));
        try
        {
            WholeFile.Write(_path, stream =>
            {
                unfinished = stream;
                write(stream);
            });
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Refusal(Unfinished().Replace(failure.Message, "").TrimEnd('.'));
        }
        catch (ArgumentOutOfRangeException)
        {
            // What a stream throws at the largest size of a file.
            throw Refusal("it becomes larger than a file may be there");
        }
    }

    /// <summary>The path as it was given.</summary>
    public override string ToString() => _path;

    private static string TargetOf(string path)
    {
        var file = new FileInfo(path);
        return file.LinkTarget is null ? file.FullName : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
    }

    private static void DeleteUnfinished(Stream? stream)
    {
        if (stream is FileStream { Name: string name } && Unfinished().IsMatch(name))
        {
            try
            {
                File.Delete(name);
            }
            catch (IOException)
            {
                // Windows deletes no open file.
            }
        }
    }

    /// <summary>End of the names under which <see cref="WholeFile"/> writes.</summary>
    [GeneratedRegex("[.][0-9a-f]{32}[.]unfinished")]
    private static partial Regex Unfinished();

    private IOException Refusal(string reason) => new($"{_path}: {reason}.");
}
