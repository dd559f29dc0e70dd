using System.Text;
using DrawAot.ImageFiles;

namespace DrawAot.Weights;

/// <summary>
/// Reads whole files, and refuses other kinds before they are opened: opening a pipe waits for its writer, and a device has no end.
/// </summary>
/// <remarks>A link counts as its target, and so does <c>/dev/stdin</c>: it can be read where it is a redirected file.</remarks>
internal static class RegularFile
{
    /// <summary>Reads all of a file.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="expected">The expected kind of file, with its article.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty.</exception>
    /// <exception cref="IOException">It is not there, is no regular file, cannot be read, or has more than 2 GiB.</exception>
    /// <exception cref="UnauthorizedAccessException">Reading it is not permitted.</exception>
    public static byte[] ReadAllBytes(string path, string expected)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        FoundFile found = FoundFile.At(path);
        string? kind = found.Kind switch
        {
            FoundFile.FileKind.Pipe => "a pipe",
            FoundFile.FileKind.Device => "a device",
            FoundFile.FileKind.Folder => "a folder",
            FoundFile.FileKind.Socket => "a socket",
            _ => null,
        };
        if (kind is not null)
        {
            throw new IOException($"{path}: this is {kind}; {expected} was expected.");
        }

        // The system makes up the content of some files of length 0, and reading them may wait for ever.
        return found is { Kind: FoundFile.FileKind.Regular, Length: 0 } ? [] : File.ReadAllBytes(path);
    }

    /// <summary>Reads all of a text in UTF-8.</summary>
    /// <inheritdoc cref="ReadAllBytes"/>
    public static string ReadAllText(string path, string expected)
    {
        using var reader = new StreamReader(new MemoryStream(ReadAllBytes(path, expected)), Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
