using System.Text;
using CsCheck;
using DrawAot.RandomCases;
using Microsoft.CodeAnalysis;

namespace DrawAot.Generators.Tests.Diagnostics;

/// <summary>The generator refuses any text of a manifest in sentences, or emits code; it never fails.</summary>
public sealed class ManifestFuzzTests
{
    private static readonly Gen<string> Sound = Gen.OneOf<string>(new ManifestText().ToString(), new ClassifierText().ToString());

    private static readonly Gen<string> Fragment = Gen.OneOf(
        Gen.Char.Select(c => c.ToString()),
        Gen.Char["{}[]\",:\\0123456789.eE+-tfnu \r\n\t"].Select(c => c.ToString()),
        Gen.OneOf("", "null", "true", "{}", "[]", "\"\"", "1e9", "-1", "4096", "65537", "\\u0000", "\\ud800", "\ufeff", "\"format\": 2"));

    private static readonly Gen<Func<string, string>> Edit = Gen.Select(
        Gen.Int[0, new ManifestText().ToString().Length], Gen.Int[0, 8], Fragment,
        (start, length, fragment) => new Func<string, string>(text =>
        {
            int from = Math.Min(start, text.Length), count = Math.Min(length, text.Length - from);
            return text.Remove(from, count).Insert(from, fragment);
        }));

    [Fact]
    [Trait("Cases", "Random")]
    public void Edits_of_a_sound_manifest_never_make_the_generator_fail() =>
        Gen.Select(Sound, Edit.Array[1, 6], (sound, edits) => edits.Aggregate(sound, (text, edit) => edit(text))).Check(RequireVerdict, count: 3000);

    [Fact]
    [Trait("Cases", "Random")]
    public void Damaged_bytes_never_make_the_generator_fail() =>
        Gen.Select(Sound, Gen.Select(Gen.Double.Unit, Gen.Byte).Array[1, 8], Damaged).Check(RequireVerdict, count: 1000);

    [Fact]
    [Trait("Cases", "Random")]
    public void A_text_of_any_characters_never_makes_the_generator_fail() => Gen.String.Check(RequireVerdict, count: 500);

    [Theory]
    [InlineData("draw")]
    [InlineData("classifier")]
    public void A_manifest_cut_short_anywhere_is_one_fault(string family)
    {
        string manifest = (family == "draw" ? new ManifestText().ToString() : new ClassifierText().ToString()).TrimEnd();
        for (int length = 0; length < manifest.Length; length++)
        {
            Diagnostic fault = Assert.Single(ManifestVerdict.Faults(manifest[..length]));
            Assert.Equal("DRAW001", fault.Id);
        }
    }

    private static string Damaged(string sound, (double Place, byte Value)[] damages)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(sound);
        foreach ((double place, byte value) in damages)
        {
            bytes[(int)(place * bytes.Length)] = value;
        }

        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>Each fault is one line, with a place inside the text.</summary>
    private static void RequireVerdict(string manifest)
    {
        foreach (Diagnostic fault in ManifestVerdict.Faults(manifest))
        {
            Assert.InRange(fault.Location.SourceSpan.End, 0, manifest.Length);
            Assert.DoesNotContain(ManifestVerdict.Written(fault), c => char.IsControl(c) || char.IsSurrogate(c));
        }
    }
}
