using System.Text;

namespace DrawAot.Cli;

/// <summary>
/// The encoding of text: UTF-8 in files and pipes, whatever the system's code page or locale. A terminal gets its own encoding;
/// a console of Windows gets UTF-16, which it shows whole, where its code page may lack × or ….
/// </summary>
internal static class TextEncoding
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>That of the standard output.</summary>
    public static Encoding OfOutput => Console.IsOutputRedirected ? Utf8 : Console.OutputEncoding;

    /// <summary>Makes the writers of <see cref="Console"/> use it.</summary>
    public static void Set()
    {
        if (OperatingSystem.IsWindows() && !(Console.IsOutputRedirected && Console.IsErrorRedirected))
        {
            Console.OutputEncoding = Encoding.Unicode;
        }

        if (Console.IsOutputRedirected)
        {
            Console.SetOut(Writer(Console.OpenStandardOutput()));
        }

        if (Console.IsErrorRedirected)
        {
            Console.SetError(Writer(Console.OpenStandardError()));
        }
    }

    private static StreamWriter Writer(Stream stream) => new(stream, Utf8) { AutoFlush = true };
}
