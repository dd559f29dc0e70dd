using System.Text.Json;

namespace DrawAot.Cli.Files;

/// <summary>The program's output for scripts: JSON objects, each on a line of its own.</summary>
internal static class JsonText
{
    /// <summary>Prints an object.</summary>
    /// <param name="fields">Writes its fields.</param>
    /// <exception cref="IOException">The output stream cannot be written.</exception>
    public static void Print(Action<Utf8JsonWriter> fields) => OutputStream.Write(output =>
    {
        // What the fields do not flush comes at the end, so that a failure before leaves nothing of a short object.
        using var writer = new Utf8JsonWriter(output);
        writer.WriteStartObject();
        fields(writer);
        writer.WriteEndObject();
        writer.Flush();
        output.WriteByte((byte)'\n');
    });

    /// <summary>Prints an object for each of some items.</summary>
    /// <param name="items">The items; its argument prints those that have been taken.</param>
    /// <param name="fields">Writes an item's fields.</param>
    /// <exception cref="IOException">The output stream cannot be written.</exception>
    public static void PrintLines<T>(Func<Action, IEnumerable<T>> items, Action<Utf8JsonWriter, T> fields) => OutputStream.Write(output =>
    {
        using var lines = new BufferedStream(output, 1 << 16);
        using var writer = new Utf8JsonWriter(lines);
        foreach (T item in items(lines.Flush))
        {
            writer.WriteStartObject();
            fields(writer, item);
            writer.WriteEndObject();
            writer.Flush();
            writer.Reset();
            lines.WriteByte((byte)'\n');
        }
    });
}
