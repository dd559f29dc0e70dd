using System.Security.Cryptography;

namespace DrawAot.Models.Tests;

/// <summary>
/// The build refuses embedded weights that are not those of their manifest: DRAW101. The assembly vouches for those
/// that it has checked, and for no others.
/// </summary>
[Trait("Category", "Slow")]
public sealed class WeightsCheckTests : IDisposable
{
    // A path with all that MSBuild might take for its own.
    private const string Name = "it's 100% (x);";

    private readonly BuildProject _project = new();

    [Theory]
    [InlineData("weights of Name")]
    [InlineData("")]
    public async Task The_right_weights_pass(string weights)
    {
        _project.Write("a.safetensors", weights);
        _project.Write("a.draw.json", Manifest("a.safetensors", Sha256(weights)));
        CommandResult result = await _project.Check();
        Assert.True(result.ExitCode == 0, result.Output);
        VouchesFor("a.safetensors", Sha256(weights), result);
    }

    [Fact]
    public async Task A_hash_may_be_written_in_upper_case()
    {
        _project.Write("a.safetensors", "weights");
        _project.Write("a.draw.json", Manifest("a.safetensors", Sha256("weights").ToUpperInvariant()));
        CommandResult result = await _project.Check();
        Assert.True(result.ExitCode == 0, result.Output);
        VouchesFor("a.safetensors", Sha256("weights"), result);
    }

    [Fact]
    public async Task Other_weights_are_refused_with_both_files_and_both_hashes()
    {
        _project.Write("a.safetensors", "weights");
        _project.Write("a.draw.json", Manifest("a.safetensors", Sha256("weights")));
        _project.Write("models/b.safetensors", "other weights");
        _project.Write("models/b.draw.json", Manifest("b.safetensors", Sha256("weights")));
        CommandResult result = await _project.Check();
        Assert.NotEqual(0, result.ExitCode);
        string error = Assert.Single(result.Output.Split('\n').Where(line => line.Contains("error", StringComparison.Ordinal)).Distinct());
        Assert.Contains("error DRAW101: ", error, StringComparison.Ordinal);
        Assert.Contains("b.safetensors'", error, StringComparison.Ordinal);
        Assert.Contains("'b.draw.json'", error, StringComparison.Ordinal);
        Assert.Contains(Sha256("weights"), error, StringComparison.Ordinal);
        Assert.Contains(Sha256("other weights"), error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_weights_are_those_that_the_manifest_names()
    {
        _project.Write("c.safetensors", "nobody's");
        _project.Write("latest.safetensors", "changed");
        _project.Write("c.draw.json", Manifest("latest.safetensors", Sha256("before")));
        CommandResult result = await _project.Check();
        Assert.Contains("latest.safetensors", result.Output, StringComparison.Ordinal);
        Assert.Contains("DRAW101", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Odd_names_and_texts_do_no_harm()
    {
        string note = """ "training": { "note": "it's $(Path), @(None), %41; \"weights\"", "data": { "sha256": "00" } },""";
        _project.Write($"{Name}/d.safetensors", "weights");
        _project.Write($"{Name}/d.draw.json", Manifest("d.safetensors", Sha256("other"), note));
        CommandResult result = await _project.Check();
        Assert.Contains("DRAW101", result.Output, StringComparison.Ordinal);

        _project.Write($"{Name}/d.draw.json", Manifest("d.safetensors", Sha256("weights"), note));
        result = await _project.Check();
        Assert.True(result.ExitCode == 0, result.Output);
        VouchesFor("d.safetensors", Sha256("weights"), result);
    }

    [Theory]
    [InlineData(""" "training": { "weights": { "file": "f.safetensors", "sha256": "HASH" } },""")]
    [InlineData(""" "training": { "runs": [{ "x": {} }, { "weights": { "file": "f.safetensors", "sha256": "HASH" } }], "note": "}" },""")]
    [InlineData(""" "training": { "note": "{ \"weights\": { \"file\": \"f.safetensors\", \"sha256\": \"HASH\" } }" },""")]
    public async Task What_the_training_block_says_of_weights_does_not_count(string training)
    {
        _project.Write("f.safetensors", "weights");
        _project.Write(
            "f.draw.json",
            Manifest("f.safetensors", Sha256("weights"), training.Replace("HASH", Sha256("earlier"), StringComparison.Ordinal)));
        CommandResult result = await _project.Check();
        Assert.True(result.ExitCode == 0, result.Output);
        VouchesFor("f.safetensors", Sha256("weights"), result);
    }

    [Fact]
    public async Task Weights_that_are_not_beside_their_manifest_are_not_vouched_for()
    {
        _project.Write("elsewhere/g.safetensors", "weights");
        _project.Write("models/g.draw.json", Manifest("g.safetensors", Sha256("weights")));
        CommandResult result = await _project.Check();
        Assert.True(result.ExitCode == 0, result.Output);
        Assert.DoesNotContain("DrawAot.Weights:", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ not JSON")]
    [InlineData("")]
    [InlineData("""{ "format": 1, "weights": { "file": "e.safetensors", "sha256": "HASH", "precision": "float32" } }""")]
    public async Task A_manifest_that_the_generator_refuses_is_left_to_it(string manifest)
    {
        _project.Write("e.safetensors", "weights");
        _project.Write("e.draw.json", manifest.Replace("HASH", Sha256("weights"), StringComparison.Ordinal));
        CommandResult result = await _project.Check();
        Assert.True(result.ExitCode == 0 && !result.Output.Contains("e.draw.json", StringComparison.Ordinal), result.Output);
        Assert.DoesNotContain("DrawAot.Weights:", result.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _project.Dispose();

    private static void VouchesFor(string resource, string sha256, CommandResult result) =>
        Assert.Contains($"DrawAot.Weights:{resource} = {sha256}\n", result.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);

    private static string Manifest(string file, string sha256, string before = "") =>
        $$"""
        {
          "format": 1, "name": "a", "image": { "width": 3, "height": 2, "channels": 1 }, "glimpses": 4, "latent": 2,
          "hidden": { "encoder": 5, "decoder": 6 }, "attention": { "read": null, "write": 2 },{{before}}
          "weights": { "file": "{{file}}", "sha256": "{{sha256}}", "precision": "float32" }
        }
        """;

    private static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
}
