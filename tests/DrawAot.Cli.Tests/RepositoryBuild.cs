using System.Diagnostics;
using System.Reflection;

namespace DrawAot.Cli.Tests;

/// <summary>
/// Builds of the repository's projects by tests, in one artifacts folder, apart from the repository's own build folders. All tests
/// share it, so that a project is compiled once and not once a test; builds take turns, also those of other test processes.
/// Analyzers do not run: they have run in the repository's own build.
/// </summary>
internal static class RepositoryBuild
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(30);

    private static readonly (string, string)[] WithoutAnalyzers = [("RunAnalyzers", "false")];

    private static readonly string Artifacts = typeof(RepositoryBuild).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "TestArtifacts").Value!;

    /// <summary>Runs a command of the SDK that builds: <c>build</c>, <c>publish</c>, <c>pack</c>.</summary>
    /// <param name="folder">The working folder.</param>
    /// <param name="arguments">The command and its arguments, except for the artifacts folder.</param>
    public static Task<CommandResult> Run(string folder, params string[] arguments) =>
        InTurn(() => DotNet.Run(folder, WithoutAnalyzers, [.. arguments, DotNet.OneNode, "--artifacts-path", Artifacts]));

    /// <summary>Runs a program by <c>dotnet run</c>.</summary>
    /// <param name="folder">The working folder.</param>
    /// <param name="project">The program's project.</param>
    /// <param name="arguments">The program's arguments.</param>
    public static Task<CommandResult> RunProgram(string folder, string project, params string[] arguments) =>
        InTurn(() => DotNet.Run(
            folder, WithoutAnalyzers, ["run", "-c", "Release", "--project", project, "--artifacts-path", Artifacts, "--", .. arguments]));

    /// <summary>The folder with the assembly of a project that was built here in the configuration Release, for no platform.</summary>
    public static string OutputOf(string project) => Path.Combine(Artifacts, "bin", project, "release");

    private static async Task<CommandResult> InTurn(Func<Task<CommandResult>> build)
    {
        using FileStream turn = await TakeTurn();
        return await build();
    }

    /// <summary>Waits until no other test builds, and keeps others waiting until the file is closed.</summary>
    private static async Task<FileStream> TakeTurn()
    {
        Directory.CreateDirectory(Artifacts);
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(Path.Combine(Artifacts, "turn"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException refusal) when (IsSharingViolation(refusal) && Stopwatch.GetElapsedTime(start) < LongestWait)
            {
                await Task.Delay(100);
            }
        }
    }

    /// <summary>EWOULDBLOCK of Linux and of macOS, ERROR_SHARING_VIOLATION of Windows.</summary>
    private static bool IsSharingViolation(IOException refusal) => refusal.HResult is 11 or 35 or unchecked((int)0x8007_0020);
}
