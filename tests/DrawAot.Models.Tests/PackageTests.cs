using System.IO.Compression;

namespace DrawAot.Models.Tests;

/// <summary>A project anywhere, with a package reference, a model's two files and one partial class, builds, runs and publishes.</summary>
[Trait("Category", "Slow")]
[Collection(PackageFeed.Collection)]
public sealed class PackageTests(PackageFeed feed)
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

    /// <summary>The game among <see cref="ConsumerTests"/> is published as a native program.</summary>
    [Fact]
    public async Task A_project_with_the_packages_builds_without_a_warning_and_runs()
    {
        string home = feed.CopyWithShippedModel("package");
        CleanBuild.Require(await feed.DotNetIn(home, "build", "-c", "Release", "-o", "built"));
        CommandResult drawn = await DotNet.Run(home, "exec", "built/Digits.dll");
        ShippedPicture.Require(drawn.Required().Output, seed: 1, index: 0);
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
        CleanBuild.Require(await feed.DotNetIn(tests, "publish", "-c", "Debug", "--no-build", "-o", feed.PathOf("tested/out")));
        Assert.True(File.Exists(feed.PathOf("tested/out/mnist.safetensors")));
    }

    [Fact]
    public async Task A_project_of_an_older_framework_is_refused_when_it_is_restored()
    {
        string home = Directory.CreateDirectory(feed.PathOf("old")).FullName;
        File.WriteAllText(Path.Combine(home, "Old.csproj"), """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFrameworks>net8.0;net9.0</TargetFrameworks>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="DrawAot" Version="$(DrawAotVersion)" />
              </ItemGroup>
            </Project>
            """);
        CommandResult restored = await feed.DotNetIn(home, "restore");
        Assert.NotEqual(0, restored.ExitCode);
        foreach (string framework in (string[])["net8.0", "net9.0"])
        {
            Assert.Contains($"error NU1202: Package DrawAot {feed.Version} is not compatible with {framework}", restored.Output, StringComparison.Ordinal);
        }
    }

    private HashSet<string> FilesOf(string package)
    {
        using ZipArchive archive = ZipFile.OpenRead(feed.PathOf($"feed/{package}"));
        return [.. archive.Entries.Select(entry => entry.FullName)];
    }
}
