using System.Diagnostics;
using DrawAot.Torch.Tests.Datasets;
using DrawAot.Trainer.Runs;

namespace DrawAot.Torch.Tests.Training;

/// <summary>The program killed without warning, at any moment, most of them while it writes a checkpoint.</summary>
[Trait("Category", "Slow")]
public sealed class KilledTrainerTests : IDisposable
{
    private const int Kills = 6;

    /// <summary>A look at a checkpoint takes about as long: more of them would slow the trainer down.</summary>
    private const int PollMilliseconds = 5;

    private static readonly string[] Draw =
    [
        "train", "--dataset", "shapes", "--image-size", "8x8", "--glimpses", "2", "--latent", "3", "--encoder", "5", "--decoder", "5",
        "--batch", "250", "--epochs", "3", "--seed", "5",
    ];

    private static readonly string[] Classifier =
    [
        "train", "--dataset", "cluttered-mnist", "--data", ".", "--image-size", "12x12", "--distractors", "2", "--distractor-width", "3",
        "--glimpses", "2", "--hidden", "5", "--read", "3", "--batch", "5", "--epochs", "3", "--seed", "5",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(ModelKind.Draw)]
    [InlineData(ModelKind.Classifier)]
    public void It_ends_in_the_same_bytes_as_one_that_was_left_alone(ModelKind model)
    {
        DigitFiles.Write(_folder, side: 6, train: 120, test: 12, (_, number, y, x) => (byte)(number * (y + 1) * (x + 3)));
        string[] arguments = model == ModelKind.Draw ? Draw : Classifier;
        string whole = Path.Combine(_folder.Path, "whole"), killed = Path.Combine(_folder.Path, "killed");
        var moments = new Random(1);
        Finish(arguments, whole);
        for (int kill = 0; kill < Kills; kill++)
        {
            // A checkpoint after every step: whatever the moment, it is likely one of writing.
            using Process process = TrainerProcess.Start(_folder.Path, [.. arguments, "--out", killed, "--checkpoint-every", "0"]);
            long end = Steps(killed) + moments.Next(1, 20);
            while (!process.HasExited && Steps(killed) < end)
            {
                Thread.Sleep(PollMilliseconds);
            }

            Thread.Sleep(moments.Next(0, 30));
            process.Kill();
            process.WaitForExit();
        }

        Finish(arguments, killed);
        RunContents.AssertSame(whole, killed);
    }

    [Fact]
    public void Its_folder_is_refused_to_a_second_one_and_free_again_when_it_is_dead()
    {
        string run = Path.Combine(_folder.Path, "run");
        using (Process first = TrainerProcess.Start(
            _folder.Path, ["train", "--dataset", "shapes", "--image-size", "8x8", "--epochs", "100000", "--out", run, "--checkpoint-every", "0"]))
        {
            while (!first.HasExited && Steps(run) == 0)
            {
                Thread.Sleep(PollMilliseconds);
            }

            using (Process second = TrainerProcess.Start(_folder.Path, ["train", "--out", run]))
            {
                string refusal = second.StandardError.ReadToEnd();
                second.WaitForExit();
                Assert.Equal(1, second.ExitCode);
                Assert.Contains($"is in use by another trainer, process {first.Id}: end that one first", refusal, StringComparison.Ordinal);
            }

            first.Kill();
            first.WaitForExit();
        }

        using Process next = TrainerProcess.Start(_folder.Path, ["train", "--out", run]);
        string? line;
        do
        {
            line = next.StandardOutput.ReadLine();
        }
        while (line is not null && !line.StartsWith("Going on from step", StringComparison.Ordinal));
        next.Kill();
        next.WaitForExit();
        Assert.NotNull(line);
    }

    /// <summary>Runs it to its end.</summary>
    private void Finish(string[] arguments, string run) =>
        Assert.Equal(0, TrainerEntryPoint.Run(_folder.Path, [.. arguments, "--out", run]).ExitCode);

    /// <summary>Steps of the last checkpoint; it may be replaced while it is read.</summary>
    private static long Steps(string run)
    {
        try
        {
            return new Trainer.Runs.RunFolder(run).Load(_ => { })?.Steps ?? 0;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
