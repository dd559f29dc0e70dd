using DrawAot.ImageFiles;

namespace DrawAot.Cli;

/// <summary>The output stream, which may lead to a full disk.</summary>
internal static class OutputStream
{
    /// <summary>Writes to it. A reader that has gone away, as <c>head</c> does, is no failure.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="ImageFileException">The images that are written about cannot be read.</exception>
    public static void Write(Action<Stream> write)
    {
        try
        {
            using Stream output = Console.OpenStandardOutput();
            write(output);
        }
        catch (Exception failure) when (failure is (IOException or UnauthorizedAccessException) and not ImageFileException)
        {
            throw new IOException($"The output stream cannot be written: {failure.Message.TrimEnd('.')}.", failure);
        }
    }

    /// <summary>Writes text to it.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void WriteText(Action<TextWriter> write) => Write(stream =>
    {
        using var text = new StringWriter();
        write(text);
        stream.Write(TextEncoding.OfOutput.GetBytes(text.ToString()));
    });

    /// <summary>Writes lines to it, each as soon as it is there.</summary>
    /// <param name="write">Hands each line to its argument.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void WriteLines(Action<Action<string>> write) => Write(stream =>
        write(line => stream.Write(TextEncoding.OfOutput.GetBytes(line + Environment.NewLine))));
}
