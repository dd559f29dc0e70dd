using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace DrawAot.ImageFiles;

/// <summary>The file or folder at a path, found without opening it: opening a pipe waits for its writer.</summary>
/// <param name="Kind">The kind of file; symbolic links are followed.</param>
/// <param name="Length">Bytes, of a regular file; 0 also where the system makes up the content as it is read.</param>
/// <param name="Fault">Why it is not known, in the system's words; null where it is.</param>
internal readonly partial record struct FoundFile(FoundFile.FileKind Kind, long Length, string? Fault)
{
    private const int CurrentFolder = -100, LengthAndKind = 0x201;
    private const int NotPermitted = 1, NotThere = 2, NoFolder = 20, NoSuchCall = 38;
    private const int ResultSize = 256, ModePlace = 28, LengthPlace = 40;

    /// <summary>The kinds of file that a path may lead to.</summary>
    internal enum FileKind
    {
        Missing,
        Unreachable,
        Regular,
        Folder,
        Pipe,
        Socket,
        Device,
    }

    /// <summary>Kind of a file that cannot be opened, for sentences that expect a regular one; null for a file that can be opened.</summary>
    public string? Objection => Kind switch
    {
        FileKind.Missing or FileKind.Unreachable => Fault,
        FileKind.Folder => "it is a folder, where a file is expected",
        FileKind.Pipe => "it is a pipe, where a regular file is expected",
        FileKind.Socket => "it is a socket, where a regular file is expected",
        FileKind.Device => "it is a device, where a regular file is expected",
        _ => null,
    };

    /// <summary>Looks at a path.</summary>
    public static FoundFile At(string path)
    {
        if (path.Length == 0)
        {
            return new FoundFile(FileKind.Missing, Length: 0, "it has no name");
        }

        string full = Path.GetFullPath(path);
        if (full.Contains('\uFFFD', StringComparison.Ordinal))
        {
            return new FoundFile(FileKind.Unreachable, Length: 0, "its path is not UTF-8, which is expected of names");
        }

        return OperatingSystem.IsLinux() ? AsLinuxSays(full) : AsTheFrameworkSays(full);
    }

    [SupportedOSPlatform("linux")]
    private static FoundFile AsLinuxSays(string path)
    {
        Span<byte> result = stackalloc byte[ResultSize];
        try
        {
            if (StatX(CurrentFolder, path, flags: 0, LengthAndKind, ref MemoryMarshal.GetReference(result)) != 0)
            {
                int error = Marshal.GetLastPInvokeError();
                if (error is NoSuchCall or NotPermitted)
                {
                    return AsTheFrameworkSays(path); // a sandbox that does not know statx; a file itself never answers so
                }

                return new FoundFile(
                    error is NotThere or NoFolder ? FileKind.Missing : FileKind.Unreachable, Length: 0, Marshal.GetPInvokeErrorMessage(error));
            }
        }
        catch (EntryPointNotFoundException)
        {
            return AsTheFrameworkSays(path);
        }

        FileKind kind = (MemoryMarshal.Read<ushort>(result[ModePlace..]) >> 12) switch
        {
            1 => FileKind.Pipe,
            4 => FileKind.Folder,
            8 => FileKind.Regular,
            12 => FileKind.Socket,
            _ => FileKind.Device,
        };
        return new FoundFile(kind, MemoryMarshal.Read<long>(result[LengthPlace..]), Fault: null);
    }

    // Elsewhere a pipe is only known once it is open.
    private static FoundFile AsTheFrameworkSays(string path)
    {
        if (Directory.Exists(path))
        {
            return new FoundFile(FileKind.Folder, Length: 0, Fault: null);
        }

        var file = new FileInfo(path);
        return file.Exists
            ? new FoundFile(FileKind.Regular, file.Length, Fault: null)
            : new FoundFile(FileKind.Missing, Length: 0, "there is no such file or folder");
    }

    // struct statx is the same on every architecture, which struct stat is not.
    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int StatX(int folder, string path, int flags, uint mask, ref byte result);
}
