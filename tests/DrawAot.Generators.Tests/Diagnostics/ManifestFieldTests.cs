namespace DrawAot.Generators.Tests.Diagnostics;

/// <summary>DRAW002 to DRAW008: the manifest is JSON, but has faulty fields.</summary>
public sealed class ManifestFieldTests
{
    private const string NameRule =
        "an identifier was expected: ASCII letters, digits and '_', not starting with a digit, no C# keyword, at most 64 characters.";

    private const string FileRule =
        "the plain name of a file beside the manifest was expected: no folder, none of < > : \" / \\ | ? * ; % $ @, " +
        "no space before or after it, no dot at its end, no device of Windows (CON, NUL, COM1, …), at most 255 characters.";

    private const string Sha256Rule = "a SHA-256 of 64 hexadecimal digits was expected.";

    private const string KnownInRoot =
        "one of format, name, image, glimpses, latent, hidden, attention, weights, training, $schema was expected.";

    private static readonly string Sound = new ManifestText();

    [Theory]
    [InlineData("\"width\": 5, \"height\": 4, \"channels\": 1 }", "\"width\": 5, \"height\": 4 [|}|]", "image.channels", "an integer from 1 to 4")]
    [InlineData("\"encoder\": 3, \"decoder\": 4 }", "\"decoder\": 4 [|}|]", "hidden.encoder", "an integer from 1 to 65536")]
    [InlineData("\"read\": 2, \"write\": 2 }", "\"read\": 2 [|}|]", "attention.write", "an integer from 1 to 256 or null")]
    [InlineData(",\n    \"precision\": \"float32\"\n  }", "\n  [|}|]", "weights.precision", "'float32', 'bfloat16' or 'int8'")]
    public void A_missing_field_is_named_where_its_object_ends(string sound, string faulty, string field, string expected) =>
        ManifestVerdict.RequireAt(
            Sound.Replace(sound, faulty), "DRAW002", $"The field '{field}' is missing; {expected} was expected.");

    [Fact]
    public void A_missing_object_is_one_fault_whatever_it_should_hold() => ManifestVerdict.Require(
        """{ "format": 1, "name": "tiny" }""",
        "(1,31): DRAW002: The field 'image' is missing; an object was expected.",
        "(1,31): DRAW002: The field 'glimpses' is missing; an integer from 1 to 65536 was expected.",
        "(1,31): DRAW002: The field 'latent' is missing; an integer from 1 to 65536 was expected.",
        "(1,31): DRAW002: The field 'hidden' is missing; an object was expected.",
        "(1,31): DRAW002: The field 'attention' is missing; an object was expected.",
        "(1,31): DRAW002: The field 'weights' is missing; an object was expected.");

    [Theory]
    [InlineData("\"latent\": 2", "\"latent\": 2, [|\"Latent\"|]: 2", "The field 'Latent' is not known; " + KnownInRoot)]
    [InlineData("\"latent\": 2", "\"latent\": 2, [|\"\"|]: 2", "The field '' is not known; " + KnownInRoot)]
    [InlineData("\"latent\": 2", "\"latent\": 2, [|\"a\\nb\"|]: 2", "The field 'a\ufffdb' is not known; " + KnownInRoot)]
    [InlineData("\"channels\": 1", "\"channels\": 1, [|\"depth\"|]: 2", "The field 'image.depth' is not known; one of width, height, channels was expected.")]
    [InlineData("\"decoder\": 4", "\"decoder\": 4, [|\"layers\"|]: {}", "The field 'hidden.layers' is not known; one of encoder, decoder was expected.")]
    [InlineData("\"write\": 2 ", "\"write\": 2, [|\"n\"|]: 2", "The field 'attention.n' is not known; one of read, write was expected.")]
    [InlineData("\"precision\":", "[|\"size\"|]: 2, \"precision\":", "The field 'weights.size' is not known; one of file, sha256, precision was expected.")]
    public void An_unknown_field_is_refused_by_its_name(string sound, string faulty, string message) =>
        ManifestVerdict.RequireAt(Sound.Replace(sound, faulty), "DRAW003", message);

