using System.Text.Json;

namespace DrawAot.Cli.Files;

/// <summary>What the program prints for scripts: one JSON object on a line of its own.</summary>
internal static class JsonText
{
    /// <summary>Prints an object.</summary>
    /// <param name="fields">Writes its fields.</param>
    public static void Print(Action<Utf8JsonWriter> fields)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            fields(writer);
            writer.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');
        OutputStream.Write(output => output.Write(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)));
    }
}
