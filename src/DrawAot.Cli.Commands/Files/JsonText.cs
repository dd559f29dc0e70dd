using System.Text.Json;

namespace DrawAot.Cli.Files;

/// <summary>What the program prints for scripts: one JSON object on a line of its own.</summary>
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
}