    [Theory]
    [InlineData("\"format\": 1", "\"format\": [|\"1\"|]", "'format' is a string; the integer 1 or 2 was expected.")]
    [InlineData("\"format\": 1", "\"format\": [|1.0|]", "'format' is 1.0; the integer 1 or 2 was expected.")]
    [InlineData("\"name\": \"tiny\"", "\"name\": [|7|]", "'name' is a number; an identifier was expected.")]
    [InlineData("\"width\": 5", "\"width\": [|\"5\"|]", "'image.width' is a string; an integer from 1 to 4096 was expected.")]
    [InlineData("\"width\": 5", "\"width\": [|null|]", "'image.width' is null; an integer from 1 to 4096 was expected.")]
    [InlineData("\"width\": 5", "\"width\": [|5.5|]", "'image.width' is 5.5; an integer from 1 to 4096, in plain digits, was expected.")]
    [InlineData("\"width\": 5", "\"width\": [|5.0|]", "'image.width' is 5.0; an integer from 1 to 4096, in plain digits, was expected.")]
    [InlineData("\"width\": 5", "\"width\": [|5e0|]", "'image.width' is 5e0; an integer from 1 to 4096, in plain digits, was expected.")]
    [InlineData("\"glimpses\": 3", "\"glimpses\": [|true|]", "'glimpses' is a boolean; an integer from 1 to 65536 was expected.")]
    [InlineData("\"encoder\": 3", "\"encoder\": [|[3, 3]|]", "'hidden.encoder' is an array; an integer from 1 to 65536 was expected.")]
    [InlineData("\"write\": 2", "\"write\": [|{}|]", "'attention.write' is an object; an integer from 1 to 256 or null was expected.")]
    [InlineData("{ \"read\": 2, \"write\": 2 }", "[|2|]", "'attention' is a number; an object was expected.")]
    [InlineData("{ \"read\": 2, \"write\": 2 }", "[|null|]", "'attention' is null; an object was expected.")]
    [InlineData("\"file\": \"tiny.safetensors\"", "\"file\": [|null|]", "'weights.file' is null; the name of the weights file was expected.")]
    [InlineData("\"precision\": \"float32\"", "\"precision\": [|32|]", "'weights.precision' is a number; 'float32', 'bfloat16' or 'int8' was expected.")]
    [InlineData("{ \"dataset\": \"shapes\", \"epochs\": 12.5, \"notes\": [true, null, \"ε\"] }", "[|\"long\"|]", "'training' is a string; an object was expected.")]
    public void A_value_of_the_wrong_kind_is_refused(string sound, string faulty, string message) =>
        ManifestVerdict.RequireAt(Sound.Replace(sound, faulty), "DRAW004", message);

    [Theory]
    [InlineData("[|[\n  1\n]|]", "an array")]
    [InlineData("[|\"tiny\"|]", "a string")]
    [InlineData("\n  [|null|]", "null")]
    public void A_manifest_is_an_object(string manifest, string kind) =>
        ManifestVerdict.RequireAt(manifest, "DRAW004", $"The manifest is {kind}; an object was expected.");

    [Theory]
    [InlineData("\"width\": 5", "\"width\": [|0|]", "'image.width' is 0; an integer from 1 to 4096 was expected.")]
    [InlineData("\"width\": 5", "\"width\": [|-0|]", "'image.width' is -0; an integer from 1 to 4096 was expected.")]
    [InlineData("\"width\": 5", "\"width\": [|-5|]", "'image.width' is -5; an integer from 1 to 4096 was expected.")]
    [InlineData("\"height\": 4", "\"height\": [|4097|]", "'image.height' is 4097; an integer from 1 to 4096 was expected.")]
    [InlineData("\"channels\": 1", "\"channels\": [|5|]", "'image.channels' is 5; an integer from 1 to 4 was expected.")]
    [InlineData("\"latent\": 2", "\"latent\": [|4294967298|]", "'latent' is 4294967298; an integer from 1 to 65536 was expected.")]
    [InlineData("\"latent\": 2", "\"latent\": [|36893488147419103234|]", "'latent' is 36893488147419103234; an integer from 1 to 65536 was expected.")]
    [InlineData("\"read\": 2", "\"read\": [|0|]", "'attention.read' is 0; an integer from 1 to 256 or null was expected.")]
    [InlineData("\"write\": 2", "\"write\": [|257|]", "'attention.write' is 257; an integer from 1 to 256 or null was expected.")]
    public void A_size_out_of_range_is_refused(string sound, string faulty, string message) =>
        ManifestVerdict.RequireAt(Sound.Replace(sound, faulty), "DRAW005", message);

