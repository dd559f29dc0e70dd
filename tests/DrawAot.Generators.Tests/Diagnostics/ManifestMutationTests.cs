using System.Diagnostics;
using System.Text;
using DrawAot.RandomCases;
using Microsoft.CodeAnalysis;

namespace DrawAot.Generators.Tests.Diagnostics;

/// <summary>Sound manifests changed at random: the generator neither fails nor hangs, and each diagnostic has a place in the manifest.</summary>
public sealed class ManifestMutationTests(ITestOutputHelper output)
{
    private const int Manifests = 1500;

    /// <summary>Far more than a manifest takes on a busy machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly string[] Sound =
    [
        new ManifestText(),
        new ManifestText { Read = null, Write = null, Precision = "int8" },
        new ClassifierText(),
        new ClassifierText { Width = 4096, Height = 4096, Channels = 4, Glimpses = 65536, Hidden = 65536, Read = 256, Classes = [.. Enumerable.Range(0, 2000).Select(k => $"{k}")] },
        new ManifestText { Width = 4096, Height = 4096, Channels = 4, Glimpses = 65536, Latent = 65536, Encoder = 65536, Decoder = 65536, Read = 256, Write = 256 },
    ];

    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud800", "\0", "\n", "\r", "\u2028", "\ufeff", "//", "/*", "null", "true", "false", "NaN", "-0", "1e999",
        "0", "1", "-1", "4096", "4097", "65536", "65537", "2147483647", "2147483648", "9223372036854775808", "1.5", "\"format\": 2,", "\"format\": 3,", "\"model\": \"classifier\",", "\"model\": \"draw\",", "\"name\": \"class\",",
        "\"weights\": {},", "\"training\": [[[[", new string('[', 2000), new string('9', 400), new string('a', 5000),
    ];

    [Fact]
    [Trait("Cases", "Random")]
    public void Manifests_changed_at_random_are_refused_at_their_places_or_emitted()
    {
        int count = 0, sound = 0;
        foreach (int seed in CaseSeeds.Take(Manifests))
        {
            sound += RequireVerdict(Mutant(new Random(seed)), CaseSeeds.Setting(seed)) ? 1 : 0;
            count++;
        }

        output.WriteLine($"{count} manifests, {sound} of them sound");
        if (count >= Manifests)
        {
            Assert.InRange(sound, 1, count - 1);
        }
    }

    private static string Mutant(Random random)
    {
        var text = new StringBuilder(Sound[random.Next(Sound.Length)]);
        for (int changes = 1 + random.Next(4); changes > 0; changes--)
        {
            int at = random.Next(text.Length + 1), length = Math.Min(random.Next(1, random.Next(2, 40)), text.Length - at);
            string piece = text.ToString(at, length);
            switch (random.Next(7))
            {
                case 0: text.Remove(at, length); break;
                case 1: text.Insert(random.Next(text.Length + 1), piece); break;
                case 2: text.Remove(at, length).Insert(random.Next(text.Length + 1), piece); break;
                case 3: text.Insert(at, Pieces[random.Next(Pieces.Length)]); break;
                case 4: text.Remove(at, length).Insert(at, Pieces[random.Next(Pieces.Length)]); break;
                case 5: text.Remove(at, length).Insert(at, (char)random.Next(char.MaxValue + 1)); break;
                default: text = Renumbered(text.ToString(), random); break;
            }
        }

        return text.ToString();
    }

    /// <summary>Another number in the place of one of those there.</summary>
    private static StringBuilder Renumbered(string text, Random random)
    {
        int start = text.IndexOfAny([.. "0123456789"], random.Next(Math.Max(1, text.Length)));
        if (start < 0)
        {
            return new StringBuilder(text);
        }

        int end = start;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        return new StringBuilder(text[..start]).Append(random.NextInt64(1L << random.Next(1, 40))).Append(text[end..]);
    }

    /// <summary>Whether a manifest is sound; where it is not, each fault is one line, and at a place in it.</summary>
    private static bool RequireVerdict(string manifest, string hint)
    {
        var clock = Stopwatch.StartNew();
        IReadOnlyList<Diagnostic> faults = ManifestVerdict.Faults(manifest);
        Assert.True(clock.Elapsed < Patience, $"{hint}: {clock.Elapsed}");
        foreach (Diagnostic fault in faults)
        {
            Assert.True(fault.Location.GetLineSpan().Path == ManifestVerdict.Path, $"{hint}: {fault}");
            Assert.InRange(fault.Location.SourceSpan.End, 0, manifest.Length);
            Assert.DoesNotContain(ManifestVerdict.Written(fault), c => char.IsControl(c) || char.IsSurrogate(c));
        }

        return faults.Count == 0;
    }
}
