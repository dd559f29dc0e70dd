using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis;

namespace DrawAot.Generators.Tests;

/// <summary>
/// Compares the emitted files of some small models with those under Snapshots, so that a change of an emitter shows as a change of
/// text to review. A file whose code equals an earlier model's, apart from the model's name, has no snapshot. The comment at the top,
/// which states the sizes, is not compared.
/// </summary>
public sealed class SnapshotTests
{
    /// <summary>Set this to 1 to write the snapshots anew.</summary>
    private const string UpdateVariable = "DRAWAOT_UPDATE_SNAPSHOTS";

    private static readonly string Root = typeof(SnapshotTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "Snapshots").Value!;

    public static TheoryData<string> Models => [.. Manifests.Keys];

    private static readonly Dictionary<string, string> Manifests = new()
    {
        ["TinyWindow"] = new ManifestText { Name = "tiny_window" },
        ["TinyWhole"] = new ManifestText
        {
            Name = "tiny_whole",
            Width = 20,
            Height = 17,
            Channels = 3,
            Glimpses = 1,
            Latent = 2,
            Encoder = 10,
            Decoder = 100,
            Read = null,
            Write = null,
        },
        ["TinyBfloat16"] = new ManifestText { Name = "tiny_bfloat16", Precision = "bfloat16", Decoder = 32 },
        ["TinyInt8"] = new ManifestText { Name = "tiny_int8", Precision = "int8" },
        ["TinyClassifier"] = new ClassifierText { Name = "tiny_classifier", Read = 6, Channels = 3 },
    };

    [Theory]
    [MemberData(nameof(Models))]
    public void Emitted_files_are_the_ones_under_Snapshots(string model)
    {
        Dictionary<string, string> emitted = Emit(model);
        foreach (string earlier in Manifests.Keys.TakeWhile(other => other != model))
        {
            foreach ((string name, string text) in Emit(earlier))
            {
                string renamed = Renamed(name, earlier, model);
                if (emitted.TryGetValue(renamed, out string? own) && Code(own) == Code(Renamed(text, earlier, model)))
                {
                    emitted.Remove(renamed);
                }
            }
        }

        string folder = Path.Combine(Root, model);
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
        {
            Write(folder, emitted);
        }

        string[] files = Directory.Exists(folder) ? [.. Directory.GetFiles(folder).Select(file => Path.GetFileName(file))] : [];
        string superfluous = string.Join(", ", files.Except(emitted.Keys)), missing = string.Join(", ", emitted.Keys.Except(files));
        Assert.True(superfluous.Length == 0, $"Snapshots/{model} has files that are no longer emitted, or that say the same as an earlier model's: {superfluous}\n{HowToUpdate}");
        Assert.True(missing.Length == 0, $"Snapshots/{model} lacks files that are emitted: {missing}\n{HowToUpdate}");
        foreach ((string name, string text) in emitted)
        {
            string? difference = FirstDifference(File.ReadAllText(Path.Combine(folder, name)), text);
            Assert.True(difference is null, $"Snapshots/{model}/{name} {difference}\n{HowToUpdate}");
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Emitted_files_are_tidy(string model)
    {
        const int LongestLine = 150;
        foreach ((string name, string text) in Emit(model))
        {
            string[] lines = text.Split('\n');
            Assert.All(lines, line => Assert.True(line.Length <= LongestLine, $"{name} has a line of {line.Length}: {line}"));
            Assert.All(lines, line => Assert.True(line == line.TrimEnd(), $"{name} has a space at the end of a line: {line}"));
            Assert.DoesNotContain("\n\n\n", text);
            Assert.DoesNotContain("{\n\n", text);
            Assert.DoesNotContain('\t', text);
            Assert.EndsWith("}\n", text);
        }
    }

    /// <summary>The text of one model with the names of another.</summary>
    private static string Renamed(string text, string from, string to) => text
        .Replace(from, to, StringComparison.Ordinal)
        .Replace(ManifestName(from), ManifestName(to), StringComparison.Ordinal);

    /// <summary>A file's text after the comment at its top, which states the model's sizes.</summary>
    private static string Code(string text)
    {
        int start = text.IndexOf("#nullable", StringComparison.Ordinal);
        Assert.True(start >= 0, "An emitted file has no line '#nullable'.");
        return text[start..];
    }

    private static string ManifestName(string model) => (string)JsonNode.Parse(Manifests[model])!["name"]!;

    private static string HowToUpdate => $"If the new text is meant, run the tests with {UpdateVariable}=1, and read what they wrote.";

    private static Dictionary<string, string> Emit(string model)
    {
        string file = ManifestName(model) + ".draw.json";
        var project = new UserProject(
            $$"""
            namespace Samples;

            [DrawAot.DrawModel("{{file}}")]
            public sealed partial class {{model}};
            """,
            new Manifest("/project/" + file, Manifests[model]));
        return project.Generate().GeneratedSources.ToDictionary(file => file.HintName, file => file.SourceText.ToString());
    }

    private static void Write(string folder, Dictionary<string, string> files)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        foreach ((string name, string text) in files)
        {
            File.WriteAllText(Path.Combine(folder, name), text);
        }
    }

    /// <summary>The first line that differs, for people; null where none does.</summary>
    private static string? FirstDifference(string expected, string actual)
    {
        string[] old = expected.Split('\n'), current = actual.Split('\n');
        for (int line = 0; line < Math.Max(old.Length, current.Length); line++)
        {
            string? before = line < old.Length ? old[line] : null, now = line < current.Length ? current[line] : null;
            if (before != now)
            {
                return $"differs in line {line + 1}:\n- {before ?? "(the end)"}\n+ {now ?? "(the end)"}";
            }
        }

        return null;
    }
}
