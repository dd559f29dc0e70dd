using System.Diagnostics;
using System.Text.Json;
using BigGustave;

namespace DrawAot.Cli.Tests;

/// <summary>Habits of a command line: streams, several inputs, short options, threads, silence, completion, a manual page.</summary>
public sealed class HabitTests(NativeProgram program)
{
    [Theory]
    [InlineData("sample -n 2 --seed 3 -o -", "sample --count 2 --seed 3 --out FILE.png")]
    [InlineData("sample -n 2 --format npy -o -", "sample --count 2 --out FILE.npy")]
    [InlineData("sample -n 2 --animate -o -", "sample --count 2 --animate --out FILE.png")]
    [InlineData("reconstruct -i 0.png --out - -m mnist", "reconstruct --input 0.png --out FILE.png --model mnist")]
    public async Task What_goes_to_the_standard_output_is_the_file(string piped, string named)
    {
        using TemporaryFolder folder = Digits(1);
        CommandResult toStream = await Shell(folder, $"\"$0\" {piped} > stream"), toFile = await Shell(folder, $"\"$0\" {named.Replace("FILE", "file", StringComparison.Ordinal)}");
        Assert.True(toStream.ExitCode == 0 && toFile.ExitCode == 0, toStream.Error + toFile.Error);
        Assert.Empty(toStream.Error);
        Assert.Equal(folder[folder.FileNames.Single(name => name.StartsWith("file", StringComparison.Ordinal))], folder["stream"]);
    }

    [Fact]
    public async Task Commands_make_a_pipe()
    {
        using TemporaryFolder folder = new();
        CommandResult piped = await Shell(folder, "\"$0\" sample -n 3 --format npy -o - | \"$0\" score --json -i -");
        Assert.True(piped.ExitCode == 0, piped.Error);
        Assert.Equal(
            ["-[0]", "-[1]", "-[2]"],
            JsonDocument.Parse(piped.Output).RootElement.GetProperty("scores").EnumerateArray().Select(score => score.GetProperty("name").GetString()));
    }

    [Theory]
    [InlineData("--input 2.png --input 0.png 1.png", "2.png 0.png 1.png")]
    [InlineData("-i *.png --seed 1", "0.png 1.png 2.png")]
    [InlineData("-i [12].png none.png 0.png", "1.png 2.png none.png 0.png")]
    [InlineData("-i set.amat 0.png -n 3 --first 1", "set.amat[1] set.amat[2] 0.png")]
    public async Task Several_inputs_are_one(string inputs, string names)
    {
        using TemporaryFolder folder = Digits(3);
        DigitFiles.SaveAmat(folder.Combine("set.amat"), count: 3);
        CommandResult result = await Shell(folder, $"\"$0\" score --json {inputs}");
        Assert.Equal(names.Contains("none", StringComparison.Ordinal) ? 1 : 0, result.ExitCode);
        JsonElement[] scores = [.. JsonDocument.Parse(result.Output).RootElement.GetProperty("scores").EnumerateArray()];
        Assert.Equal(names.Split(' '), scores.Select(score => score.GetProperty("name").GetString()));
        Assert.All(scores, score => Assert.NotEqual(score.GetProperty("name").GetString() == "none.png", score.TryGetProperty("nats", out _)));
    }

    [Fact]
    public async Task One_of_several_inputs_is_not_written_over()
    {
        using TemporaryFolder folder = Digits(2);
        byte[] before = folder["1.png"];
        CommandResult result = await Shell(folder, "\"$0\" reconstruct -i 0.png 1.png -o 1.png");
        Assert.Equal(2, result.ExitCode);
        Assert.Equal(before, folder["1.png"]);
    }

