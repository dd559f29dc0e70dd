using System.Diagnostics;
using DrawAot.Manifest;
using DrawAot.Native.Tests;
using DrawAot.Reference;
using DrawAot.TestModels;

[assembly: AssemblyFixture(typeof(Installed))]
[assembly: Trait("Category", "Slow")]

namespace DrawAot.Native.Tests;

/// <summary>
/// The library of the shipped model, installed under a prefix by the documented command, and that of another model,
/// published from its manifest and from weights that lie elsewhere. Built once for all tests, apart from the repository's
/// own build folders.
/// </summary>
public sealed class Installed : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Where the shipped model's library is installed.</summary>
    public string Prefix => _folder.Combine("prefix");

    /// <summary>The other model's published folder.</summary>
    public string OtherFolder => _folder.Combine("other");

    /// <summary>The other model's library.</summary>
    public string Other => Path.Combine(OtherFolder, "libdrawaot_seven.so");

    /// <summary>The tier that this machine's loader takes.</summary>
    public static string Tier =>
        System.Runtime.Intrinsics.X86.Avx512F.VL.IsSupported ? "x86-64-v4"
        : System.Runtime.Intrinsics.X86.Avx2.IsSupported ? "x86-64-v3"
        : "x86-64-v2";

    /// <summary>The shipped model's library of a tier.</summary>
    public string LibraryOf(string tier) =>
        Path.Combine(Prefix, tier == "x86-64-v2" ? "lib" : $"lib/glibc-hwcaps/{tier}", "libdrawaot_mnist.so");

    /// <summary>Why there is nothing to test on this machine, or null.</summary>
    public static string? Obstacle { get; } =
        !OperatingSystem.IsLinux() || System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture != System.Runtime.InteropServices.Architecture.X64
            ? "The library's install step is for Linux on x86-64."
            : null;

    public async ValueTask InitializeAsync()
    {
        if (Obstacle is not null)
        {
            return;
        }

        // The tests' artifacts stay apart; the rest is the README's command.
        CommandResult build = await DotNet.Run(
            _folder.Path,
            "build", Repository.PathOf("src/DrawAot.Native"), "-c", "Release", "-t:Install", $"-p:Prefix={Prefix}", $"-p:StaticTier={Tier}",
            "--artifacts-path", _folder.Combine("artifacts"));
        CleanBuild.Require(build);

        using (FileStream weights = File.Create(_folder.Combine("seven.safetensors")))
        {
            DrawShape shape = Seven.Test.Shape;
            SeededWeights.Write(weights, shape, SeededWeights.Of(shape));
        }

        CommandResult other = await DotNet.Run(
            _folder.Path,
            "publish", Repository.PathOf("src/DrawAot.Native"), "-c", "Release", "-o", OtherFolder,
            $"-p:DrawAotManifest={Repository.PathOf("tests/DrawAot.TestModels/Manifests/seven.draw.json")}",
            "-p:DrawAotWeights=seven.safetensors", $"-p:IlcInstructionSet={Tier}",
            "--artifacts-path", _folder.Combine("artifacts"));
        CleanBuild.Require(other);
    }

    /// <summary>Compiles a C program against what is installed, and gives its path.</summary>
    /// <param name="sources">Its files under tests/consumers.</param>
    /// <param name="options">Further options, before what pkg-config says.</param>
    public async Task<string> Compile(string[] sources, params string[] options)
    {
        string program = _folder.Combine($"{Path.GetFileNameWithoutExtension(sources[0])}-{Guid.NewGuid():N}");
        bool isCpp = sources[0].EndsWith(".cpp", StringComparison.Ordinal);
        string flags = (await Run("pkg-config", "--cflags", "--libs", "drawaot_mnist")).Output.Trim();
        CommandResult result = await Run(
            isCpp ? "c++" : "cc",
            [
                isCpp ? "-std=c++17" : "-std=gnu99", "-O2", "-Wall", "-Wextra", "-Werror", "-o", program,
                .. sources.Select(Repository.Consumer), .. options, .. flags.Split(' '), "-lpthread", "-ldl",
            ]);
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        return program;
    }

    /// <summary>Runs a program to its end.</summary>
    public Task<CommandResult> Run(string program, params string[] arguments) => Run([], program, arguments);

    /// <summary>Runs a program to its end, with further variables.</summary>
    public Task<CommandResult> Run((string Name, string Value)[] variables, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = _folder.Path };
        start.Environment["PKG_CONFIG_PATH"] = Path.Combine(Prefix, "lib/pkgconfig");
        foreach ((string name, string value) in variables)
        {
            start.Environment[name] = value;
        }

        return CommandResult.Of(start);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
