using System.Diagnostics;

namespace DrawAot.Torch.Tests.Training;

/// <summary>The program killed without warning, at any moment, most of them while it writes a checkpoint.</summary>
public sealed class KilledTrainerTests : IDisposable
{
    private static readonly string[] Arguments =
    [
        "train", "--dataset", "shapes", "--image-size", "8x8", "--glimpses", "2", "--latent", "3", "--encoder", "5", "--decoder", "5",
        "--batch", "250", "--epochs", "3", "--seed", "5",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_ends_in_the_same_bytes_as_one_that_was_left_alone()
    {
        string whole = Path.Combine(_folder.Path, "whole"), killed = Path.Combine(_folder.Path, "killed");
        using (Process process = TrainerProcess.Start(_folder.Path, [.. Arguments, "--out", whole]))
        {
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
        }

        int kills = 0;
        while (true)
        {
            // A checkpoint after every step: whatever the moment, it is likely one of writing.
            using Process process = TrainerProcess.Start(_folder.Path, [.. Arguments, "--out", killed, "--checkpoint-every", "0"]);
            long before = Steps(killed);
            while (kills < 3 && !process.HasExited && Steps(killed) < before + 10)
            {
                Thread.Sleep(1);
            }

            if (kills < 3)
            {
                process.Kill();
                process.WaitForExit();
                kills++;
                continue;
            }

            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
            break;
        }

        foreach (string file in (string[])["shapes.draw.json", "shapes.safetensors"])
        {
            Assert.Equal(File.ReadAllBytes(Path.Combine(whole, file)), File.ReadAllBytes(Path.Combine(killed, file)));
        }
    }

    /// <summary>Steps of the last checkpoint; it may be replaced while it is read.</summary>
    private static long Steps(string run)
    {
        try
        {
            return new Trainer.Training.RunFolder(run).Load(_ => { })?.Steps ?? 0;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
