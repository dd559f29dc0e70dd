using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using DrawAot.Models;

namespace DrawAot.Native.Tests;

/// <summary>A project anywhere, with a package reference, a model's two files and one partial class, builds, runs and publishes.</summary>
public sealed class PackageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_project_with_the_packages_builds_runs_and_publishes_without_a_warning()
    {
        // A version of its own, so that no package of another build is taken for this one.
        string version = $"0.1.0-test{Guid.NewGuid():N}";
        foreach (string project in (string[])["src/DrawAot", "src/DrawAot.Models"])
        {
            CommandResult packed = await DotNet.Run(
                _folder.Path,
                "pack", Repository.PathOf(project), "-c", "Release", "-o", _folder.Combine("feed"), $"-p:Version={version}",
                "--artifacts-path", _folder.Combine("artifacts"));
            CleanBuild.Require(packed);
        }

        Assert.Superset(
            new HashSet<string> { "analyzers/dotnet/cs/DrawAot.Generators.dll", "build/DrawAot.targets", "lib/net10.0/DrawAot.dll", "lib/net10.0/DrawAot.xml", "schema/draw.schema.json", "README.md" },
            FilesOf($"DrawAot.{version}.nupkg"));
        Assert.Superset(
            new HashSet<string> { "lib/net10.0/DrawAot.Models.dll", "lib/net10.0/DrawAot.Models.xml", "README.md" },
            FilesOf($"DrawAot.Models.{version}.nupkg"));

        string home = _folder.Combine("home");
        Directory.CreateDirectory(home);
        foreach (string file in Directory.EnumerateFiles(Repository.Consumer("package")).Concat(Directory.EnumerateFiles(Repository.PathOf("src/DrawAot.Models/mnist"))))
        {
            File.Copy(file, Path.Combine(home, Path.GetFileName(file)));
        }

        // Packages that the machine has are taken from where they are; those of this test stay in its folder.
        File.WriteAllText(Path.Combine(home, "nuget.config"), """
            <configuration>
              <packageSources>
                <add key="feed" value="../feed" />
              </packageSources>
              <config>
                <add key="globalPackagesFolder" value="../packages" />
              </config>
            </configuration>
            """);
        string cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        string[] properties = [$"-p:DrawAotVersion={version}", $"-p:RestoreFallbackFolders={cache}"];

        CleanBuild.Require(await DotNet.Run(home, ["build", "-c", "Release", .. properties]));
        CommandResult run = await DotNet.Run(home, ["run", "-c", "Release", "--no-build", .. properties]);
        RequirePicture(run);

        CleanBuild.Require(await DotNet.Run(
            home, ["publish", "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "-p:IlcInstructionSet=native", "-o", _folder.Combine("out"), .. properties]));
        RequirePicture(await CommandResult.Of(new(_folder.Combine(OperatingSystem.IsWindows() ? "out/Digits.exe" : "out/Digits"))));
    }

    public void Dispose() => _folder.Dispose();

    private static void RequirePicture(CommandResult result)
    {
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        using Mnist model = Mnist.LoadEmbedded();
        using Mnist.Session session = model.CreateSession();
        float[] image = new float[Mnist.PixelCount];
        session.Sample(seed: 1, index: 0, image);
        Assert.Equal(
            image, result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => float.Parse(line, CultureInfo.InvariantCulture)));
    }

    private HashSet<string> FilesOf(string package)
    {
        using ZipArchive archive = ZipFile.OpenRead(_folder.Combine($"feed/{package}"));
        return [.. archive.Entries.Select(entry => entry.FullName)];
    }
}