    /// <summary>Numbers that drawaot writes are numbers that it reads; a picture of bytes loses nothing on the way.</summary>
    [Fact]
    public async Task A_npy_file_is_read_as_its_images_are()
    {
        using TemporaryFolder folder = Digits(3);
        byte[] header = [0x93, .. "NUMPY"u8, 1, 0, 118, 0, .. System.Text.Encoding.ASCII.GetBytes("{'descr': '|u1', 'fortran_order': False, 'shape': (3, 28, 28), }".PadRight(117) + "\n")];
        File.WriteAllBytes(folder.Combine("set.npy"), [.. header, .. Enumerable.Range(0, 3).SelectMany(k => DigitFiles.Digit((ulong)k)).Select(value => (byte)(value * 255))]);
        DigitFiles.SaveAmat(folder.Combine("set.amat"), count: 3);
        CommandResult numbers = await Shell(folder, "\"$0\" score -i set.npy"), text = await Shell(folder, "\"$0\" score -i set.amat");
        Assert.True(numbers.ExitCode == 0, numbers.Error);
        Assert.Equal(text.Output, numbers.Output.Replace(".npy", ".amat", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Threads_change_nothing_but_the_time()
    {
        using TemporaryFolder folder = Digits(3);
        foreach (int threads in (int[])[1, 2, 5])
        {
            CommandResult result = await Shell(folder, $"\"$0\" sample -n 50 --threads {threads} -o {threads}.npy && \"$0\" score -i 0.png 1.png 2.png --threads {threads}");
            Assert.True(result.ExitCode == 0, result.Error);
            Assert.Equal(folder["1.npy"], folder[$"{threads}.npy"]);
        }
    }

    [Fact]
    public async Task Quiet_programs_say_only_what_is_wrong()
    {
        using TemporaryFolder folder = Digits(1);
        CommandResult drawn = await Shell(folder, "\"$0\" sample -n 1 -q -o x.png"), faulty = await Shell(folder, "\"$0\" reconstruct --quiet -i 0.png none.png -o y.png");
        Assert.Equal((0, "", ""), (drawn.ExitCode, drawn.Output, drawn.Error));
        Assert.Equal(1, faulty.ExitCode);
        Assert.Equal("There is no file or folder 'none.png'.", Assert.Single(faulty.ErrorLines));
    }

    [Theory]
    [InlineData("sample -n 4")]
    [InlineData("reconstruct -i 0.png 1.png")]
    public async Task A_sheet_is_scaled(string command)
    {
        using TemporaryFolder folder = Digits(2);
        CommandResult result = await Shell(folder, $"\"$0\" {command} -o small.png && \"$0\" {command} --scale 3 -o large.png");
        Assert.True(result.ExitCode == 0, result.Error);
        Png small = Png.Open(folder["small.png"]), large = Png.Open(folder["large.png"]);
        Assert.Equal((3 * small.Width, 3 * small.Height), (large.Width, large.Height));
        for (int y = 0; y < large.Height; y++)
        {
            for (int x = 0; x < large.Width; x++)
            {
                Assert.Equal(small.GetPixel(x / 3, y / 3), large.GetPixel(x, y));
            }
        }
    }

    [Theory]
    [InlineData("--out is the output stream", "sample -n 1 -o - --json")]
    [InlineData("--out is the output stream", "sample -n 1 -o - --preview")]
    [InlineData("--format npy does not go with them", "sample -n 1 -o x --animate --format npy")]
    [InlineData("--out was expected with it", "sample -n 1 --preview --format png")]
    [InlineData("--threads is '0'; a whole number from 1 to 1024 was expected.", "sample -n 1 -o x.png --threads 0")]
    [InlineData("--threads is '1025'", "sample -n 1 -o x.png --threads 1025")]
    [InlineData("'gif' not recognized", "sample -n 1 -o x.png --format gif")]
    public async Task What_does_not_go_together_is_refused(string sentence, string arguments)
    {
        using TemporaryFolder folder = new();
        CommandResult result = await Shell(folder, $"\"$0\" {arguments}");
        Assert.Equal(2, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Contains(sentence, result.ErrorLines[0], StringComparison.Ordinal);
        Assert.Empty(folder.FileNames);
    }

    [Theory]
    [InlineData("drawaot sa", "sample")]
    [InlineData("drawaot sample --col", "--columns")]
    [InlineData("drawaot sample --model mnist-", "mnist-bfloat16 mnist-int8")]
    [InlineData("drawaot score --background ", "black white")]
    [InlineData("drawaot completion z", "zsh")]
    [InlineData("drawaot sample --out ", "")]
    public async Task Bash_completes(string line, string words)
    {
        using TemporaryFolder folder = new();
        CommandResult result = await Bash(folder, """
            source <("$0" completion bash)
            drawaot() { "$PROGRAM" "$@"; }
            COMP_LINE="$1" COMP_POINT=${#1}
            read -ra COMP_WORDS <<< "$1"
            [[ "$1" == *" " ]] && COMP_WORDS+=("")
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _drawaot
            echo "${COMPREPLY[*]}"
            """, line);
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal(words, result.Output.Trim());
    }

    /// <summary>groff says what it does not understand.</summary>
    [Fact]
    public async Task The_manual_page_has_every_command_and_option_of_the_help()
    {
        using TemporaryFolder folder = new();
        CommandResult page = await Shell(folder, "\"$0\" man > drawaot.1 && if command -v groff > /dev/null; then groff -man -ww -Tutf8 -z drawaot.1; fi");
        Assert.Equal((0, ""), (page.ExitCode, page.Error));
        string text = System.Text.Encoding.ASCII.GetString(folder["drawaot.1"]).Replace("\\-", "-", StringComparison.Ordinal);
        foreach (string command in (string[])["sample", "reconstruct", "score", "classify", "info"])
        {
            Assert.Contains($".SS {command}\n", text, StringComparison.Ordinal);
            string help = (await Shell(folder, $"\"$0\" {command} --help")).Output;
            foreach (string option in help.Split([' ', ',', '\n'], StringSplitOptions.RemoveEmptyEntries).Where(word => word.StartsWith("--", StringComparison.Ordinal) && word != "--help"))
            {
                Assert.Contains($"\\fB{option.TrimEnd('.', ';')}\\fR", text, StringComparison.Ordinal);
            }
        }
    }

    private static TemporaryFolder Digits(int count)
    {
        TemporaryFolder folder = new();
        for (int k = 0; k < count; k++)
        {
            DigitFiles.SavePng(folder.Combine($"{k}.png"), DigitFiles.Digit((ulong)k));
        }

        return folder;
    }

    private Task<CommandResult> Shell(TemporaryFolder folder, string script)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Needs a POSIX shell.");
        return CommandResult.Of(new ProcessStartInfo("sh", ["-c", script, program.File]) { WorkingDirectory = folder.Path });
    }

    private Task<CommandResult> Bash(TemporaryFolder folder, string script, params string[] arguments)
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "Needs bash.");
        var start = new ProcessStartInfo("/bin/bash", ["-c", script, program.File, .. arguments]) { WorkingDirectory = folder.Path };
        start.Environment["PROGRAM"] = program.File;
        return CommandResult.Of(start);
    }
}
