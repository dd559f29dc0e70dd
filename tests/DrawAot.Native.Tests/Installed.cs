using System.Diagnostics;
using DrawAot.Manifest;
using DrawAot.Native.Tests;
using DrawAot.Reference;
using DrawAot.TestModels;

[assembly: AssemblyFixture(typeof(Installed))]
[assembly: Trait("Category", "Slow")]

namespace DrawAot.Native.Tests;

/// <summary>
/// The library of the shipped model, installed under a prefix by the documented command, and those of another DRAW model and
/// of a classifier, published from their manifests and from weights that lie elsewhere. Built once for all tests.
/// </summary>
public sealed class Installed : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Folder into which the shipped model's library is installed.</summary>
    public string Prefix => _folder.Combine("prefix");

    /// <summary>The other model's published folder.</summary>
    public string OtherFolder => _folder.Combine("other");

    /// <summary>The other model's library.</summary>
    public string Other => Path.Combine(OtherFolder, "libdrawaot_seven.so");

    /// <summary>The classifier's published folder.</summary>
    public string ClassifierFolder => _folder.Combine("classifier");

    /// <summary>The classifier's library, of the paper's sizes.</summary>
    public string Classifier => Path.Combine(ClassifierFolder, "libdrawaot_search.so");

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

        // The README's command.
        CommandResult build = await RepositoryBuild.Run(
            _folder.Path,
            "build", Repository.PathOf("src/DrawAot.Native"), "-c", "Release", "-t:Install", $"-p:Prefix={Prefix}", $"-p:StaticTier={Tier}");
        CleanBuild.Require(build);

        await Publish("seven", Seven.Test.Shape, OtherFolder);
        await Publish("search", Search.Test.Shape, ClassifierFolder);
    }

    /// <summary>Compiles a C program against what is installed, and gives its path.</summary>
    /// <param name="sources">Its files under tests/consumers.</param>
    /// <param name="options">Further options, before what pkg-config says.</param>
    public async Task<string> Compile(string[] sources, params string[] options)
    {
        string flags = (await Run("pkg-config", "--cflags", "--libs", "drawaot_mnist")).Output.Trim();
        (string program, CommandResult result) = await Link(sources, [.. options, .. flags.Split(' ')]);
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        return program;
    }

    /// <summary>The same against the classifier's library.</summary>
    public async Task<string> CompileForClassifier(string[] sources, params string[] options)
    {
        (string program, CommandResult result) = await LinkWithClassifier(sources, options);
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        return program;
    }

    /// <summary>Tries to compile and link a C program with the classifier's library.</summary>
    public Task<(string Program, CommandResult Result)> LinkWithClassifier(string[] sources, params string[] options) =>
        Link(sources, [.. options, "-I", ClassifierFolder, "-L", ClassifierFolder, $"-Wl,-rpath,{ClassifierFolder}", "-ldrawaot_search"]);

    private async Task<(string Program, CommandResult Result)> Link(string[] sources, string[] options)
    {
        string program = _folder.Combine($"{Path.GetFileNameWithoutExtension(sources[0])}-{Guid.NewGuid():N}");
        bool isCpp = sources[0].EndsWith(".cpp", StringComparison.Ordinal);
        CommandResult result = await Run(
            isCpp ? "c++" : "cc",
            [
                isCpp ? "-std=c++17" : "-std=gnu99", "-O2", "-Wall", "-Wextra", "-Werror", "-o", program,
                .. sources.Select(Repository.Consumer), .. options, "-lpthread", "-ldl",
            ]);
        return (program, result);
    }

    /// <summary>Publishes the library of a test model, with its seeded weights.</summary>
    private async Task Publish(string name, ModelShape shape, string folder)
    {
        using (FileStream weights = File.Create(_folder.Combine($"{name}.safetensors")))
        {
            SeededWeights.Write(weights, shape, SeededWeights.Of(shape));
        }

        CleanBuild.Require(await RepositoryBuild.Run(
            _folder.Path,
            "publish", Repository.PathOf("src/DrawAot.Native"), "-c", "Release", "-o", folder,
            $"-p:DrawAotManifest={Repository.PathOf($"tests/DrawAot.TestModels/Manifests/{name}.draw.json")}",
            $"-p:DrawAotWeights={name}.safetensors", $"-p:IlcInstructionSet={Tier}"));
    }

    /// <summary>Runs a program to its end.</summary>
    public Task<CommandResult> Run(string program, params string[] arguments) => Run([], program, arguments);

    /// <summary>Runs a program to its end, with further variables.</summary>
    public Task<CommandResult> Run((string Name, string Value)[] variables, string program, params string[] arguments) =>
        Run(input: [], variables, program, arguments);

    /// <summary>Runs a program to its end, with a standard input and further variables.</summary>
    public Task<CommandResult> Run(byte[] input, (string Name, string Value)[] variables, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = _folder.Path };
        start.Environment["PKG_CONFIG_PATH"] = Path.Combine(Prefix, "lib/pkgconfig");
        foreach ((string name, string value) in variables)
        {
            start.Environment[name] = value;
        }

        return CommandResult.Of(start, input);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
