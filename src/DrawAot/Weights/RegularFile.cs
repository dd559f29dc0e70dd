using System.Runtime.InteropServices;

namespace DrawAot.Weights;

/// <summary>
/// Reads files of weights, and refuses whatever else a path may lead to before it is opened: to open a pipe that nobody writes
/// to would block for ever, and a device has no end.
/// </summary>
/// <remarks>
/// .NET does not tell the kinds of files apart, so Linux is asked. Elsewhere, and where Linux gives no answer, only folders are
/// recognised. A link counts as what it leads to, and so does <c>/dev/stdin</c>: it can be read where it is a redirected file.
/// </remarks>
internal static partial class RegularFile
{
    private const int CurrentFolder = -100; // AT_FDCWD
    private const uint TypeIsAsked = 1; // STATX_TYPE
    private const int TypeMask = 0xF000, Pipe = 0x1000, CharacterDevice = 0x2000, Folder = 0x4000, BlockDevice = 0x6000, Socket = 0xC000;

    /// <summary>Reads all of a file.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="expected">What the caller expects there, with its article.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty.</exception>
    /// <exception cref="IOException">It is not there, is no regular file, cannot be read, or has more than 2 GiB.</exception>
    /// <exception cref="UnauthorizedAccessException">Reading it is not permitted.</exception>
    public static byte[] ReadAllBytes(string path, string expected)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (OtherKind(path) is string kind)
        {
            throw new IOException($"{path}: this is {kind}; {expected} was expected.");
        }

        return File.ReadAllBytes(path);
    }

    /// <summary>What a path leads to, with its article; null where that is a regular file, nothing, or unknown.</summary>
    private static string? OtherKind(string path)
    {
        if (OperatingSystem.IsLinux() && TypeOf(path) is int type)
        {
            return type switch
            {
                Pipe => "a pipe",
                CharacterDevice or BlockDevice => "a device",
                Folder => "a folder",
                Socket => "a socket",
                _ => null,
            };
        }

        return Directory.Exists(path) ? "a folder" : null;
    }

    private static int? TypeOf(string path)
    {
        try
        {
            return Status(CurrentFolder, path, flags: 0, TypeIsAsked, out FileStatus status) == 0 ? status.Mode & TypeMask : null;
        }
        catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException)
        {
            return null; // a C library without statx
        }
    }

    [LibraryImport("libc.so.6", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Status(int folder, string path, int flags, uint mask, out FileStatus status);

    /// <summary>The kernel's <c>struct statx</c>, the same on every processor: 256 bytes, the mode at byte 28.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct FileStatus
    {
        [FieldOffset(28)]
        public ushort Mode;
    }
}
