using System.Diagnostics;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace DrawAot.Cli.Tests;

/// <summary>The program as a .NET tool, from a feed that is a folder.</summary>
public sealed class ToolTests
{
    [Fact]
    public async Task It_is_installed_and_run_by_the_SDK()
    {
        using TemporaryFolder folder = new();
        string version = $"0.1.0-test{Guid.NewGuid():N}", platform = RuntimeInformation.RuntimeIdentifier;
        string[] pack = ["pack", NativeProgram.Project, "-c", "Release", "-o", "feed", $"-p:PackageVersion={version}"];
        await Require(RepositoryBuild.Run(folder.Path, pack));

        // For the processor that the program of all tests was published for, so that it need not be compiled again.
        await Require(RepositoryBuild.Run(folder.Path, [.. pack, "-r", platform, "-p:IlcInstructionSet=native"]));
        File.WriteAllText(folder.Combine("nuget.config"), """
            <configuration>
              <packageSources>
                <clear />
                <add key="feed" value="feed" />
              </packageSources>
              <config>
                <add key="globalPackagesFolder" value="packages" />
              </config>
            </configuration>
            """);
        using (ZipArchive archive = ZipFile.OpenRead(folder.Combine($"feed/DrawAot.Cli.{platform}.{version}.nupkg")))
        {
            // One native file, and what says so.
            Assert.Equal(
                [OperatingSystem.IsWindows() ? "drawaot.exe" : "drawaot", "DotnetToolSettings.xml"],
                archive.Entries.Where(entry => entry.FullName.StartsWith("tools/", StringComparison.Ordinal)).Select(entry => entry.Name).OrderDescending(StringComparer.Ordinal));
            Assert.Contains("README.md", archive.Entries.Select(entry => entry.FullName));
        }

        await Require(DotNet.Run(folder.Path, "tool", "install", "DrawAot.Cli", "--version", version, "--tool-path", "tools"));
        CommandResult drawn = await CommandResult.Of(
            new ProcessStartInfo(folder.Combine("tools/drawaot"), ["sample", "-n", "1", "--seed", "3", "--format", "npy", "-o", "one.npy"]) { WorkingDirectory = folder.Path });
        Assert.True(drawn.ExitCode == 0, drawn.Error);

        await Require(DotNet.Run(folder.Path, "dnx", "--yes", $"DrawAot.Cli@{version}", "--", "sample", "-n", "1", "--seed", "3", "-o", "two.npy"));
        Assert.Equal(folder["one.npy"], folder["two.npy"]);
        Assert.Contains("mnist", (await Require(DotNet.Run(folder.Path, "dnx", "--yes", $"DrawAot.Cli@{version}", "--", "info"))).Output, StringComparison.Ordinal);
    }

    private static async Task<CommandResult> Require(Task<CommandResult> command)
    {
        CommandResult result = await command;
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        return result;
    }
}
