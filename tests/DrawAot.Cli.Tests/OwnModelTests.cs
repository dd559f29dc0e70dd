using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using DrawAot.Models;

namespace DrawAot.Cli.Tests;

/// <summary>The program of a model that is not DrawAot's own: <c>-p:DrawAotManifest=X.draw.json</c>.</summary>
public sealed class OwnModelTests
{
    private const int Glimpses = 3;

    /// <summary>The file's name of the manifest that <see cref="SaveDraw"/> writes.</summary>
    private const string DrawManifest = "my-digits.draw.json";

    [Fact]
    public async Task A_native_program_is_published_of_a_DRAW_model_and_does_all_that_the_model_can_do()
    {
        using TemporaryFolder folder = new();
        await SaveDraw(folder);

        await Publish(folder, DrawManifest, "-r", RuntimeInformation.RuntimeIdentifier, "-p:IlcInstructionSet=native");
        CommandResult drawn = await Own("sample", "--count", "1", "--seed", "5", "--out", "one.npy");
        Assert.True(drawn.ExitCode == 0, drawn.Error);
        Assert.Equal(PictureAfterGlimpses(seed: 5), Picture(folder["one.npy"]));
        CommandResult info = await Own("info", "--json");
        Assert.Equal("my-digits", JsonDocument.Parse(info.Output).RootElement.GetProperty("model").GetString());
        CommandResult classified = await Own("classify", "--input", "one.png");
        Assert.Equal(2, classified.ExitCode);

        Task<CommandResult> Own(params string[] arguments) =>
            CommandResult.Of(new ProcessStartInfo(folder.Combine("out/drawaot"), arguments) { WorkingDirectory = folder.Path });
    }

    /// <summary>Managed, because that is fast.</summary>
    [Fact]
    public async Task A_program_is_published_of_a_classifier_in_a_folder_that_another_models_was_published_in()
    {
        using TemporaryFolder folder = new();
        await SaveDraw(folder);
        await Save(ShippedModels.Classifiers[0], folder, "finder.draw.json", manifest => manifest);
        DigitFiles.SavePng(folder.Combine("digit.png"), DigitFiles.Digit(0));

        await Publish(folder, DrawManifest, "-p:PublishAot=false");
        Assert.Contains($"28×28×1 in {Glimpses} glimpses", (await Own("info")).Output, StringComparison.Ordinal);
        await Publish(folder, "finder.draw.json", "-p:PublishAot=false");
        Assert.Contains("100×100×1 in 8 glimpses", (await Own("info")).Output, StringComparison.Ordinal);
        Assert.Contains("100 wide and 100 high is expected", (await Own("classify", "--input", "digit.png")).Error, StringComparison.Ordinal);

        Task<CommandResult> Own(params string[] arguments) => DotNet.Run(folder.Path, ["exec", folder.Combine("out/DrawAot.Cli.dll"), .. arguments]);
    }

    [Fact]
    public async Task A_build_of_what_is_no_model_is_refused()
    {
        using TemporaryFolder folder = new();
        await File.WriteAllTextAsync(folder.Combine("other.json"), "{}", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder.Combine("alone.draw.json"), ShippedModels.Draw[0].ReadManifest(), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder.Combine("empty.draw.json"), "{", TestContext.Current.CancellationToken);
        (string Manifest, string Target, string Sentence)[] refusals =
        [
            ("none.draw.json", "AddDrawModel", "DrawAotManifest is 'none.draw.json', and there is no such file"),
            ("other.json", "AddDrawModel", "a file called NAME.draw.json was expected"),
            ("alone.draw.json", "AddDrawModel", "do not exist; they were expected beside it, or where DrawAotWeights says"),
            ("empty.draw.json", "Compile", "DRAW001"), // by the generator
        ];

        // The projects that the program refers to were built with these tests. They get the same properties, and their assemblies for
        // reference lie elsewhere.
        string configuration = typeof(OwnModelTests).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        var batch = new BuildBatch(folder.Path);
        string project = Path.Combine(NativeProgram.Project, "DrawAot.Cli.csproj");
        foreach ((string manifest, string target, _) in refusals)
        {
            batch.Add(
                manifest, project, target,
                $"DrawAotManifest={manifest}", $"Configuration={configuration}", "BuildProjectReferences=false", "ProduceReferenceAssembly=false",
                $"IntermediateOutputPath={folder.Path}/");
        }

        IReadOnlyDictionary<string, CommandResult> builds = await batch.Run();
        foreach ((string manifest, _, string sentence) in refusals)
        {
            Assert.NotEqual(0, builds[manifest].ExitCode);
            Assert.Contains(sentence, builds[manifest].Output, StringComparison.Ordinal);
        }
    }

    private static async Task Publish(TemporaryFolder folder, string manifest, params string[] options)
    {
        CommandResult build = await RepositoryBuild.Run(
            folder.Path, ["publish", NativeProgram.Project, "-c", "Release", $"-p:DrawAotManifest={manifest}", "-o", "out", .. options]);
        Assert.True(build.ExitCode == 0, build.Output + build.Error);
        Assert.DoesNotContain("warning", build.Output, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Writes a DRAW model of its own name and number of glimpses.</summary>
    private static Task SaveDraw(TemporaryFolder folder) => Save(
        ShippedModels.Draw[0], folder, DrawManifest, manifest => manifest.Replace("\"glimpses\": 64", $"\"glimpses\": {Glimpses}", StringComparison.Ordinal));

    /// <summary>The picture in a .npy file of one.</summary>
    internal static float[] Picture(byte[] file) => MemoryMarshal.Cast<byte, float>(file.AsSpan(^(Mnist.PixelCount * sizeof(float))..)).ToArray();

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
