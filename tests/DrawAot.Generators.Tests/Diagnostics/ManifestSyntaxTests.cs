namespace DrawAot.Generators.Tests.Diagnostics;

/// <summary>DRAW001: the manifest cannot be read as JSON.</summary>
public sealed class ManifestSyntaxTests
{
    private static readonly string Sound = new ManifestText();

    [Fact]
    public void A_sound_manifest_has_no_faults() => ManifestVerdict.Require(Sound);

    [Theory]
    [InlineData("", "(1,1)")]
    [InlineData("  \t", "(1,4)")]
    [InlineData("\n\r\n  ", "(3,3)")]
    public void An_empty_file_has_no_value(string manifest, string place) =>
        ManifestVerdict.Require(manifest, $"{place}: DRAW001: The manifest cannot be read as JSON: the file ends where a value was expected.");

    [Theory]
    [InlineData("\"glimpses\": 3", "\"glimpses\": [|t|]hree", "'t' stands where a value was expected")]
    [InlineData("\"glimpses\": 3", "\"glimpses\": [|N|]aN", "'N' stands where a value was expected")]
    [InlineData("\"glimpses\": 3", "\"glimpses\": [|+|]3", "'+' stands where a value was expected")]
    [InlineData("\"glimpses\": 3", "\"glimpses\": 0[|3|]", "'3' stands where ',' or '}' was expected")]
    [InlineData("\"glimpses\": 3", "\"glimpses\": 3.[|,|]", "',' stands where a digit was expected")]
    [InlineData("\"glimpses\": 3", "\"glimpses\": 3e[|x|]", "'x' stands where a digit was expected")]
    [InlineData("\"glimpses\": 3", "\"glimpses\": -[|,|]", "',' stands where a digit was expected")]
    [InlineData("\"glimpses\": 3", "\"glimpses\" [|3|]", "'3' stands where ':' was expected")]
    [InlineData("\"glimpses\": 3", "[|g|]limpses: 3", "'g' stands where a field's name in quotes was expected")]
    [InlineData("\"glimpses\": 3", "[|'|]glimpses': 3", "''' stands where a field's name in quotes was expected")]
    [InlineData("\"glimpses\": 3", "[|/|]/ comment", "'/' stands where a field's name in quotes was expected")]
    [InlineData("\"glimpses\": 3,", "\"glimpses\": 3[|;|]", "';' stands where ',' or '}' was expected")]
    [InlineData("\"channels\": 1 }", "\"channels\": 1, [|}|]", "'}' stands where a field's name in quotes was expected")]
    [InlineData("\"ε\"]", "\"ε\"[|}|]", "'}' stands where ',' or ']' was expected")]
    [InlineData("\"ε\"", "\"ε[||]\n\"", "the line ends where the string's closing quote was expected")]
    [InlineData("\"ε\"", "\"ε[||]\r\n\"", "the line ends where the string's closing quote was expected")]
    [InlineData("\"ε\"", "\"ε[|\t|]\"", "the character U+0009 stands where the string's closing quote was expected")]
    [InlineData("\"ε\"", "\"ε[|\0|]\"", "the character U+0000 stands where the string's closing quote was expected")]
    [InlineData("\"ε\"", "\"\\[|ε|]\"", "'ε' stands where one of \" \\ / b f n r t u was expected")]
    [InlineData("\"ε\"", "\"\\u03b[|g|]\"", "'g' stands where a hexadecimal digit was expected")]
    [InlineData("\"ε\"", "[|\0|]", "the character U+0000 stands where a value was expected")]
    [InlineData("\"ε\"", "[|\u202e|]", "the character U+202E stands where a value was expected")]
    [InlineData("\"ε\"", "[|\ud83d\ude00|]", "the character U+1F600 stands where a value was expected")]
    public void The_first_character_that_does_not_fit_is_named(string sound, string faulty, string clause) =>
        ManifestVerdict.RequireAt(Sound.Replace(sound, faulty), "DRAW001", $"The manifest cannot be read as JSON: {clause}.");

    [Fact]
    public void Half_a_character_is_named_by_its_number() => ManifestVerdict.RequireAt(
        Sound.Replace("\"ε\"", "[|\ud83d|]"),
        "DRAW001",
        "The manifest cannot be read as JSON: the character U+D83D stands where a value was expected.");

    [Fact]
    public void Nothing_may_follow_the_manifest() => ManifestVerdict.RequireAt(
        Sound + "[|{|]}", "DRAW001", "The manifest cannot be read as JSON: '{' stands where the end of the file was expected.");

    [Fact]
    public void A_field_that_is_given_twice_is_refused_at_the_second() => ManifestVerdict.RequireAt(
        Sound.Replace("\"latent\": 2", "\"latent\": 2, [|\"glimpses\"|]: 4"),
        "DRAW001",
        "The manifest cannot be read as JSON: the field 'glimpses' is given a second time.");

    [Fact]
    public void A_field_that_is_given_twice_is_shown_on_one_line_and_in_short()
    {
        string name = "\\n\\u202e" + new string('x', 100), shown = "\ufffd\ufffd" + new string('x', 68) + "…";
        ManifestVerdict.RequireAt(
            $$"""{ "{{name}}": 1, [|"{{name}}"|]: 1 }""",
            "DRAW001",
            $"The manifest cannot be read as JSON: the field '{shown}' is given a second time.");
    }

    [Fact]
    public void Brackets_may_be_nested_64_deep()
    {
        ManifestVerdict.Require(Sound.Replace("\"ε\"", new string('[', 61) + new string(']', 61)));
        ManifestVerdict.RequireAt(
            Sound.Replace("\"ε\"", new string('[', 61) + "[|[|]" + new string(']', 62)),
            "DRAW001",
            "The manifest cannot be read as JSON: its brackets are nested more than 64 deep.");
    }

    [Fact]
    public void A_hundred_thousand_brackets_do_not_overflow_the_stack() => ManifestVerdict.RequireAt(
        new string('[', 64) + "[|[|]" + new string('[', 100_000),
        "DRAW001",
        "The manifest cannot be read as JSON: its brackets are nested more than 64 deep.");

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Lines_are_counted_whatever_ends_them(string lineEnd) => ManifestVerdict.RequireAt(
        Sound.Replace("\"latent\": 2", "\"latent\": [|two|]").Replace("two|]", "?|]").Replace("\n", lineEnd),
        "DRAW001",
        "The manifest cannot be read as JSON: '?' stands where a value was expected.");

    [Fact]
    public void A_byte_order_mark_is_skipped()
    {
        ManifestVerdict.Require("\ufeff" + Sound);
        ManifestVerdict.Require(
            "\ufeff?", "(1,1): DRAW001: The manifest cannot be read as JSON: '?' stands where a value was expected.");
    }

    [Theory]
    [InlineData("\"\\u0074i\\u006Ey\"")]
    [InlineData("\"tiny\"")]
    public void Escapes_mean_what_they_stand_for(string name) =>
        ManifestVerdict.Require(Sound.Replace("\"name\": \"tiny\"", "\"name\": " + name));
}
