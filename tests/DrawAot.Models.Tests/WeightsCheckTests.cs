using System.Security.Cryptography;

namespace DrawAot.Models.Tests;

/// <summary>
/// The build refuses embedded weights that are not those of their manifest: DRAW101. The assembly vouches for those
/// that it has checked, and for no others.
/// </summary>
[Trait("Category", "Slow")]
public sealed class WeightsCheckTests(WeightsCheckTests.Projects projects) : IClassFixture<WeightsCheckTests.Projects>
{
    // A path with all that MSBuild might take for its own.
    private const string Name = "it's 100% (x);";

    private const string
        UpperCase = "upper case", OtherWeights = "other weights", OtherName = "other name", OddAndOther = "odd and other", OddAndRight = "odd and right",
        Elsewhere = "elsewhere";

    /// <summary>Contents of weights files.</summary>
    public static TheoryData<string> Weights { get; } = ["weights of Name", ""];

    /// <summary>Training blocks that speak of weights, with HASH in the place of the hash of earlier ones.</summary>
    public static TheoryData<string> Trainings { get; } =
    [
        """ "training": { "weights": { "file": "f.safetensors", "sha256": "HASH" } },""",
        """ "training": { "runs": [{ "x": {} }, { "weights": { "file": "f.safetensors", "sha256": "HASH" } }], "note": "}" },""",
        """ "training": { "note": "{ \"weights\": { \"file\": \"f.safetensors\", \"sha256\": \"HASH\" } }" },""",
    ];

    /// <summary>Manifests that the generator refuses, with HASH in the place of the weights' hash.</summary>
    public static TheoryData<string> Refused { get; } =
    [
        "{ not JSON",
        "",
        """{ "format": 1, "weights": { "file": "e.safetensors", "sha256": "HASH", "precision": "float32" } }""",
    ];

    [Theory]
    [MemberData(nameof(Weights))]
    public void The_right_weights_pass(string weights) => RequireVouched("right" + weights, "a.safetensors", weights);

    [Fact]
    public void A_hash_may_be_written_in_upper_case() => RequireVouched(UpperCase, "a.safetensors", "weights");

    [Fact]
    public void Other_weights_are_refused_with_both_files_and_both_hashes()
    {
        CommandResult result = projects[OtherWeights];
        Assert.NotEqual(0, result.ExitCode);
        string error = Assert.Single(result.Output.Split('\n').Where(line => line.Contains("error", StringComparison.Ordinal)).Distinct());
        Assert.Contains("error DRAW101: ", error, StringComparison.Ordinal);
        Assert.Contains("b.safetensors'", error, StringComparison.Ordinal);
        Assert.Contains("'b.draw.json'", error, StringComparison.Ordinal);
        Assert.Contains(Sha256("weights"), error, StringComparison.Ordinal);
        Assert.Contains(Sha256("other weights"), error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_weights_are_those_that_the_manifest_names()
    {
        Assert.Contains("latest.safetensors", projects[OtherName].Output, StringComparison.Ordinal);
        Assert.Contains("DRAW101", projects[OtherName].Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Odd_names_and_texts_do_no_harm()
    {
        Assert.Contains("DRAW101", projects[OddAndOther].Output, StringComparison.Ordinal);
        RequireVouched(OddAndRight, "d.safetensors", "weights");
    }

    [Theory]
    [MemberData(nameof(Trainings))]
    public void What_the_training_block_says_of_weights_does_not_count(string training) => RequireVouched(training, "f.safetensors", "weights");

    [Fact]
    public void Weights_that_are_not_beside_their_manifest_are_not_vouched_for()
    {
        Assert.True(projects[Elsewhere].ExitCode == 0, projects[Elsewhere].Output);
        Assert.DoesNotContain("DrawAot.Weights:", projects[Elsewhere].Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_manifest_that_the_generator_refuses_is_left_to_it(string manifest)
    {
        CommandResult result = projects[manifest];
        Assert.True(result.ExitCode == 0 && !result.Output.Contains("e.draw.json", StringComparison.Ordinal), result.Output);
        Assert.DoesNotContain("DrawAot.Weights:", result.Output, StringComparison.Ordinal);
    }

    private void RequireVouched(string project, string resource, string weights)
    {
        CommandResult result = projects[project];
        Assert.True(result.ExitCode == 0, result.Output);
        Assert.Contains($"DrawAot.Weights:{resource} = {Sha256(weights)}\n", result.Output, StringComparison.Ordinal);
    }

    private static string Manifest(string file, string sha256, string before = "") =>
        $$"""
        {
          "format": 1, "name": "a", "image": { "width": 3, "height": 2, "channels": 1 }, "glimpses": 4, "latent": 2,
          "hidden": { "encoder": 5, "decoder": 6 }, "attention": { "read": null, "write": 2 },{{before}}
          "weights": { "file": "{{file}}", "sha256": "{{sha256}}", "precision": "float32" }
        }
        """;

    private static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));

    /// <summary>The projects of these tests.</summary>
    public sealed class Projects : BuiltProjects
    {
        public Projects()
        {
            foreach (string weights in Weights.Select(row => row.Data))
            {
                Check("right" + weights, ("a.safetensors", weights), ("a.draw.json", Manifest("a.safetensors", Sha256(weights))));
            }

            Check(UpperCase, ("a.safetensors", "weights"), ("a.draw.json", Manifest("a.safetensors", Sha256("weights").ToUpperInvariant())));
            Check(
                OtherWeights,
                ("a.safetensors", "weights"), ("a.draw.json", Manifest("a.safetensors", Sha256("weights"))),
                ("models/b.safetensors", "other weights"), ("models/b.draw.json", Manifest("b.safetensors", Sha256("weights"))));
            Check(
                OtherName,
                ("c.safetensors", "nobody's"), ("latest.safetensors", "changed"), ("c.draw.json", Manifest("latest.safetensors", Sha256("before"))));

            const string Note = """ "training": { "note": "it's $(Path), @(None), %41; \"weights\"", "data": { "sha256": "00" } },""";
            Check(OddAndOther, ($"{Name}/d.safetensors", "weights"), ($"{Name}/d.draw.json", Manifest("d.safetensors", Sha256("other"), Note)));
            Check(OddAndRight, ($"{Name}/d.safetensors", "weights"), ($"{Name}/d.draw.json", Manifest("d.safetensors", Sha256("weights"), Note)));
            foreach (string training in Trainings.Select(row => row.Data))
            {
                string block = training.Replace("HASH", Sha256("earlier"), StringComparison.Ordinal);
                Check(training, ("f.safetensors", "weights"), ("f.draw.json", Manifest("f.safetensors", Sha256("weights"), block)));
            }

            Check(Elsewhere, ("elsewhere/g.safetensors", "weights"), ("models/g.draw.json", Manifest("g.safetensors", Sha256("weights"))));
            foreach (string manifest in Refused.Select(row => row.Data))
            {
                Check(manifest, ("e.safetensors", "weights"), ("e.draw.json", manifest.Replace("HASH", Sha256("weights"), StringComparison.Ordinal)));
            }
        }

        private void Check(string name, params (string Path, string Text)[] files)
        {
            BuildProject project = Add(name);
            foreach ((string path, string text) in files)
            {
                project.Write(path, text);
            }

            project.Check();
        }
    }
}
