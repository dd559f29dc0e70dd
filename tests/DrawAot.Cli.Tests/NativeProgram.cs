using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using DrawAot.Cli.Tests;

[assembly: AssemblyFixture(typeof(NativeProgram))]
[assembly: Trait("Category", "Slow")]

namespace DrawAot.Cli.Tests;

/// <summary>The program as it is published, built once for all tests.</summary>
public sealed class NativeProgram : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>The folder of its project.</summary>
    public static string Project { get; } = typeof(NativeProgram).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "CliProject").Value!;

    /// <summary>The folder it is published to.</summary>
    public string Folder => _folder.Combine("cli");

    /// <summary>The program itself.</summary>
    public string File => Path.Combine(Folder, OperatingSystem.IsWindows() ? "drawaot.exe" : "drawaot");

    /// <summary>The build's output.</summary>
    public CommandResult Build { get; private set; } = new(-1, "", "");

    public async ValueTask InitializeAsync()
    {
        Build = await RepositoryBuild.Run(
            _folder.Path,
            "publish", Project, "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier,
            "-p:IlcInstructionSet=native", "-o", Folder);
        Assert.True(Build.ExitCode == 0, Build.Output + Build.Error);
    }

    /// <summary>Runs the native program.</summary>
    public Task<CommandResult> Run(string folder, params string[] arguments) =>
        CommandResult.Of(new ProcessStartInfo(File, arguments) { WorkingDirectory = folder });

    /// <summary>Runs the program that was built with these tests, on the managed runtime.</summary>
    public Task<CommandResult> RunManaged(params string[] arguments) =>
        DotNet.Run(_folder.Path, ["exec", Path.Combine(AppContext.BaseDirectory, "DrawAot.Cli.dll"), .. arguments]);

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
