using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using DrawAot.Models;

namespace DrawAot.Cli.Tests;

/// <summary>The program of a model that is not DrawAot's own: <c>-p:DrawAotManifest=X.draw.json</c>.</summary>
public sealed class OwnModelTests
{
    private const int Glimpses = 3;

    [Fact]
    public async Task A_program_is_published_of_a_DRAW_model_and_does_all_that_the_model_can_do()
    {
        using TemporaryFolder folder = new();
        await Save(ShippedModels.Draw[0], folder, "my-digits.draw.json", manifest => manifest.Replace("\"glimpses\": 64", $"\"glimpses\": {Glimpses}", StringComparison.Ordinal));

        CommandResult build = await RepositoryBuild.Run(
            folder.Path,
            "publish", NativeProgram.Project, "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "-p:DrawAotManifest=my-digits.draw.json",
            "-p:IlcInstructionSet=native", "-o", "out");

        Assert.True(build.ExitCode == 0, build.Output + build.Error);
        Assert.DoesNotContain("warning", build.Output, StringComparison.OrdinalIgnoreCase);
        ProcessStartInfo Own(params string[] arguments) => new(folder.Combine("out/drawaot"), arguments) { WorkingDirectory = folder.Path };
        CommandResult drawn = await CommandResult.Of(Own("sample", "--count", "1", "--seed", "5", "--out", "one.npy"));
        Assert.True(drawn.ExitCode == 0, drawn.Error);
        Assert.Equal(PictureAfterGlimpses(seed: 5), MemoryMarshal.Cast<byte, float>(folder["one.npy"].AsSpan(^(Mnist.PixelCount * sizeof(float))..)).ToArray());
        CommandResult info = await CommandResult.Of(Own("info", "--json"));
        Assert.Equal("my-digits", JsonDocument.Parse(info.Output).RootElement.GetProperty("model").GetString());
        CommandResult classified = await CommandResult.Of(Own("classify", "--input", "one.png"));
        Assert.Equal(2, classified.ExitCode);
    }

    /// <summary>Managed, because that is fast.</summary>
    [Fact]
    public async Task A_program_is_built_of_a_classifier_in_a_folder_that_another_models_was_built_in()
    {
        using TemporaryFolder folder = new();
        await Save(ShippedModels.Classifiers[0], folder, "finder.draw.json", manifest => manifest);
        await Save(ShippedModels.Draw[0], folder, "drawer.draw.json", manifest => manifest);
        DigitFiles.SavePng(folder.Combine("digit.png"), DigitFiles.Digit(0));

        Assert.Contains("28×28×1 in 64 glimpses", await Run("drawer.draw.json", "info"), StringComparison.Ordinal);
        Assert.Contains("100×100×1 in 8 glimpses", await Run("finder.draw.json", "info"), StringComparison.Ordinal);
        string refused = await Run("finder.draw.json", "classify", "--input", "digit.png");
        Assert.Contains("100 wide and 100 high is expected", refused, StringComparison.Ordinal);

        async Task<string> Run(string manifest, params string[] arguments)
        {
            CommandResult build = await RepositoryBuild.Run(
                folder.Path,
                "publish", NativeProgram.Project, "-c", "Release", $"-p:DrawAotManifest={manifest}", "-p:PublishAot=false", "-o", "out");
            Assert.True(build.ExitCode == 0, build.Output + build.Error);
            CommandResult result = await DotNet.Run(folder.Path, ["exec", folder.Combine("out/DrawAot.Cli.dll"), .. arguments]);
            return result.Output + result.Error;
        }
    }

    [Theory]
    [InlineData("none.draw.json", "DrawAotManifest is 'none.draw.json', and there is no such file")]
    [InlineData("other.json", "a file called NAME.draw.json was expected")]
    [InlineData("alone.draw.json", "do not exist; they were expected beside it, or where DrawAotWeights says")]
    [InlineData("empty.draw.json", "DRAW001")]
    public async Task A_build_of_what_is_no_model_is_refused(string manifest, string sentence)
    {
        using TemporaryFolder folder = new();
        await File.WriteAllTextAsync(folder.Combine("other.json"), "{}", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder.Combine("empty.draw.json"), "{", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder.Combine("alone.draw.json"), ShippedModels.Draw[0].ReadManifest(), TestContext.Current.CancellationToken);

        CommandResult build = await RepositoryBuild.Run(
            folder.Path, "build", NativeProgram.Project, "-c", "Release", $"-p:DrawAotManifest={manifest}");

        Assert.NotEqual(0, build.ExitCode);
        Assert.Contains(sentence, build.Output, StringComparison.Ordinal);
    }

    private static async Task Save(ShippedModel model, TemporaryFolder folder, string name, Func<string, string> change)
    {
        await File.WriteAllTextAsync(folder.Combine(name), change(model.ReadManifest()));
        using FileStream file = File.Create(folder.Combine(model.WeightsFile));
        using Stream weights = model.OpenWeights();
        await weights.CopyToAsync(file);
    }

    /// <summary>A model of fewer glimpses draws what the shipped one has drawn after them.</summary>
    private static float[] PictureAfterGlimpses(ulong seed)
    {
        using Mnist model = Mnist.LoadEmbedded();
        using Mnist.Session session = model.CreateSession();
        session.Begin(seed, index: 0);
        for (int t = 0; t < Glimpses; t++)
        {
            session.Step();
        }

        float[] picture = new float[Mnist.PixelCount];
        session.CopyPicture(picture);
        return picture;
    }
}