    [Fact]
    public void A_number_of_a_thousand_digits_is_shown_in_short() => ManifestVerdict.RequireAt(
        Sound.Replace("\"latent\": 2", $"\"latent\": [|{new string('2', 1000)}|]"),
        "DRAW005",
        $"'latent' is {new string('2', 70)}…; an integer from 1 to 65536 was expected.");

    [Theory]
    [InlineData("", "")]
    [InlineData("1st", "1st")]
    [InlineData("mnist-28", "mnist-28")]
    [InlineData("two words", "two words")]
    [InlineData("class", "class")]
    [InlineData("@class", "@class")]
    [InlineData("größe", "größe")]
    [InlineData("a\\nb", "a\ufffdb")]
    [InlineData("x;}//", "x;}//")]
    [InlineData("\\u202egnp", "\ufffdgnp")]
    public void A_name_that_is_no_identifier_is_refused(string name, string shown) => ManifestVerdict.RequireAt(
        Sound.Replace("\"name\": \"tiny\"", $"\"name\": [|\"{name}\"|]"), "DRAW006", $"'name' is '{shown}'; {NameRule}");

    [Fact]
    public void A_name_has_at_most_64_characters()
    {
        ManifestVerdict.Require(Sound.Replace("\"tiny\"", $"\"{new string('n', 64)}\""));
        ManifestVerdict.RequireAt(
            Sound.Replace("\"tiny\"", $"[|\"{new string('n', 65)}\"|]"), "DRAW006", $"'name' is '{new string('n', 65)}'; {NameRule}");
    }

    [Theory]
    [InlineData("_")]
    [InlineData("Class")]
    [InlineData("TINY_2")]
    public void A_name_need_not_be_that_of_the_class_or_of_a_file(string name) =>
        ManifestVerdict.Require(Sound.Replace("\"name\": \"tiny\"", $"\"name\": \"{name}\""));

    [Theory]
    [InlineData("3")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("99999999999999999999")]
    public void Another_format_is_the_only_fault_that_is_looked_for(string format) => ManifestVerdict.RequireAt(
        $$"""{ "format": [|{{format}}|], "layers": [] }""",
        "DRAW007",
        $"'format' is {format}; this version of DrawAot reads the formats 1 and 2.");

    [Theory]
    [InlineData("", "")]
    [InlineData(".", ".")]
    [InlineData("..", "..")]
    [InlineData("weights/tiny.safetensors", "weights/tiny.safetensors")]
    [InlineData("..\\\\tiny.safetensors", "..\\tiny.safetensors")]
    [InlineData("C:tiny.safetensors", "C:tiny.safetensors")]
    [InlineData("*.safetensors", "*.safetensors")]
    [InlineData("a\\\"b", "a\"b")]
    [InlineData("a\\u2028b", "a\ufffdb")]
    [InlineData("a\\u0085b", "a\ufffdb")]
    [InlineData("a\\ud800b", "a\ufffdb")]
    [InlineData("tiny.", "tiny.")]
    [InlineData("tiny ", "tiny ")]
    [InlineData(" tiny", " tiny")]
    [InlineData("tiny;other", "tiny;other")]
    [InlineData("tiny%41", "tiny%41")]
    [InlineData("$(tiny)", "$(tiny)")]
    [InlineData("@(tiny)", "@(tiny)")]
    [InlineData("CON", "CON")]
    [InlineData("nul.safetensors", "nul.safetensors")]
    [InlineData("Aux .tar.gz", "Aux .tar.gz")]
    [InlineData("com1.safetensors", "com1.safetensors")]
    [InlineData("LPT²", "LPT²")]
    public void The_weights_file_has_a_plain_name(string file, string shown) => ManifestVerdict.RequireAt(
        Sound.Replace("\"tiny.safetensors\"", $"[|\"{file}\"|]"), "DRAW007", $"'weights.file' is '{shown}'; {FileRule}");

