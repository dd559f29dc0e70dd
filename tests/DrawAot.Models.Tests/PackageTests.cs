using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using DrawAot.Reference;
using DrawAot.TestModels;

namespace DrawAot.Models.Tests;

/// <summary>A project anywhere, with a package reference, a model's two files and one partial class, builds, runs and publishes.</summary>
[Trait("Category", "Slow")]
public sealed class PackageTests(PackageFeed feed) : IClassFixture<PackageFeed>
{
    [Fact]
    public void The_packages_hold_what_a_project_needs()
    {
        Assert.Superset(
            new HashSet<string> { "analyzers/dotnet/cs/DrawAot.Generators.dll", "build/net10.0/DrawAot.targets", "build/net10.0/DrawAot.Build.dll", "buildTransitive/net10.0/DrawAot.targets", "lib/net10.0/DrawAot.dll", "lib/net10.0/DrawAot.xml", "schema/draw.schema.json", "README.md", "icon.png" },
            FilesOf($"DrawAot.{feed.Version}.nupkg"));
        Assert.Superset(
            new HashSet<string> { "lib/net10.0/DrawAot.Models.dll", "lib/net10.0/DrawAot.Models.xml", "README.md", "icon.png" },
            FilesOf($"DrawAot.Models.{feed.Version}.nupkg"));
    }

    [Theory]
    [InlineData("DrawAot")]
    [InlineData("DrawAot.Models")]
    public void A_package_comes_with_its_symbols(string package) =>
        Assert.Contains($"lib/net10.0/{package}.pdb", FilesOf($"{package}.{feed.Version}.snupkg"));

