using System.Diagnostics;

namespace DrawAot.Torch.Tests.Training;

/// <summary>The trainer as a person runs it: a program with arguments, output and an exit code.</summary>
public sealed class TrainerProcessTests : IDisposable
{
    private static readonly string[] SmallModel =
        ["--dataset", "shapes", "--glimpses", "2", "--latent", "3", "--encoder", "5", "--decoder", "5", "--batch", "500"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Training_shows_its_progress_and_leaves_a_manifest_and_weights_that_evaluate_and_export_and_onnx_read()
    {
        string run = Path.Combine(_folder.Path, "run"), manifest = Path.Combine(run, "shapes.draw.json");

        Outcome trained = Trainer(["train", .. SmallModel, "--epochs", "2", "--out", run]);
        Outcome evaluated = Trainer(["evaluate", "--model", manifest, "--dataset", "shapes", "--record"]);
        Outcome exported = Trainer(["export", "--run", run, "--out", Path.Combine(_folder.Path, "out"), "--name", "other"]);
        Outcome graphs = Trainer(["onnx", "--model", manifest, "--out", Path.Combine(_folder.Path, "onnx")]);

        Assert.Equal(0, trained.ExitCode);
        Assert.Matches(@"epoch +2 +train +[0-9.]+ +validation +[0-9.]+ nats", trained.Output);
        Assert.Contains("left", trained.Output, StringComparison.Ordinal);
        Assert.Equal(0, evaluated.ExitCode);
        Assert.Matches(@"shapes test, 2000 images, targets binary as drawn, .*: [0-9.]+ ± [0-9.]+ nats", evaluated.Output);
        Assert.Contains("\"test\": {", File.ReadAllText(manifest), StringComparison.Ordinal);
        Assert.Equal(0, exported.ExitCode);
        Assert.Equal(
            ["other.draw.json", "other.safetensors"],
            Directory.GetFiles(Path.Combine(_folder.Path, "out")).Select(path => Path.GetFileName(path)).Order());
        Assert.Equal(0, graphs.ExitCode);
        Assert.Equal(
            ["shapes.sampler.onnx", "shapes.scorer.onnx"],
            Directory.GetFiles(Path.Combine(_folder.Path, "onnx")).Select(path => Path.GetFileName(path)).Order());
    }

    [Theory]
    [InlineData("INT", 2, 130)]
    [InlineData("TERM", 15, 143)]
    [InlineData("HUP", 1, 129)]
    public void Control_C_saves_and_ends_and_so_does_whoever_ends_programs_or_closes_their_terminal(string signal, int number, int exitCode)
    {
        Assert.SkipWhen(IsIgnored(number), $"SIG{signal} is ignored here, as in a shell's background jobs.");
        string run = Path.Combine(_folder.Path, "run");
        using (Process process = Start(["train", .. SmallModel, "--epochs", "100000", "--out", run]))
        {
            using var deadline = new Timer(_ => process.Kill(), state: null, TimeSpan.FromMinutes(3), Timeout.InfiniteTimeSpan);
            while (process.StandardOutput.ReadLine() is string line && !line.Contains("step", StringComparison.Ordinal))
            {
            }

            using Process interrupt = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
            string rest = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.Equal(exitCode, process.ExitCode);
            Assert.Contains("Stopped and saved", rest, StringComparison.Ordinal);
        }

        Assert.Equal(["checkpoint.safetensors"], Directory.GetFiles(run, "checkpoint*").Select(path => Path.GetFileName(path)).Take(1));
    }

    [Theory]
    [InlineData("nonsense", 2, "")]
    [InlineData("train --dataset shapes --glimpses -1 --out x", 2, "--glimpses is -1; at least 1 was expected.")]
    [InlineData("train --dataset shapes --write two --out x", 2, "--write is 'two'; a number of filters from 1 on, or 'none', was expected.")]
    [InlineData("train --dataset letters --out x", 1, "There is no data set named 'letters'")]
    [InlineData("train --dataset shapes --name 3d --out x", 1, "Such a model could not be exported: 3d.draw.json(3,11): 'name' is '3d'")]
    [InlineData("train --epochs 3 --out x", 2, "--epochs goes with --dataset or --preset")]
    [InlineData("train --dataset shapes --latent 70000 --out x", 1, "'latent' is 70000")]
    [InlineData("evaluate --model none.draw.json --dataset shapes --glimpses 0", 2, "--glimpses is 0; at least 1 was expected.")]
    [InlineData("train --out x", 1, "There is no run to go on with in 'x'; to start one, --dataset is needed.")]
    [InlineData("evaluate --model none.draw.json --dataset shapes", 1, "none.draw.json")]
    [InlineData("train --dataset folder --data . --out x", 1, "--image-size WIDTHxHEIGHT is expected")]
    [InlineData("train --dataset shapes --image-size 8 --out x", 1, "--image-size is '8'; WIDTHxHEIGHT was expected")]
    [InlineData("train --dataset shapes --channels 2 --out x", 1, "--channels is 2; 1 or 3 was expected.")]
    [InlineData("train --dataset shapes --grow 3 --out x", 1, "GLIMPSESxEPOCHS was expected")]
    [InlineData("train --dataset shapes --download --out x", 1, "Data set 'shapes' is not published anywhere that this program knows")]
    [InlineData("train --preset mnist --out x", 1, "Data set 'binarized-mnist' is read from files, but no folder was given")]
    [InlineData("train --options none.json --seed 3 --out x", 2, "--seed does not go with --options")]
    [InlineData("evaluate --model none.draw.json --dataset shapes --samples 0", 2, "--samples is 0; at least 1 was expected.")]
    [InlineData("import --weights none.safetensors --name m --width 1 --height 1 --glimpses 1 --out x", 1, "none.safetensors")]
    [InlineData("export --run none --out x", 1, "There is no run to export in 'none'")]
    public void What_cannot_be_done_is_said_in_a_sentence(string arguments, int exitCode, string sentence)
    {
        Outcome outcome = Trainer(arguments.Split(' '));

        Assert.Equal(exitCode, outcome.ExitCode);
        Assert.Contains(sentence, outcome.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", outcome.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    /// <summary>Programs inherit which signals are ignored, and leave them so.</summary>
    private static bool IsIgnored(int signal)
    {
        const string Status = "/proc/self/status", Field = "SigIgn:";
        string? mask = File.Exists(Status)
            ? File.ReadLines(Status).FirstOrDefault(line => line.StartsWith(Field, StringComparison.Ordinal))
            : null;
        return mask is not null && (Convert.ToUInt64(mask[Field.Length..].Trim(), 16) >> (signal - 1) & 1) != 0;
    }

    private Outcome Trainer(string[] arguments)
    {
        using Process process = Start(arguments);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Outcome(process.ExitCode, output, errors.GetAwaiter().GetResult());
    }

    private Process Start(string[] arguments) => TrainerProcess.Start(_folder.Path, arguments);

    private sealed record Outcome(int ExitCode, string Output, string Errors);
}