    [Theory]
    [InlineData(".hidden")]
    [InlineData("größe (2).safetensors")]
    [InlineData("50(x){0}'&#,!.bin")]
    [InlineData("console.nul")]
    [InlineData("COM10.safetensors")]
    [InlineData("com.1")]
    public void The_weights_file_may_have_any_plain_name(string file) =>
        ManifestVerdict.Require(Sound.Replace("\"tiny.safetensors\"", $"\"{file}\""));

    [Theory]
    [InlineData("")]
    [InlineData("0123456789abcdef")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdeg")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0")]
    public void A_sha256_has_64_hexadecimal_digits(string sha256) => ManifestVerdict.RequireAt(
        WithSha256($"[|\"{sha256}\"|]"), "DRAW007", $"'weights.sha256' is '{sha256}'; {Sha256Rule}");

    [Fact]
    public void A_sha256_may_have_capital_digits() =>
        ManifestVerdict.Require(WithSha256("\"0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef\""));

    [Fact]
    public void An_unknown_precision_is_refused() => ManifestVerdict.RequireAt(
        Sound.Replace("\"float32\"", "[|\"Float32\"|]"),
        "DRAW007",
        "'weights.precision' is 'Float32'; 'float32', 'bfloat16' or 'int8' was expected.");

    [Fact]
    public void A_model_that_is_too_large_is_refused()
    {
        ManifestText large = new() { Encoder = 1, Decoder = 11568, Latent = 1 };
        ManifestVerdict.Require(large);
        ManifestVerdict.RequireAt(
            "[|{|]" + (large with { Decoder = 11569 }).ToString()[1..],
            "DRAW008",
            "The model's packed weights are 537,276,848 floats; at most 536,870,912 are supported.");
    }

    [Fact]
    public void A_model_whose_session_is_too_large_is_refused()
    {
        ManifestText large = new() { Width = 4096, Height = 4096, Channels = 2, Encoder = 1, Decoder = 1, Latent = 1, Read = 1, Write = null };
        ManifestVerdict.Require(large);
        ManifestVerdict.RequireAt(
            "[|{|]" + (large with { Channels = 3 }).ToString()[1..],
            "DRAW008",
            "A session of the model takes 1,510,025,568 floats; at most 1,073,741,824 are supported.");
    }

    [Fact]
    public void The_largest_sizes_together_do_not_overflow()
    {
        var largest = new ManifestText
        {
            Width = 4096,
            Height = 4096,
            Channels = 4,
            Glimpses = 65536,
            Latent = 65536,
            Encoder = 65536,
            Decoder = 65536,
            Read = null,
            Write = null,
        };
        ManifestVerdict.RequireAt(
            "[|{|]" + largest.ToString()[1..], "DRAW008", "The model's packed weights are 39,659,863,015,424 floats; at most 536,870,912 are supported.");
    }

    [Fact]
    public void All_faults_are_reported_from_top_to_bottom() => ManifestVerdict.Require(
        """
        {
          "format": 1,
          "name": "no name",
          "image": { "width": 0, "hieght": 4, "channels": 3.0 },
          "glimpses": "ten",
          "latent": 2,
          "hidden": { "encoder": 3, "decoder": 4 },
          "attention": { "read": 2 },
          "weights": { "file": "a/b", "sha256": "", "precision": "int4" }
        }
        """,
        $"(3,11): DRAW006: 'name' is 'no name'; {NameRule}",
        "(4,23): DRAW005: 'image.width' is 0; an integer from 1 to 4096 was expected.",
        "(4,26): DRAW003: The field 'image.hieght' is not known; one of width, height, channels was expected.",
        "(4,51): DRAW004: 'image.channels' is 3.0; an integer from 1 to 4, in plain digits, was expected.",
        "(4,55): DRAW002: The field 'image.height' is missing; an integer from 1 to 4096 was expected.",
        "(5,15): DRAW004: 'glimpses' is a string; an integer from 1 to 65536 was expected.",
        "(8,28): DRAW002: The field 'attention.write' is missing; an integer from 1 to 256 or null was expected.",
        $"(9,24): DRAW007: 'weights.file' is 'a/b'; {FileRule}",
        $"(9,41): DRAW007: 'weights.sha256' is ''; {Sha256Rule}",
        "(9,58): DRAW007: 'weights.precision' is 'int4'; 'float32', 'bfloat16' or 'int8' was expected.");

    private static string WithSha256(string value) =>
        Sound.Replace("\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\"", value);
}
