namespace DrawAot;

/// <summary>Writes files that are whole or not there: a file is made beside its place and then renamed into it.</summary>
public static class WholeFile
{
    /// <summary>
    /// Writes a file, all of it or nothing: another one at that path stays until this one is complete and on the disk.
    /// Of a link it is the target that is replaced. Devices, pipes and open descriptors (<c>/dev/fd/3</c>) are
    /// written to as they are, because a file renamed onto one would take its place.
    /// </summary>
    /// <param name="path">Where it goes.</param>
    /// <param name="write">Writes the content; when it throws, nothing has changed.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Writing it is not permitted.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        string target = TargetOf(path);
        using FileStream? special = OpenIfSpecial(path, target);
        if (special is not null)
        {
            write(special);
        }
        else
        {
            Replace(target, write);
        }
    }

    private static void Replace(string path, Action<Stream> write)
    {
        string unfinished = $"{path}.{Guid.NewGuid():N}.unfinished";
        var stream = new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write);
        try
        {
            using (stream)
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }

    private static string TargetOf(string path)
    {
        var file = new FileInfo(path);
        return file.LinkTarget is null ? file.FullName : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
    }

    /// <summary>Opens what stands there if it is no regular file; null if it is one, or if there is nothing.</summary>
    private static FileStream? OpenIfSpecial(string path, string target)
    {
        // The links below /dev/fd lead to texts such as "pipe:[77]", which are no paths: so not by the target's name.
        if (IsOfTheSystem(Path.GetFullPath(path)) || IsOfTheSystem(target))
        {
            return File.Exists(path) ? new FileStream(path, FileMode.Truncate, FileAccess.Write) : null;
        }

        // .NET does not say what kind of file it is; but a pipe has no length, and once it is open, no position.
        // It is not opened a second time, because its reader would see the end when it is closed.
        if (new FileInfo(target) is not { Exists: true, Length: 0 })
        {
            return null;
        }

        var stream = new FileStream(target, FileMode.Open, FileAccess.Write);
        if (!stream.CanSeek)
        {
            return stream;
        }

        stream.Dispose();
        return null;
    }

    private static bool IsOfTheSystem(string path) =>
        !OperatingSystem.IsWindows()
        && (IsBelow("/proc/", path) || (IsBelow("/dev/", path) && !IsBelow("/dev/shm/", path))); // files in memory are files

    private static bool IsBelow(string folder, string path) => path.StartsWith(folder, StringComparison.Ordinal);
}
