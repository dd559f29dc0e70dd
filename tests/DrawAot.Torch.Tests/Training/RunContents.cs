using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace DrawAot.Torch.Tests.Training;

/// <summary>All that a run's folder holds, except for seconds and the date, which two runs need not share.</summary>
internal static class RunContents
{
    /// <summary>Asserts that two folders hold the same files of the same bytes, except for seconds and the date.</summary>
    public static void AssertSame(string expected, string actual)
    {
        Assert.Equal(Names(expected), Names(actual));
        foreach (string name in Names(expected))
        {
            Assert.True(
                Of(Path.Combine(expected, name)).AsSpan().SequenceEqual(Of(Path.Combine(actual, name))), $"'{name}' is another in '{actual}'.");
        }
    }

    private static IEnumerable<string> Names(string folder) => Directory.GetFileSystemEntries(folder).Select(path => Path.GetFileName(path)).Order();

    private static byte[] Of(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        return Path.GetFileName(path) switch
        {
            "epochs.csv" => Encoding.UTF8.GetBytes(string.Join('\n', File.ReadLines(path).Select(line => line[..line.LastIndexOf(',')]))),
            string name when name.EndsWith(".json", StringComparison.Ordinal) => Encoding.UTF8.GetBytes(WithoutDate(Encoding.UTF8.GetString(bytes))),
            string name when name.StartsWith("checkpoint", StringComparison.Ordinal) => WithoutSeconds(bytes),
            _ => bytes,
        };
    }

    private static string WithoutDate(string json)
    {
        Match date = Regex.Match(json, "\"date\": ?\"[0-9]{4}-[0-9]{2}-[0-9]{2}\"");
        Assert.True(date.Success, "There is no date.");
        return json.Remove(date.Index, date.Length);
    }

    /// <summary>A checkpoint without the seconds in its texts, and the checksum over them.</summary>
    private static byte[] WithoutSeconds(byte[] checkpoint)
    {
        int data = sizeof(ulong) + (int)BinaryPrimitives.ReadUInt64LittleEndian(checkpoint);
        JsonObject header = JsonNode.Parse(checkpoint.AsSpan(sizeof(ulong)..data))!.AsObject();
        JsonObject texts = header["__metadata__"]!.AsObject();
        Assert.True(texts.Remove("sha256"));
        JsonObject sums = JsonNode.Parse((string)texts["sums"]!)!.AsObject();
        Assert.True(sums.Remove("seconds"));
        texts["sums"] = sums.ToJsonString();
        texts["run"] = WithoutDate((string)texts["run"]!);
        JsonArray epochs = JsonNode.Parse((string)texts["epochs"]!)!.AsArray();
        foreach (JsonNode? epoch in epochs)
        {
            Assert.True(epoch!.AsObject().Remove("seconds"));
        }

        texts["epochs"] = epochs.ToJsonString();
        return [.. Encoding.UTF8.GetBytes(header.ToJsonString()), .. checkpoint[data..]];
    }
}
