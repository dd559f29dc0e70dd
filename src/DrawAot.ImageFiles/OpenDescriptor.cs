using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace DrawAot.ImageFiles;

/// <summary>
/// Streams that are open already and have a name: <c>-</c> and <c>/dev/stdin</c>, the standard input, and
/// <c>/dev/fd/N</c>, which a shell passes for <c>&lt;(command)</c>. They are read as they are: opened a second time by
/// name, a pipe whose writer has ended would be waited for without end.
/// </summary>
internal static class OpenDescriptor
{
    private static readonly string[] Folders = ["/dev/fd/", "/proc/self/fd/"];

    /// <summary>Opens a path that names such a stream; null for any other path.</summary>
    public static Stream? Open(string path)
    {
        int? number = NumberOf(path);
        return number is null ? null
            : number == 0 ? Console.OpenStandardInput()
            : new FileStream(new SafeFileHandle(number.Value, ownsHandle: false), FileAccess.Read);
    }

    /// <summary>Whether a path names such a stream.</summary>
    public static bool IsNamedBy(string path) => NumberOf(path) is not null;

    private static int? NumberOf(string path)
    {
        if (path is "-")
        {
            return 0;
        }

        // On Windows these are paths like any others.
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        if (path is "/dev/stdin")
        {
            return 0;
        }

        foreach (string folder in Folders)
        {
            if (path.StartsWith(folder, StringComparison.Ordinal)
                && int.TryParse(path.AsSpan(folder.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            {
                return number;
            }
        }

        return null;
    }
}