    [Fact]
    public async Task A_project_with_the_packages_builds_runs_and_publishes_without_a_warning()
    {
        string home = feed.CopyWithShippedModel("package");
        CleanBuild.Require(await feed.DotNetIn(home, "build", "-c", "Release"));
        RequirePicture((await feed.DotNetIn(home, "run", "-c", "Release", "--no-build")).Required().Output);

        CleanBuild.Require(await feed.DotNetIn(
            home, "publish", "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "-p:IlcInstructionSet=native", "-o", feed.PathOf("out")));
        RequirePicture((await CommandResult.Of(new(feed.PathOf(OperatingSystem.IsWindows() ? "out/Digits.exe" : "out/Digits")))).Required().Output);
    }

    /// <summary>The generator and the build's task read the same manifest; the generator alone reports its faults.</summary>
    [Fact]
    public async Task A_manifest_that_is_refused_is_one_error_at_its_line()
    {
        string home = feed.CopyWithShippedModel("package", folder: "refused");
        string manifest = Path.Combine(home, "mnist.draw.json");
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("\"glimpses\": 64", "\"glimpses\": 0", StringComparison.Ordinal));
        CommandResult built = await feed.DotNetIn(home, "build", "-c", "Release");
        Assert.NotEqual(0, built.ExitCode);
        string error = Assert.Single(built.Output.Split('\n').Where(line => line.Contains("mnist.draw.json", StringComparison.Ordinal)).Distinct());
        Assert.Matches(@"mnist\.draw\.json\(\d+,\d+\): error DRAW005: 'glimpses' is 0; an integer from 1 to 65536 was expected", error);
    }

    /// <summary>A deadline that all glimpses fit before, and one that none fits before.</summary>
    [Fact]
    public async Task A_project_with_the_package_classifies_a_cameras_frames_before_a_deadline()
    {
        string home = feed.Copy("camera", [Repository.PathOf("tests/DrawAot.TestModels/Manifests/search.draw.json")]);
        using (FileStream weights = File.Create(Path.Combine(home, Search.WeightsFile)))
        {
            SeededWeights.Write(weights, Search.Test.Shape, Search.Test.Weights);
        }

        CleanBuild.Require(await feed.DotNetIn(home, "build", "-c", "Release", "-o", "built"));
        using IClassifierModel model = Search.Test.Of(Search.Test.Weights);
        using ClassifierSession session = model.CreateSession();
        float[] probabilities = new float[Search.ClassCount];
        string[] answers = [.. CameraFrames.Images().Select(image => (Best: session.Classify(image, probabilities), Probability: probabilities.Max()))
            .Select(answer => string.Create(CultureInfo.InvariantCulture, $"{model.Classes[answer.Best]} {answer.Probability:R} {Search.Glimpses}"))];
        Assert.Equal(answers, await Watch(home, microseconds: 1_000_000_000));
        Assert.Equal(Enumerable.Repeat("-", CameraFrames.Count), await Watch(home, microseconds: 0));
    }

    /// <summary>
    /// Its handlers name sessions, and its second publication finds the first in its own folder, with a copy of the manifest
    /// that is no longer the project's.
    /// </summary>
    [Fact]
    public async Task A_web_project_publishes_twice_into_its_own_folder_and_its_handlers_draw()
    {
        // Managed, because that is fast; what matters is that handlers are compiled as for a native program.
        string home = feed.CopyWithShippedModel("web");
        string[] publish = ["publish", "-c", "Release", "-o", "out", "-p:PublishAot=false", "-p:EnableRequestDelegateGenerator=true"];
        CleanBuild.Require(await feed.DotNetIn(home, publish));
        string copy = Path.Combine(home, "out", "mnist.draw.json");
        Assert.True(File.Exists(copy), "The SDK no longer copies a web project's JSON files, so this test tests nothing.");
        File.WriteAllText(copy, "old");
        File.Copy(Path.Combine(home, "mnist.draw.json"), Path.Combine(Directory.CreateDirectory(Path.Combine(home, "runs", "1")).FullName, "mnist.draw.json"));
        CleanBuild.Require(await feed.DotNetIn(home, publish));

        CommandResult run = (await DotNet.Run(home, Path.Combine(home, "out", "Web.dll"))).Required();
        string[] answers = run.Output.Split('\n', 3);
        Assert.Equal([Mnist.Glimpses.ToString(CultureInfo.InvariantCulture), Mnist.PixelCount.ToString(CultureInfo.InvariantCulture)], answers[..2]);
        RequirePicture(answers[2]);
    }

    /// <summary>A library has the package, a model, and its weights as an item; tests of it have a reference to the library alone, and a model too.</summary>
    [Fact]
    public async Task A_test_project_that_refers_to_a_project_with_the_package_finds_the_weights_and_has_the_generator()
    {
        string library = Directory.CreateDirectory(feed.PathOf("tested/Library")).FullName, tests = Directory.CreateDirectory(feed.PathOf("tested/Tests")).FullName;
        foreach (string file in Directory.EnumerateFiles(Repository.PathOf("src/DrawAot.Models/mnist"), "mnist.*"))
        {
            File.Copy(file, Path.Combine(library, Path.GetFileName(file)));
        }

        File.Copy(Path.Combine(library, "mnist.draw.json"), Path.Combine(tests, "own.draw.json"));
        File.WriteAllText(Path.Combine(library, "Digits.cs"), "[DrawAot.DrawModel(\"mnist.draw.json\")] public sealed partial class Digits;");
        File.WriteAllText(Path.Combine(library, "Library.csproj"), """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="DrawAot" Version="$(DrawAotVersion)" />
                <DrawWeights Include="mnist.safetensors" />
              </ItemGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(tests, "DigitTests.cs"), """
            [DrawAot.DrawModel("own.draw.json")]
            public sealed partial class Own;

            public class DigitTests
            {
                [Xunit.Fact]
                public void Both_models_draw_the_same()
                {
                    float[] one = new float[Digits.PixelCount], other = new float[Own.PixelCount];
                    using (Digits model = Digits.Load("mnist.safetensors"))
                    using (Digits.Session session = model.CreateSession())
                    {
                        session.Sample(seed: 1, index: 0, one);
                    }

                    using (Own model = Own.Load("mnist.safetensors"))
                    using (Own.Session session = model.CreateSession())
                    {
                        session.Sample(seed: 1, index: 0, other);
                    }

                    Xunit.Assert.Equal(one, other);
                }
            }
            """);
        File.WriteAllText(Path.Combine(tests, "Tests.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <OutputType>Exe</OutputType>
                <IsTestingPlatformApplication>false</IsTestingPlatformApplication>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Microsoft.NET.Test.Sdk" Version="{Repository.PackageVersion("Microsoft.NET.Test.Sdk")}" />
                <PackageReference Include="xunit.v3" Version="{Repository.PackageVersion("xunit.v3")}" />
                <PackageReference Include="xunit.runner.visualstudio" Version="{Repository.PackageVersion("xunit.runner.visualstudio")}" />
                <ProjectReference Include="../Library/Library.csproj" />
              </ItemGroup>
            </Project>
            """);

        CommandResult tested = await feed.DotNetIn(tests, "test");

        Assert.True(tested.ExitCode == 0, tested.Output + tested.Error);
        Assert.Contains("Passed:     1", tested.Output, StringComparison.Ordinal);
        CleanBuild.Require(await feed.DotNetIn(tests, "publish", "-o", feed.PathOf("tested/out")));
        Assert.True(File.Exists(feed.PathOf("tested/out/mnist.safetensors")));
    }

    [Theory]
    [InlineData("net8.0")]
    [InlineData("net9.0")]
    public async Task A_project_of_an_older_framework_is_refused_when_it_is_restored(string framework)
    {
        string home = Directory.CreateDirectory(feed.PathOf(framework)).FullName;
        File.WriteAllText(Path.Combine(home, "Old.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>{framework}</TargetFramework>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="DrawAot" Version="$(DrawAotVersion)" />
              </ItemGroup>
            </Project>
            """);
        CommandResult restored = await feed.DotNetIn(home, "restore");
        Assert.NotEqual(0, restored.ExitCode);
        Assert.Contains($"error NU1202: Package DrawAot {feed.Version} is not compatible with {framework}", restored.Output, StringComparison.Ordinal);
    }

    /// <summary>The lines that the camera's program prints of the frames on its standard input.</summary>
    private static async Task<string[]> Watch(string home, long microseconds)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(home, "built", "Camera.dll"), $"{microseconds}"]);
        CommandResult result = (await CommandResult.Of(start, CameraFrames.Bytes())).Required();
        return result.Output.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static void RequirePicture(string lines)
    {
        using Mnist model = Mnist.LoadEmbedded();
        using Mnist.Session session = model.CreateSession();
        float[] image = new float[Mnist.PixelCount];
        session.Sample(seed: 1, index: 0, image);
        Assert.Equal(
            image, lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => float.Parse(line, CultureInfo.InvariantCulture)));
    }

    private HashSet<string> FilesOf(string package)
    {
        using ZipArchive archive = ZipFile.OpenRead(feed.PathOf($"feed/{package}"));
        return [.. archive.Entries.Select(entry => entry.FullName)];
    }
}
