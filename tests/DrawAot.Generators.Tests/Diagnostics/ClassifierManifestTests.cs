namespace DrawAot.Generators.Tests.Diagnostics;

/// <summary>Format 2: diagnostics of the manifest of a glimpse classifier, and of the field that names the family.</summary>
public sealed class ClassifierManifestTests
{
    private const string KnownInRoot =
        "one of format, model, name, image, glimpses, hidden, attention, classes, weights, training, $schema was expected.";

    private static readonly string Sound = new ClassifierText();

    [Fact]
    public void A_sound_manifest_has_no_faults() => ManifestVerdict.Require(Sound);

    [Fact]
    public void A_draw_model_is_sound_in_format_2() => ManifestVerdict.Require(
        new ManifestText().ToString().Replace("\"format\": 1,", "\"format\": 2, \"model\": \"draw\","));

    [Fact]
    public void Format_2_states_its_family() => ManifestVerdict.Require(
        """{ "format": 2, "layers": [] }""",
        "(1,29): DRAW002: The field 'model' is missing; 'draw' or 'classifier' was expected.");

    [Theory]
    [InlineData("\"model\": \"classifier\"", "\"model\": [|\"Classifier\"|]", "DRAW007", "'model' is 'Classifier'; 'draw' or 'classifier' was expected.")]
    [InlineData("\"model\": \"classifier\"", "\"model\": [|2|]", "DRAW004", "'model' is a number; 'draw' or 'classifier' was expected.")]
    [InlineData("\"hidden\": 4", "\"hidden\": [|{}|]", "DRAW004", "'hidden' is an object; an integer from 1 to 65536 was expected.")]
    [InlineData("\"hidden\": 4", "\"hidden\": [|0|]", "DRAW005", "'hidden' is 0; an integer from 1 to 65536 was expected.")]
    [InlineData("\"read\": 2", "\"read\": [|null|]", "DRAW004", "'attention.read' is null; an integer from 1 to 256 was expected.")]
    [InlineData("\"read\": 2", "\"read\": 2, [|\"write\"|]: 2", "DRAW003", "The field 'attention.write' is not known; one of read was expected.")]
    [InlineData("\"hidden\": 4", "\"hidden\": 4, [|\"latent\"|]: 4", "DRAW003", "The field 'latent' is not known; " + KnownInRoot)]
    [InlineData("[\"cat\",\"dog\",\"other\"]", "[|3|]", "DRAW004", "'classes' is a number; an array of 2 to 65536 labels was expected.")]
    [InlineData("[\"cat\",\"dog\",\"other\"]", "[|[]|]", "DRAW005", "'classes' is an array of 0 labels; an array of 2 to 65536 labels was expected.")]
    [InlineData("[\"cat\",\"dog\",\"other\"]", "[|[\"cat\"]|]", "DRAW005", "'classes' is an array of 1 label; an array of 2 to 65536 labels was expected.")]
    [InlineData("\"dog\"", "[|7|]", "DRAW004", "'classes[1]' is a number; a label was expected.")]
    [InlineData("\"dog\"", "[|\"\"|]", "DRAW007", "'classes[1]' is ''; a label of 1 to 64 visible characters was expected.")]
    [InlineData("\"dog\"", "[|\"a\\nb\"|]", "DRAW007", "'classes[1]' is 'a\ufffdb'; a label of 1 to 64 visible characters was expected.")]
    [InlineData("\"dog\"", "[|\"cat\"|]", "DRAW007", "'classes[1]' is 'cat' again; labels that differ were expected.")]
    public void A_fault_is_reported_at_its_place(string sound, string faulty, string id, string message) =>
        ManifestVerdict.RequireAt(Sound.Replace(sound, faulty), id, message);

    [Theory]
    [InlineData("\"classes\": [\"cat\",\"dog\",\"other\"],\n", "(10,1): DRAW002: The field 'classes' is missing; an array of 2 to 65536 labels was expected.")]
    [InlineData("\"hidden\": 4,\n", "(13,1): DRAW002: The field 'hidden' is missing; an integer from 1 to 65536 was expected.")]
    public void A_missing_field_is_named(string line, string fault) => Assert.Equal(
        fault[fault.IndexOf("DRAW", StringComparison.Ordinal)..],
        ManifestVerdict.Written(Assert.Single(ManifestVerdict.Faults(Sound.Replace(line, ""))))[fault.IndexOf("DRAW", StringComparison.Ordinal)..]);

    [Fact]
    public void Labels_stand_in_the_emitted_class_as_literals()
    {
        string manifest = new ClassifierText { Classes = ["\"quoted\"", "back\\slash", "größe 2"] };
        Assert.Contains(
            "\"\\\"quoted\\\"\",",
            new UserProject("[DrawAot.DrawModel(\"tiny.draw.json\")] partial class Tiny;", new Manifest(ManifestVerdict.Path, manifest))
                .Generate().GeneratedSources.Single(file => file.HintName == "Tiny.Model.g.cs").SourceText.ToString());
    }
}
