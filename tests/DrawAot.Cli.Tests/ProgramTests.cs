using System.Diagnostics;
using System.Globalization;
using DrawAot.Manifest;
using DrawAot.Models;

namespace DrawAot.Cli.Tests;

/// <summary>The published program as a file: how it was built, what it needs, what it says of itself.</summary>
public sealed class ProgramTests(NativeProgram program)
{
    [Fact]
    public void Publishing_gives_no_warning()
    {
        Assert.DoesNotContain("warning", program.Build.Output + program.Build.Error, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Publishing_gives_one_file_and_its_symbols()
    {
        string[] symbols = [".dbg", ".pdb", ".dSYM"];
        string[] files = [.. Directory.EnumerateFileSystemEntries(program.Folder).Where(file => !symbols.Contains(Path.GetExtension(file)))];
        Assert.Equal([program.File], files);
    }

    [Fact]
    public async Task The_file_alone_draws_the_same_from_anywhere()
    {
        using TemporaryFolder home = new(), elsewhere = new();
        string copy = home.Combine("drawaot");

        // A program whose copy this process writes cannot be started while a process that another test is starting holds the file open.
        Assert.Equal(0, (await CommandResult.Of(new ProcessStartInfo("cp", [program.File, copy]))).ExitCode);
        var start = new ProcessStartInfo(copy, ["sample", "--count", "3", "--out", "sheet.png"]) { WorkingDirectory = elsewhere.Path };
        start.Environment.Clear();
        CommandResult alone = await CommandResult.Of(start);
        Assert.Equal(0, alone.ExitCode);
        Assert.Equal(["drawaot"], home.FileNames);
        Assert.Equal(["sheet.png"], elsewhere.FileNames);

        await program.Run(home.Path, "sample", "--count", "3", "--out", "sheet.png");
        Assert.Equal(home["sheet.png"], elsewhere["sheet.png"]);
    }

    [Fact]
    public async Task It_loads_neither_libtorch_nor_OpenSSL()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only glibc's loader says what it loads.");
        using TemporaryFolder folder = new();
        var start = new ProcessStartInfo(program.File, ["sample", "--count", "1", "--out", "sheet.png"]) { WorkingDirectory = folder.Path };
        start.Environment["LD_DEBUG"] = "files";
        CommandResult result = await CommandResult.Of(start);
        Assert.Equal(0, result.ExitCode);
        foreach (string library in (string[])["torch", "libssl", "libcrypto"])
        {
            Assert.DoesNotContain(library, result.Error, StringComparison.OrdinalIgnoreCase);
        }
    }

    /// <summary>A terminal's encoding is the locale's; a file or a pipe has UTF-8, so that × and … survive.</summary>
    [Fact]
    public async Task Redirected_text_is_utf8_in_every_locale()
    {
        using TemporaryFolder folder = new();
        CommandResult info = await InLatin1("info");
        Assert.Contains("28×28×1", info.Output, StringComparison.Ordinal);
        Assert.Contains("…", info.Output, StringComparison.Ordinal);
        Assert.Contains("28×28 pixels", (await InLatin1("sample", "--count", "1", "--out", "one.png")).Error, StringComparison.Ordinal);

        Task<CommandResult> InLatin1(params string[] arguments)
        {
            var start = new ProcessStartInfo(program.File, arguments) { WorkingDirectory = folder.Path };
            start.Environment["LC_ALL"] = "en_US.ISO-8859-1";
            return CommandResult.Of(start);
        }
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("sample", "--help")]
    [InlineData("info", "-h")]
    public async Task Help_goes_to_the_output_stream(params string[] arguments)
    {
        CommandResult result = await program.Run(program.Folder, arguments);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Usage:", result.Output, StringComparison.Ordinal);
        Assert.Contains("drawaot", result.Output, StringComparison.Ordinal);
        Assert.Empty(result.Error);
    }

    [Fact]
    public async Task Version_is_a_plain_version()
    {
        CommandResult result = await program.Run(program.Folder, "--version");
        Assert.Equal(0, result.ExitCode);
        Assert.Matches(@"^\d+\.\d+\.\d+(-[0-9A-Za-z.]+)?\n$", result.Output.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Info_says_what_the_model_is()
    {
        ShippedModel shipped = ShippedModels.Draw[0];
        DrawManifest manifest = DrawManifest.Parse(shipped.ReadManifest(), shipped.ManifestFile);
        DrawShape shape = manifest.Shape;

        CommandResult result = await program.Run(program.Folder, "info", "--model", shipped.Name.ToUpperInvariant());
        Assert.Equal(0, result.ExitCode);
        Assert.Empty(result.Error);
        foreach (string fact in (string[])
        [
            shipped.Name,
            $"{shape.Width}×{shape.Height}×{shape.Channels}",
            $"{shape.Glimpses} glimpses",
            ModelTensors.ParameterCount(shape).ToString("N0", CultureInfo.InvariantCulture),
            manifest.WeightsFile,
            manifest.WeightsSha256[..12],
            "each session",
            "bits",
        ])
        {
            Assert.Contains(fact, result.Output, StringComparison.Ordinal);
        }
    }
}
