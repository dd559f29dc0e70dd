using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace DrawAot;

/// <summary>Writes files that are whole or not there: a file is made beside its place and then renamed into it.</summary>
public static partial class WholeFile
{
    /// <summary>The ending of the names of unfinished files, after a dot and 32 hexadecimal digits.</summary>
    private const string UnfinishedEnd = ".unfinished";

    /// <summary>The longest name of a file on almost every file system, in bytes.</summary>
    private const int LongestName = 255;

    private const int WriteOnly = 1, Truncate = 0x200, NonBlocking = 0x800, CloseOnExec = 0x8_0000, SetFlags = 4;
    private const int Interrupted = 4, NoReader = 6;

    /// <summary>The time that a pipe's reader has to open it, if both were started together.</summary>
    private static readonly TimeSpan PatienceWithReaders = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Writes a whole file or none: another one at that path stays until this one is complete and on the disk.
    /// The target of a link is replaced. Devices, pipes and open descriptors (<c>/dev/stdout</c>,
    /// <c>/dev/fd/3</c>) are written to as they are, because a file renamed onto one would take its place; a named
    /// pipe that no reader opens within five seconds is refused.
    /// </summary>
    /// <param name="path">Its path.</param>
    /// <param name="write">Writes the content; when it throws, nothing has changed.</param>
    /// <exception cref="IOException">It cannot be written, or its path is not UTF-8: it would get another name.</exception>
    /// <exception cref="UnauthorizedAccessException">Writing it is not permitted.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        using FileStream? descriptor = OpenDescriptor(path);
        if (descriptor is not null)
        {
            write(descriptor);
            return;
        }

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
        string unfinished = Unfinished(path);
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

    /// <summary>The temporary name beside a file, cut to the longest name.</summary>
    private static string Unfinished(string path)
    {
        string end = $".{Guid.NewGuid():N}{UnfinishedEnd}", name = Path.GetFileName(path);
        while (Encoding.UTF8.GetByteCount(name) > LongestName - end.Length)
        {
            name = name[..^(char.IsLowSurrogate(name[^1]) ? 2 : 1)];
        }

        return Path.Combine(Path.GetDirectoryName(path)!, name + end);
    }

    /// <summary>The path of the file that a path leads to, over links.</summary>
    /// <exception cref="IOException">Links lead in a circle, or the path is not UTF-8.</exception>
    private static string TargetOf(string path)
    {
        var file = new FileInfo(path);
        string target = file.LinkTarget is null ? file.FullName : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
        return target.Contains('\uFFFD', StringComparison.Ordinal)
            ? throw new IOException($"The path '{target}' is not UTF-8, which is expected of names.")
            : target;
    }

    /// <summary>Opens the file there if it is no regular file; null if it is one, or if there is nothing.</summary>
    private static FileStream? OpenIfSpecial(string path, string target)
    {
        if (IsOfTheSystem(Path.GetFullPath(path)) || IsOfTheSystem(target))
        {
            return File.Exists(path) ? Open(path) : null;
        }

        // .NET does not say what kind of file it is; but a pipe has no length, and once it is open, no position.
        // It is not opened a second time, because its reader would see the end when it is closed.
        if (new FileInfo(target) is not { Exists: true, Length: 0 })
        {
            return null;
        }

        FileStream stream = Open(target);
        if (!stream.CanSeek)
        {
            return stream;
        }

        stream.Dispose();
        return null;
    }

    private static FileStream Open(string path) => OperatingSystem.IsLinux()
        ? OpenWithoutWaiting(path)
        : new FileStream(path, FileMode.Truncate, FileAccess.Write);

    /// <summary>Opens a file that may be a pipe, which is waited for until it has a reader, but not without end.</summary>
    [SupportedOSPlatform("linux")]
    private static FileStream OpenWithoutWaiting(string path)
    {
        long start = Environment.TickCount64;
        while (true)
        {
            int descriptor = SystemOpen(path, WriteOnly | Truncate | NonBlocking | CloseOnExec);
            if (descriptor >= 0)
            {
                // From here on a write may wait for the reader.
                _ = SystemControl(descriptor, SetFlags, WriteOnly);
                return new FileStream(new SafeFileHandle(descriptor, ownsHandle: true), FileAccess.Write, bufferSize: 0);
            }

            int error = Marshal.GetLastPInvokeError();
            if (error is not (NoReader or Interrupted))
            {
                throw new IOException($"{Marshal.GetPInvokeErrorMessage(error)}: '{path}'.");
            }

            if (Environment.TickCount64 - start > PatienceWithReaders.TotalMilliseconds)
            {
                throw new IOException($"'{path}' is a pipe without a reader; a reader, started first, was expected.");
            }

            Thread.Sleep(TimeSpan.FromMilliseconds(20));
        }
    }

    /// <summary>
    /// A stream for a path that names an open descriptor. It is written to as it is: the links below /dev/fd lead to
    /// texts such as "pipe:[77]", which are no paths, and opened by name a pipe without a reader is waited for.
    /// </summary>
    private static FileStream? OpenDescriptor(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        string full = Path.GetFullPath(path);
        int? number = DescriptorIn(full) ?? DescriptorIn(new FileInfo(full).LinkTarget);
        return number is null ? null : new FileStream(new SafeFileHandle(number.Value, ownsHandle: false), FileAccess.Write, bufferSize: 0);
    }

    private static int? DescriptorIn(string? path)
    {
        switch (path)
        {
            case null:
                return null;
            case "/dev/stdout":
                return 1;
            case "/dev/stderr":
                return 2;
        }

        foreach (string folder in (ReadOnlySpan<string>)["/dev/fd/", "/proc/self/fd/"])
        {
            if (path.StartsWith(folder, StringComparison.Ordinal)
                && int.TryParse(path.AsSpan(folder.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            {
                return number;
            }
        }

        return null;
    }

    private static bool IsOfTheSystem(string path) =>
        !OperatingSystem.IsWindows()
        && (IsBelow("/proc/", path) || (IsBelow("/dev/", path) && !IsBelow("/dev/shm/", path))); // files in memory are files

    private static bool IsBelow(string folder, string path) => path.StartsWith(folder, StringComparison.Ordinal);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int SystemOpen(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int SystemControl(int descriptor, int command, int argument);
}
