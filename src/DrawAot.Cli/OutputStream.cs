namespace DrawAot.Cli;

/// <summary>The output stream, which may lead to a full disk.</summary>
internal static class OutputStream
{
    /// <summary>Writes to it. A reader that has gone away, as <c>head</c> does, is no failure.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(Action<Stream> write)
    {
        try
        {
            using Stream output = Console.OpenStandardOutput();
            write(output);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
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
        stream.Write(Console.OutputEncoding.GetBytes(text.ToString()));
    });
}
