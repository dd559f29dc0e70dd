using System.Diagnostics;
using System.Text.Json.Nodes;
using DrawAot.Torch.Tests.Datasets;

namespace DrawAot.Torch.Tests.Training;

/// <summary>The trainer as a person runs it: a program with arguments, output and an exit code.</summary>
[Trait("Category", "Slow")]
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

        TrainerOutcome trained = InOwnProcess(["train", .. SmallModel, "--epochs", "2", "--out", run]);
        TrainerOutcome evaluated = InOwnProcess(["evaluate", "--model", manifest, "--dataset", "shapes", "--record"]);
        TrainerOutcome exported = Trainer(["export", "--run", run, "--out", Path.Combine(_folder.Path, "out"), "--name", "other"]);
        TrainerOutcome graphs = Trainer(["onnx", "--model", manifest, "--out", Path.Combine(_folder.Path, "onnx")]);

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

    [Fact]
    public void A_classifier_is_trained_evaluated_by_every_engine_and_recorded()
    {
        DigitFiles.Write(_folder, side: 6, train: 120, test: 12, (_, number, y, x) => (byte)(number * (y + 1) * (x + 3)));
        string run = Path.Combine(_folder.Path, "run"), manifest = Path.Combine(run, "cluttered_mnist.draw.json");

        TrainerOutcome trained = Trainer(
        [
            "train", "--preset", "cluttered-mnist", "--data", ".", "--image-size", "12x12", "--distractors", "2", "--distractor-width", "3",
            "--glimpses", "3", "--hidden", "5", "--read", "3", "--batch", "20", "--epochs", "2", "--out", run,
        ]);
        TrainerOutcome alone = Trainer(["train", "--out", run]);
        string[] measure = ["evaluate", "--model", manifest, "--data", ".", "--distractors", "2", "--distractor-width", "3"];
        TrainerOutcome[] engines = [.. ((string[])["torch", "kernels", "generated"]).Select(engine => Trainer([.. measure, "--engine", engine]))];
        TrainerOutcome other = Trainer([.. measure, "--test-seed", "2", "--record"]);
        TrainerOutcome recorded = Trainer([.. measure, "--record", "--json"]);

        Assert.Equal((0, ""), (trained.ExitCode, string.Concat(trained.Errors.Split('\n').Where(line => line.Length > 0 && !line.Contains("GLIBCXX", StringComparison.Ordinal)))));
        Assert.Matches(@"epoch +2 +train [0-9.]+ +validation [0-9.]+ nats, error +[0-9.]+%", trained.Output);
        Assert.Contains("Going on from step 10 of 10", alone.Output, StringComparison.Ordinal);
        Assert.All(engines, outcome => Assert.Equal(0, outcome.ExitCode));
        Assert.Matches(
            @"^cluttered-mnist test, 12 images, digits among 2 distractors of 3×3, 3 glimpses: error [0-9.]+ ± [0-9.]+%\n" +
            @"after each glimpse: ([0-9.]+, ){2}[0-9.]+%\nSHA-256 of all 12 images of the test set, as bytes: [0-9a-f]{64}\n$",
            engines[0].Output);
        Assert.Equal(engines[0].Output, engines[1].Output);
        Assert.Equal(engines[0].Output, engines[2].Output);
        Assert.NotEqual(engines[0].Output, other.Output);
        Assert.Equal(0, recorded.ExitCode);
        JsonObject training = JsonNode.Parse(File.ReadAllText(manifest))!["training"]!.AsObject();
        Assert.Equal(12, (int)training["test"]!["images"]!);
        Assert.Equal(3, training["test"]!["errorPercentPerGlimpse"]!.AsArray().Count);
        Assert.NotEqual((string)training["test"]!["imagesSha256"]!, (string)training["testSeed2"]!["imagesSha256"]!);
        Assert.Equal((string)training["test"]!["imagesSha256"]!, (string)JsonNode.Parse(recorded.Output)!["imagesSha256"]!);

        foreach ((string option, string value) in (ReadOnlySpan<(string, string)>)[("--samples", "3"), ("--seed", "3")])
        {
            TrainerOutcome refused = Trainer([.. measure, option, value]);
            Assert.Equal(1, refused.ExitCode);
            Assert.Contains($"{option} has no effect here: '{manifest}' is a classifier.", refused.Errors, StringComparison.Ordinal);
        }

        TrainerOutcome size = Trainer(["evaluate", "--model", manifest, "--data", ".", "--image-size", "14x14", "--distractor-width", "3"]);
        Assert.Contains("is a model of 1×12×12 images (channels, height, width); the data set's are 1×14×14.", size.Errors, StringComparison.Ordinal);
        TrainerOutcome graphs = Trainer(["onnx", "--model", manifest, "--out", Path.Combine(_folder.Path, "onnx")]);
        Assert.Equal(0, graphs.ExitCode);
        Assert.Equal(
            ["cluttered_mnist.classifier.onnx"], Directory.GetFiles(Path.Combine(_folder.Path, "onnx")).Select(path => Path.GetFileName(path)));
    }

    [Theory]
    [InlineData("INT", 2, 130)]
    [InlineData("TERM", 15, 143)]
    [InlineData("HUP", 1, 129)]
    public void A_signal_saves_the_run_and_ends_the_program(string signal, int number, int exitCode)
    {
        Assert.SkipWhen(IsIgnored(number), $"SIG{signal} is ignored here, as in a shell's background jobs.");
        string run = Path.Combine(_folder.Path, "run");
        using (Process process = TrainerProcess.Start(_folder.Path, ["train", .. SmallModel, "--epochs", "100000", "--out", run]))
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
    [InlineData("train --dataset shapes --glimpses -1 --out x", 2, "--glimpses is '-1'; a whole number from 1 to 65536 was expected.")]
    [InlineData("train --dataset shapes --write two --out x", 2, "--write is 'two'; a whole number from 1 to 256, or 'none', was expected.")]
    [InlineData("train --preset cluttered-mnist --data . --latent 5 --out x", 1, "--latent belongs to a DRAW model; this run trains a classifier.")]
    [InlineData("train --preset cluttered-mnist --data . --bfloat16 --out x", 1, "--bfloat16 belongs to a DRAW model; this run trains a classifier.")]
    [InlineData("train --dataset shapes --deform 5 --out x", 1, "--deform belongs to a classifier; this run trains a DRAW model.")]
    [InlineData("train --preset cluttered-mnist --data . --channels 3 --out x", 1, "--channels belongs to a DRAW model; this run trains a classifier.")]
    [InlineData("train --model classifier --data . --write 3 --out x", 1, "--write belongs to a DRAW model; this run trains a classifier.")]
    [InlineData("train --dataset shapes --hidden 5 --out x", 1, "--hidden belongs to a classifier; this run trains a DRAW model.")]
    [InlineData("train --dataset shapes --distractors 5 --out x", 1, "--distractors belongs to a classifier; this run trains a DRAW model.")]
    [InlineData("train --preset mnist --model classifier --data . --out x", 1, "--preset mnist is for a DRAW model; --model asks for a classifier.")]
    [InlineData("train --dataset shapes --model classifier --out x", 1, "Data set 'shapes' has no classes; a classifier is trained on 'cluttered-mnist'.")]
    [InlineData("train --dataset cluttered-mnist --model draw --data . --out x", 1, "Data set 'cluttered-mnist'")]
    [InlineData("train --preset cluttered-mnist --out x", 1, "Data set 'cluttered-mnist' is read from files, but no folder was given: --data names one that holds train-images-idx3-ubyte, t10k-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-labels-idx1-ubyte,")]
    [InlineData("train --preset cluttered-mnist --data . --distractors -1 --out x", 2, "--distractors is '-1'; a whole number from 0 to 10000 was expected.")]
    [InlineData("train --model gan --data . --out x", 2, "--model is 'gan'; draw or classifier was expected.")]
    [InlineData("train --dataset letters --out x", 1, "There is no data set named 'letters'")]
    [InlineData("train --dataset shapes --name 3d --out x", 1, "Such a model could not be exported: 3d.draw.json(3,11): 'name' is '3d'")]
    [InlineData("train --epochs 3 --out x", 2, "--epochs goes with --data, --dataset or --preset")]
    [InlineData("train --dataset shapes --latent 70000 --out x", 2, "--latent is '70000'; a whole number from 1 to 65536 was expected.")]
    [InlineData("train --dataset shapes --epochs 99999999999 --out x", 2, "--epochs is '99999999999'; a whole number from 1 to 1000000 was expected.")]
    [InlineData("train --dataset shapes --epochs ten --out x", 2, "--epochs is 'ten'; a whole number from 1 to 1000000 was expected.")]
    [InlineData("train --dataset shapes --batch 0 --out x", 2, "--batch is '0'; a whole number from 1 to 65536 was expected.")]
    [InlineData("train --dataset shapes --rate Infinity --out x", 2, "--rate is 'Infinity'; a number above 0 and up to 1 was expected.")]
    [InlineData("train --dataset shapes --rate NaN --out x", 2, "--rate is 'NaN'; a number above 0 and up to 1 was expected.")]
    [InlineData("train --dataset shapes --rate 0 --out x", 2, "--rate is '0'; a number above 0 and up to 1 was expected.")]
    [InlineData("train --dataset shapes --rate 1e400 --out x", 2, "--rate is '1e400'; a number above 0 and up to 1 was expected.")]
    [InlineData("train --dataset shapes --final-rate -1 --out x", 2, "--final-rate is '-1'; a number from 0 to 1 was expected.")]
    [InlineData("train --dataset shapes --clip 0 --out x", 2, "--clip is '0'; a number above 0 and up to 1000000000 was expected.")]
    [InlineData("train --dataset shapes --average 2 --out x", 2, "--average is '2'; a number from 0 to below 1 was expected.")]
    [InlineData("train --dataset shapes --average 1 --out x", 2, "--average is '1'; a number from 0 to below 1 was expected.")]
    [InlineData("train --dataset shapes --kl-ramp 0 --out x", 2, "--kl-ramp is '0'; a whole number from 1 to 1000000000 was expected.")]
    [InlineData("train --dataset shapes --warm-up -1 --out x", 2, "--warm-up is '-1'; a whole number from 0 to 1000000000 was expected.")]
    [InlineData("train --dataset shapes --patience 0 --out x", 2, "--patience is '0'; a whole number from 1 to 1000000 was expected.")]
    [InlineData("train --dataset shapes --checkpoint-every NaN --out x", 2, "--checkpoint-every is 'NaN'; a number from 0 to 604800 was expected.")]
    [InlineData("train --dataset shapes --threads 1000000 --out x", 2, "--threads is '1000000'; a whole number from 1 to 1024 was expected.")]
    [InlineData("train --dataset shapes --seed 1.5 --out x", 2, "--seed is '1.5'; a whole number from -9223372036854775808 to 9223372036854775807 was expected.")]
    [InlineData("train --dataset shapes --grow 99999x1 --out x", 1, "--grow is '99999x1', and such a model could not be exported:")]
    [InlineData("evaluate --model none.draw.json --dataset shapes --seed -1", 2, "--seed is '-1'; a whole number from 0 to 18446744073709551615 was expected.")]
    [InlineData("evaluate --model none.draw.json", 2, "There are no images: --data with a file or folder, or --dataset, is needed.")]
    [InlineData("train --dataset shapes --device tpu --out x", 2, "--device is 'tpu'; cpu or cuda was expected.")]
    [InlineData("train --dataset shapes --schedule 7 --out x", 2, "--schedule is '7'; cosine or linear or constant was expected.")]
    [InlineData("train --data none --out x", 1, "There is no file or folder 'none', where images are expected.")]
    [InlineData("train --data . --out x", 1, "The folder '.' is no data set that is known:")]
    [InlineData("evaluate --model none.draw.json --dataset shapes --glimpses 0", 2, "--glimpses is '0'; a whole number from 1 to 65536 was expected.")]
    [InlineData("train --out x", 1, "There is no run to go on with in 'x'; to start one, --data with a file or folder, or --dataset, is needed.")]
    [InlineData("evaluate --model none.draw.json --dataset shapes", 1, "none.draw.json")]
    [InlineData("train --dataset folder --data . --out x", 1, "The folder '.' and its subfolders hold no files named *.png, *.jpg or *.jpeg")]
    [InlineData("train --dataset shapes --image-size 8 --out x", 1, "--image-size is '8'; WIDTHxHEIGHT was expected")]
    [InlineData("train --dataset shapes --channels 2 --out x", 1, "--channels is 2; 1 or 3 was expected.")]
    [InlineData("train --dataset shapes --channels 4 --out x", 2, "--channels is '4'; a whole number from 1 to 3 was expected.")]
    [InlineData("train --dataset shapes --grow 3 --out x", 1, "GLIMPSESxEPOCHS was expected")]
    [InlineData("train --dataset shapes --download --out x", 1, "Data set 'shapes' is not published anywhere that this program knows")]
    [InlineData("train --preset mnist --out x", 1, "Data set 'binarized-mnist' is read from files, but no folder was given")]
    [InlineData("train --options none.json --seed 3 --out x", 2, "--seed does not go with --options")]
    [InlineData("evaluate --model none.draw.json --dataset shapes --samples 0", 2, "--samples is '0'; a whole number from 1 to")]
    [InlineData("import --weights none.safetensors --name m --width 1 --height 1 --glimpses 1 --out x", 1, "none.safetensors")]
    [InlineData("export --run none --out x", 1, "There is no run in 'none'")]
    public void What_cannot_be_done_is_said_in_a_sentence(string arguments, int exitCode, string sentence)
    {
        TrainerOutcome outcome = Trainer(arguments.Split(' '));

        Assert.Equal(exitCode, outcome.ExitCode);
        Assert.Contains(sentence, outcome.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", outcome.Errors, StringComparison.Ordinal);
        string[] lines = [.. outcome.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.Contains("patched copy", StringComparison.Ordinal))];
        Assert.Equal(exitCode, lines.Length);
        Assert.All(lines[1..], hint => Assert.StartsWith("Usage: see 'drawaot-train", hint, StringComparison.Ordinal));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_broken_file_among_images_is_named_and_nothing_is_left()
    {
        string images = Path.Combine(_folder.Path, "images"), run = Path.Combine(_folder.Path, "run");
        Directory.CreateDirectory(images);
        for (int k = 0; k < 30; k++)
        {
            File.WriteAllText(Path.Combine(images, $"{k:00}.jpg"), "no image");
        }

        TrainerOutcome outcome = Trainer(["train", "--data", images, "--out", run]);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(Path.Combine(images, "00.jpg"), outcome.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("One or more errors occurred", outcome.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(run));
    }

    [Fact]
    public void Numbers_of_a_run_json_are_held_to_the_same_ranges()
    {
        string run = Path.Combine(_folder.Path, "run"), other = Path.Combine(_folder.Path, "other.json");
        Assert.Equal(0, Trainer(["train", .. SmallModel, "--epochs", "1", "--out", run]).ExitCode);
        File.WriteAllText(other, File.ReadAllText(Path.Combine(run, "run.json")).Replace("\"averageDecay\": 0.999", "\"averageDecay\": 2", StringComparison.Ordinal));

        TrainerOutcome outcome = Trainer(["train", "--options", other, "--out", Path.Combine(_folder.Path, "again")]);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("'averageDecay' is 2; a number from 0 to below 1 was expected.", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_alone_say_what_they_are_and_what_the_model_is_called()
    {
        string images = Path.Combine(_folder.Path, "My Pictures-2"), run = Path.Combine(_folder.Path, "run");
        foreach (string name in (string[])["cats", "dogs"])
        {
            Directory.CreateDirectory(Path.Combine(images, name));
            for (int k = 0; k < 10; k++)
            {
                Pictures.WriteGrey(Path.Combine(images, name, $"{k}.png"), width: 10, height: 9, (x, y) => (byte)(x * y * k));
            }
        }

        string[] command = ["train", "--data", images, "--glimpses", "2", "--latent", "3", "--encoder", "5", "--decoder", "5", "--epochs", "1", "--out", run];
        TrainerOutcome trained = Trainer(command), again = Trainer(command), alone = Trainer(["train", "--data", images, "--out", run]);
        TrainerOutcome evaluated = Trainer(["evaluate", "--model", Path.Combine(run, "my_pictures_2.draw.json"), "--data", images]);

        Assert.Equal((0, 0, 0, 0), (trained.ExitCode, again.ExitCode, alone.ExitCode, evaluated.ExitCode));
        Assert.Contains("Training on 16 images of 10×9×1 (files of 'My Pictures-2' at 10×9), targets grey.", trained.Output, StringComparison.Ordinal);
        Assert.Contains("Going on from step 1 of 1", again.Output, StringComparison.Ordinal);
        Assert.Contains("Going on from step 1 of 1", alone.Output, StringComparison.Ordinal);
        Assert.StartsWith("folder test, 2 images", evaluated.Output, StringComparison.Ordinal);
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

    private TrainerOutcome InOwnProcess(params string[] arguments) => TrainerProcess.Run(_folder.Path, arguments);

    private TrainerOutcome Trainer(params string[] arguments) => TrainerEntryPoint.Run(_folder.Path, arguments);
}
