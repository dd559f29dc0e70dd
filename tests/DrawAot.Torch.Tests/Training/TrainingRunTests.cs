using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using DrawAot.ImageFiles;
using DrawAot.Torch;
using DrawAot.Trainer.Datasets;
using DrawAot.Trainer.Evaluation;
using DrawAot.Trainer.Families.Draw;
using DrawAot.Trainer.Runs;
using DrawAot.Trainer.TrainingLoop;
using DrawAot.Training.Optimisers;
using JsonObject = System.Text.Json.Nodes.JsonObject;

namespace DrawAot.Torch.Tests.Training;

[Trait("Category", "Slow")]
public sealed class TrainingRunTests : IDisposable
{
    private static readonly Dataset SmallShapes = ShapesDataset.Draw(
        new ShapesOptions { Width = 9, Height = 8, TrainCount = 60, ValidationCount = 20, TestCount = 20 });

    private static readonly TrainingOptions Options = new()
    {
        Dataset = "shapes",
        Name = "small",
        Glimpses = 3,
        Latent = 4,
        EncoderHidden = 6,
        DecoderHidden = 7,
        Epochs = 3,
        Batch = 10,
        Optimiser = OptimiserKind.Muon,
    };

    private readonly TemporaryFolder _folder = new();

    public TrainingRunTests() => LibTorch.EnsureLoadable();

    private static CancellationToken NoStop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(OptimiserKind.Muon, 1)]
    [InlineData(OptimiserKind.Muon, 6)]
    [InlineData(OptimiserKind.Muon, 8)]
    [InlineData(OptimiserKind.Muon, 17)]
    [InlineData(OptimiserKind.Adam, 8)]
    public void A_run_that_was_stopped_ends_in_the_same_bytes_as_one_that_was_not(OptimiserKind optimiser, int stepsBeforeTheStop)
    {
        TrainingOptions options = Options with { Optimiser = optimiser, InputDropout = 0.2 };
        string whole = Path.Combine(_folder.Path, "whole"), halves = Path.Combine(_folder.Path, "halves");
        Assert.True(Train(whole, new Recorder(), NoStop, options));

        using (var stop = new CancellationTokenSource())
        {
            Assert.False(Train(halves, new Recorder { StepDone = step => StopAt(step, stepsBeforeTheStop, stop) }, stop.Token, options));
        }

        var resumed = new Recorder();
        Assert.True(Train(halves, resumed, NoStop, options));

        Assert.Contains($"Going on from step {stepsBeforeTheStop} of 18", resumed.Lines.Single(), StringComparison.Ordinal);
        RunContents.AssertSame(whole, halves);
    }

    [Fact]
    public void Pictures_are_drawn_at_the_interval_asked_for_and_of_the_last_epoch_also_where_the_run_was_stopped()
    {
        string run = Path.Combine(_folder.Path, "run");
        using (var stop = new CancellationTokenSource())
        {
            Assert.False(TrainWithPictures(new Recorder { StepDone = step => StopAt(step, 8, stop) }, stop.Token));
        }

        Assert.True(TrainWithPictures(new Recorder(), NoStop));

        Assert.Equal(["samples-002.png", "samples-003.png"], Directory.GetFiles(run, "samples-*").Select(Path.GetFileName).Order());

        bool TrainWithPictures(Recorder progress, CancellationToken cancellation)
        {
            using TrainingRun training = new(Options, SmallShapes, run, progress) { PictureInterval = 2 };
            return training.Run(cancellation);
        }
    }

    [Fact]
    public void A_report_that_is_missing_or_another_is_made_again_from_the_checkpoint()
    {
        string whole = Path.Combine(_folder.Path, "whole"), repaired = Path.Combine(_folder.Path, "repaired");
        Train(whole, new Recorder(), NoStop);
        Train(repaired, new Recorder(), NoStop);
        foreach (string name in (string[])
        [
            "small.draw.json", "small.safetensors", "run.json", "epochs.csv", "curve.png", "samples-003.png", "reconstructions-003.png",
            "events.out.tfevents.drawaot", "checkpoint.previous.safetensors",
        ])
        {
            string file = Path.Combine(repaired, name);
            byte[] bytes = File.ReadAllBytes(file);
            Action[] faults =
            [
                () => File.Delete(file),
                () => File.WriteAllBytes(file, bytes[..(bytes.Length / 2)]),
                () => File.WriteAllBytes(file, [.. bytes, 1, 2, 3]),
                () => File.WriteAllBytes(file, [.. bytes[..^9], (byte)(bytes[^9] ^ 1), .. bytes[^8..]]),
            ];
            foreach (Action fault in faults)
            {
                fault();

                Assert.True(Train(repaired, new Recorder(), NoStop));

                RunContents.AssertSame(whole, repaired);
            }
        }
    }

    [Fact]
    public void The_best_epoch_s_pictures_and_weights_are_made_again_when_it_was_not_the_last()
    {
        // What is learnt of white shapes on black is wrong of black ones on white: the first epoch is the best.
        string whole = Path.Combine(_folder.Path, "whole"), repaired = Path.Combine(_folder.Path, "repaired");
        Dataset opposite = new()
        {
            Name = "opposite",
            Description = "shapes, inverted for validation",
            Targets = "binary",
            IsBinary = true,
            Train = SmallShapes.Train,
            Validation = Inverted(SmallShapes.Validation),
            Test = SmallShapes.Test,
        };
        foreach (string folder in (string[])[whole, repaired])
        {
            using TrainingRun run = new(Options, opposite, folder, new Recorder());
            Assert.True(run.Run(NoStop));
        }

        Assert.Equal(1, (int)ExportedModel.Load(Path.Combine(whole, "small.draw.json")).Training["epoch"]!);
        foreach (string name in (string[])["small.safetensors", "small.draw.json", "samples-001.png", "reconstructions-001.png"])
        {
            File.Delete(Path.Combine(repaired, name));
        }

        using (TrainingRun run = new(Options, opposite, repaired, new Recorder()))
        {
            Assert.True(run.Run(NoStop));
        }

        RunContents.AssertSame(whole, repaired);
    }

    [Fact]
    public void Figures_that_evaluate_recorded_in_the_best_epoch_s_manifest_stay_when_the_run_is_started_again()
    {
        Train(_folder.Path, new Recorder(), NoStop);
        ExportedModel model = ExportedModel.Load(Path.Combine(_folder.Path, "small.draw.json"));
        model.Training["test"] = "measured";
        model.SaveTraining();

        Train(_folder.Path, new Recorder(), NoStop);

        Assert.Equal("measured", (string?)ExportedModel.Load(model.ManifestPath).Training["test"]);
    }

    [Fact]
    public void What_killed_programs_left_half_written_is_removed_at_the_next_start()
    {
        string whole = Path.Combine(_folder.Path, "whole"), killed = Path.Combine(_folder.Path, "killed");
        Train(whole, new Recorder(), NoStop);
        Directory.CreateDirectory(killed);
        foreach (string name in (string[])["checkpoint.next.safetensors", "curve.png.0123.unfinished", RunLock.HolderName])
        {
            File.WriteAllText(Path.Combine(killed, name), "half");
        }

        Train(killed, new Recorder(), NoStop);

        RunContents.AssertSame(whole, killed);
    }

    [Fact]
    public void A_second_trainer_is_refused_in_a_folder_while_the_first_is_there_and_export_is_not()
    {
        using TrainingRun first = new(Options, SmallShapes, _folder.Path, new Recorder());
        Assert.True(first.Run(NoStop));

        string[] files = Directory.GetFiles(_folder.Path);
        var refused = Assert.Throws<TrainingException>(() => new TrainingRun(Options, SmallShapes, _folder.Path, new Recorder()));
        Assert.Equal(files, Directory.GetFiles(_folder.Path));

        // An optimiser would be refused too, and later: nothing is computed, and no device is taken, for a folder that is another's.
        TrainingOptions unknown = Options with { Optimiser = (OptimiserKind)99 };
        Assert.Equal(refused.Message, Assert.Throws<TrainingException>(() => new TrainingRun(unknown, SmallShapes, _folder.Path, new Recorder())).Message);

        string sentence = $"'{_folder.Path}' is in use by another trainer, process {Environment.ProcessId}: end that one first, or choose another folder.";
        Assert.Equal(sentence, refused.Message);
        Assert.Equal(sentence, Assert.Throws<TrainingException>(() => RunLock.RequireFree(_folder.Path)).Message);
        Assert.True(File.Exists(TrainingRun.Export(_folder.Path, "other", Path.Combine(_folder.Path, "export"), message => Assert.Fail(message))));
        first.Dispose();
        Assert.True(Train(_folder.Path, new Recorder(), NoStop));
    }

    [Fact]
    public void A_run_that_is_refused_leaves_no_folder_and_no_lock()
    {
        string fresh = Path.Combine(_folder.Path, "fresh"), taken = Path.Combine(_folder.Path, "taken");
        Assert.Throws<TrainingException>(() => new TrainingRun(Options with { Name = "3d" }, SmallShapes, fresh, new Recorder()));
        Assert.Throws<FileNotFoundException>(() => new TrainingRun(Options with { From = "none.draw.json" }, SmallShapes, fresh, new Recorder()));
        Train(taken, new Recorder(), NoStop);
        Dataset other = ShapesDataset.Draw(new ShapesOptions { Width = 9, Height = 8, TrainCount = 50, ValidationCount = 20, TestCount = 20 });
        Assert.Throws<TrainingException>(() => new TrainingRun(Options, other, taken, new Recorder()));

        Assert.False(Directory.Exists(fresh));
        Assert.True(Train(taken, new Recorder(), NoStop));
    }

    [Fact]
    public void The_bound_falls_and_the_best_epoch_is_exported()
    {
        var recorder = new Recorder();
        TrainingOptions longer = Options with { Epochs = 12 };
        using (TrainingRun run = new(longer, SmallShapes, _folder.Path, recorder))
        {
            run.Run(NoStop);
        }

        DrawEpoch best = recorder.Epochs.MinBy(epoch => epoch.ValidationBound)!;
        Assert.True(best.ValidationBound < recorder.Epochs[0].ValidationBound - 1, "The bound did not fall by a nat.");
        ExportedModel model = ExportedModel.Load(Path.Combine(_folder.Path, "small.draw.json"));
        Assert.Equal(best.Epoch, model.Training["epoch"]!.GetValue<int>());
        Assert.Equal("binary as drawn", model.Training["targets"]!.GetValue<string>());
        using TorchEvaluator torch = new(model.ToModule());
        Assert.Equal(best.ValidationBound, Measurement.Of(torch, SmallShapes.Validation, seed: 1, cancellation: NoStop).Nats, tolerance: 1e-3);
    }

    [Fact]
    public void Dropout_is_part_of_training_and_not_of_validation()
    {
        TrainingOptions still = Options with { Rate = 0, FinalRate = 0, Epochs = 1 };
        Recorder whole = new(), dropped = new();
        Train(Path.Combine(_folder.Path, "whole"), whole, NoStop, still);
        Train(Path.Combine(_folder.Path, "dropped"), dropped, NoStop, still with { InputDropout = 0.3 });

        Assert.Equal(whole.Epochs.Single().ValidationBound, dropped.Epochs.Single().ValidationBound);
        Assert.NotEqual(whole.Epochs.Single().TrainBound, dropped.Epochs.Single().TrainBound);
    }

    [Fact]
    public void A_run_in_bfloat16_learns_something_else_and_is_measured_in_float32()
    {
        string exact = Path.Combine(_folder.Path, "exact"), rounded = Path.Combine(_folder.Path, "rounded");
        Train(exact, new Recorder(), NoStop);
        var recorder = new Recorder();
        using (TrainingRun run = new(Options with { Bfloat16 = true }, SmallShapes, rounded, recorder))
        {
            Assert.True(run.Run(NoStop));
        }

        Assert.NotEqual(Weights(exact), Weights(rounded));
        using TorchEvaluator torch = new(ExportedModel.Load(Path.Combine(rounded, "small.draw.json")).ToModule());
        Assert.Equal(
            recorder.Epochs.Min(epoch => epoch.ValidationBound),
            Measurement.Of(torch, SmallShapes.Validation, seed: 1, cancellation: NoStop).Nats,
            tolerance: 1e-3);
    }

    [Fact]
    public void Steps_made_in_libtorch_are_those_of_the_kernels_up_to_rounding_and_a_run_goes_on_with_the_same_bytes()
    {
        string kernels = Path.Combine(_folder.Path, "kernels"), whole = Path.Combine(_folder.Path, "whole"), halves = Path.Combine(_folder.Path, "halves");
        TrainingOptions torch = Options with { Device = TorchDevice.Cpu };
        Recorder byKernels = new(), byTorch = new();
        Train(kernels, byKernels, NoStop);
        Assert.True(Train(whole, byTorch, NoStop, torch));
        using (var stop = new CancellationTokenSource())
        {
            Assert.False(Train(halves, new Recorder { StepDone = step => StopAt(step, 8, stop) }, stop.Token, torch));
        }

        Assert.True(Train(halves, new Recorder(), NoStop, torch));

        Assert.NotEqual(Weights(kernels), Weights(whole));
        Assert.Equal(byKernels.Epochs[^1].ValidationBound, byTorch.Epochs[^1].ValidationBound, tolerance: 1e-2);
        RunContents.AssertSame(whole, halves);
    }

    [Theory]
    [InlineData(false, "No CUDA GPU can be used:")]
    [InlineData(true, "libtorch finds no CUDA GPU:")]
    public void A_device_that_is_not_there_is_refused_before_a_folder_is_made(bool bfloat16, string expected)
    {
        Assert.SkipWhen(TorchSharp.torch.cuda.is_available() || File.Exists("/dev/nvidia0"), "There is a GPU.");
        string run = Path.Combine(_folder.Path, "run");

        var refused = Assert.Throws<NotSupportedException>(() => new TrainingRun(Options with { Device = TorchDevice.Cuda, Bfloat16 = bfloat16 }, SmallShapes, run, new Recorder()));

        Assert.StartsWith(expected, refused.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(run));
    }

    [Fact]
    public void A_run_starts_from_an_exported_model_at_another_number_of_glimpses()
    {
        string first = Path.Combine(_folder.Path, "first"), second = Path.Combine(_folder.Path, "second");
        Train(first, new Recorder(), NoStop);
        string manifest = Path.Combine(first, "small.draw.json");
        var recorder = new Recorder();
        TrainingOptions more = Options with { From = manifest, Glimpses = 5, Epochs = 1 };
        using (TrainingRun run = new(more, SmallShapes, second, recorder))
        {
            Assert.True(run.Run(NoStop));
        }

        ExportedModel grown = ExportedModel.Load(Path.Combine(second, "small.draw.json"));
        Assert.Equal(5, grown.Manifest.ModelShape.Glimpses);
        Assert.Equal(3, grown.Training["from"]!["glimpses"]!.GetValue<int>());
    }

    [Theory]
    [InlineData(OptimiserKind.Muon, 18)]
    [InlineData(OptimiserKind.Adam, 0)]
    public void A_run_that_starts_from_another_one_takes_over_its_state_if_the_optimiser_is_the_same(OptimiserKind optimiser, long earlierSteps)
    {
        string first = Path.Combine(_folder.Path, "first"), second = Path.Combine(_folder.Path, "second");
        Train(first, new Recorder(), NoStop);
        TrainingOptions more = Options with { From = first, Optimiser = optimiser, Glimpses = 5, Rate = 0, FinalRate = 0, Epochs = 1 };

        Assert.True(Train(second, new Recorder(), NoStop, more));

        Checkpoint before = new RunFolder(first).Load(_ => { })!, after = new RunFolder(second).Load(_ => { })!;
        Assert.Equal(earlierSteps, after.EarlierSteps);
        Assert.Equal(6, after.Steps);
        Assert.Equal(before.Vector("weights"), after.Vector("weights"));
        Assert.Equal(18, ExportedModel.Load(Path.Combine(second, "small.draw.json")).Training["from"]!["steps"]!.GetValue<int>());
        Assert.Equal(24, after.EarlierAverageSteps + after.Steps);
    }

    [Fact]
    public void A_run_of_other_sizes_is_no_start()
    {
        string first = Path.Combine(_folder.Path, "first");
        Train(first, new Recorder(), NoStop);

        var refused = Assert.Throws<TrainingException>(
            () => Train(Path.Combine(_folder.Path, "second"), new Recorder(), NoStop, Options with { From = first, Latent = 5 }));

        Assert.Contains("the same sizes were expected", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_a_run_is_no_start()
    {
        var refused = Assert.Throws<TrainingException>(
            () => Train(Path.Combine(_folder.Path, "second"), new Recorder(), NoStop, Options with { From = _folder.Path }));

        Assert.Equal($"There is no run in '{_folder.Path}': a folder that 'train' wrote was expected.", refused.Message);
    }

    [Fact]
    public void Options_that_differ_from_the_run_s_are_named()
    {
        Train(_folder.Path, new Recorder(), NoStop);
        var folder = new RunFolder(_folder.Path);
        Checkpoint checkpoint = folder.Load(_ => { })!;

        var refused = Assert.Throws<TrainingException>(() => folder.Agree(checkpoint, Options with { Glimpses = 9 }));

        Assert.Contains("Glimpses 3 there, 9 here", refused.Message, StringComparison.Ordinal);
        Assert.Equal(Options, folder.Agree(checkpoint, asked: null));
        Assert.Equal(Options with { Data = "moved" }, folder.Agree(checkpoint, Options with { Data = "moved" }));
    }

    [Fact]
    public void A_run_goes_on_without_the_model_that_it_started_from_and_still_says_which_it_was()
    {
        string first = Path.Combine(_folder.Path, "first"), second = Path.Combine(_folder.Path, "second");
        Train(first, new Recorder(), NoStop);
        TrainingOptions more = Options with { From = Path.Combine(first, "small.draw.json"), Glimpses = 2 };
        using (var stop = new CancellationTokenSource())
        using (TrainingRun run = new(more, SmallShapes, second, new Recorder { StepDone = step => StopAt(step, 2, stop) }))
        {
            Assert.False(run.Run(stop.Token));
        }

        Directory.Delete(first, recursive: true);
        using (TrainingRun run = new(more, SmallShapes, second, new Recorder()))
        {
            Assert.True(run.Run(NoStop));
        }

        ExportedModel model = ExportedModel.Load(Path.Combine(second, "small.draw.json"));
        Assert.Equal(3, model.Training["from"]!["glimpses"]!.GetValue<int>());
    }

    [Fact]
    public void A_run_does_not_go_on_with_other_data()
    {
        Train(_folder.Path, new Recorder(), NoStop);
        Dataset other = ShapesDataset.Draw(
            new ShapesOptions { Width = 9, Height = 8, TrainCount = 50, ValidationCount = 20, TestCount = 20 });

        var refused = Assert.Throws<TrainingException>(() => new TrainingRun(Options, other, _folder.Path, new Recorder()));

        Assert.Contains("is of a run on 60 images of 9×8×1", refused.Message, StringComparison.Ordinal);
        Assert.Contains("the data set given has 50 of 9×8×1", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_does_not_go_on_with_other_images_of_the_same_number_and_size()
    {
        Train(_folder.Path, new Recorder(), NoStop);
        Dataset other = ShapesDataset.Draw(
            new ShapesOptions { Width = 9, Height = 8, TrainCount = 60, ValidationCount = 20, TestCount = 20, Seed = 7 });

        var refused = Assert.Throws<TrainingException>(() => new TrainingRun(Options, other, _folder.Path, new Recorder()));

        Assert.EndsWith("; their numbers and sizes are alike, and the images are others.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_training_block_states_regularisation_only_where_there_is_some()
    {
        string plain = Path.Combine(_folder.Path, "plain"), dropped = Path.Combine(_folder.Path, "dropped");
        Train(plain, new Recorder(), NoStop, Options with { Epochs = 1 });
        Train(dropped, new Recorder(), NoStop, Options with { Epochs = 1, InputDropout = 0.25, WeightDecay = 0.5 });

        JsonObject without = ExportedModel.Load(Path.Combine(plain, "small.draw.json")).Training;
        JsonObject with = ExportedModel.Load(Path.Combine(dropped, "small.draw.json")).Training;
        Assert.False(without.ContainsKey("inputDropout") || without.ContainsKey("weightDecay"), without.ToJsonString());
        Assert.Equal((0.25, 0.5), ((double)with["inputDropout"]!, (double)with["weightDecay"]!));
    }

    /// <summary>A model says when and by which version it was trained, and on what.</summary>
    [Fact]
    public void The_training_block_has_the_date_the_version_and_the_hash_of_the_images()
    {
        Train(_folder.Path, new Recorder(), NoStop);

        JsonObject training = ExportedModel.Load(Path.Combine(_folder.Path, "small.draw.json")).Training;

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (ImageSet set in (ImageSet[])[SmallShapes.Train, SmallShapes.Validation, SmallShapes.Test])
        {
            for (int k = 0; k < set.Count; k++)
            {
                hash.AppendData(set.Pixels(k));
            }
        }

        Assert.Equal(Convert.ToHexStringLower(hash.GetHashAndReset()), (string?)training["dataSha256"]);
        Assert.InRange(DateTime.Parse((string)training["date"]!, CultureInfo.InvariantCulture), DateTime.UtcNow.Date.AddDays(-1), DateTime.UtcNow.Date);
        Assert.Matches(@"^\d+\.\d+\.\d+", (string)training["version"]!);
    }

    [Fact]
    public void A_model_that_the_generator_would_refuse_is_refused_before_it_is_trained()
    {
        TrainingOptions wide = Options with { ReadAttention = 300 };

        var refused = Assert.Throws<TrainingException>(() => new TrainingRun(wide, SmallShapes, _folder.Path, new Recorder()));

        Assert.Contains("'attention.read' is 300", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(6, true)]
    [InlineData(8, false)]
    public void An_export_states_a_validation_bound_only_where_these_weights_were_measured(int steps, bool measured)
    {
        string run = Path.Combine(_folder.Path, "run"), export = Path.Combine(_folder.Path, "export");
        using (var stop = new CancellationTokenSource())
        {
            Train(run, new Recorder { EpochDone = _ => StopIf(steps == 6, stop), StepDone = step => StopAt(step, steps, steps == 6 ? new() : stop) }, stop.Token);
        }

        ExportedModel model = ExportedModel.Load(TrainingRun.Export(run, "stopped", export, _ => { }));

        Assert.Equal(steps, model.Training["steps"]!.GetValue<int>());
        Assert.Equal(measured, model.Training.ContainsKey("validation"));
    }

    [Fact]
    public void A_run_that_overflows_ends_with_the_step_and_the_cause_and_keeps_its_last_good_checkpoint()
    {
        using TrainingRun run = new(Options with { Rate = 1e25, Schedule = RateSchedule.Constant }, SmallShapes, _folder.Path, new Recorder())
        {
            CheckpointInterval = TimeSpan.Zero,
        };

        var fault = Assert.Throws<TrainingException>(() => run.Run(NoStop));

        Match match = Regex.Match(fault.Message, @"^Step (\d+): (.+); training ends here\. The last good checkpoint, '.+', is of step (\d+)\.$");
        Assert.True(match.Success, fault.Message);
        Assert.Matches("term of training image \\d+ is|the gradient of '.+' holds|beyond what a number can hold", match.Groups[2].Value);
        Assert.Equal(int.Parse(match.Groups[1].Value) - 1, int.Parse(match.Groups[3].Value));
        Assert.Equal(match.Groups[3].Value, $"{new RunFolder(_folder.Path).Load(_ => { })!.Steps}");
    }

    [Fact]
    public void Without_a_better_bound_the_run_ends_early_and_stays_ended()
    {
        TrainingOptions still = Options with { Rate = 0, FinalRate = 0, Patience = 2, Epochs = 9 };
        var first = new Recorder();
        using (TrainingRun run = new(still, SmallShapes, _folder.Path, first))
        {
            Assert.True(run.Run(NoStop));
        }

        Assert.Equal(3, first.Epochs.Count);
        Assert.Equal("No better validation bound in 2 epochs: the run ends here.", first.Lines.Single());
        var again = new Recorder();
        using (TrainingRun run = new(still, SmallShapes, _folder.Path, again))
        {
            Assert.True(run.Run(NoStop));
        }

        Assert.Empty(again.Epochs);
    }

    [Fact]
    public void Glimpses_grow_and_a_run_stopped_between_goes_on_where_it_was()
    {
        string whole = Path.Combine(_folder.Path, "whole"), halves = Path.Combine(_folder.Path, "halves");
        TrainingOptions growing = Options with { Grow = "1x1,2x1", Epochs = 4 };
        var recorder = new Recorder();
        using (TrainingRun run = new(growing, SmallShapes, whole, recorder))
        {
            Assert.True(run.Run(NoStop));
        }

        using (var stop = new CancellationTokenSource())
        using (TrainingRun run = new(growing, SmallShapes, halves, new Recorder { StepDone = step => StopAt(step, 8, stop) }))
        {
            Assert.False(run.Run(stop.Token));
        }

        using (TrainingRun run = new(growing, SmallShapes, halves, new Recorder(), threads: 2))
        {
            Assert.True(run.Run(NoStop));
        }

        Assert.Equal([1, 2, 3, 3], recorder.Epochs.Select(epoch => epoch.Glimpses));
        RunContents.AssertSame(whole, halves);
    }

    [Theory]
    [InlineData("10", "'10' is no stage")]
    [InlineData("2x1,ax3", "'ax3' is no stage")]
    [InlineData("2x3", "3 epochs, where --epochs is 3")]
    public void Growth_that_cannot_be_is_refused(string grow, string sentence)
    {
        var refused = Assert.Throws<TrainingException>(
            () => new TrainingRun(Options with { Grow = grow }, SmallShapes, _folder.Path, new Recorder()));

        Assert.Contains(sentence, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RateSchedule.Cosine, 50, 0.55)]
    [InlineData(RateSchedule.Linear, 25, 0.775)]
    [InlineData(RateSchedule.Constant, 99, 1)]
    [InlineData(RateSchedule.Constant, 4, 0.5)]
    public void Rates_follow_their_schedule_after_a_warm_up(RateSchedule schedule, long step, double rate)
    {
        TrainingOptions options = Options with { Rate = 1, FinalRate = 0.1, Schedule = schedule, WarmUp = 10 };

        Assert.Equal(rate, options.RateAt(step, total: 100), tolerance: 1e-9);
    }

    [Fact]
    public void A_run_leaves_pictures_a_table_and_a_description_that_starts_it_again()
    {
        Train(_folder.Path, new Recorder(), NoStop);

        Assert.Equal(Options, RunDescription.Read(Path.Combine(_folder.Path, "run.json")).Options);
        string[] table = File.ReadAllLines(Path.Combine(_folder.Path, "epochs.csv"));
        Assert.Equal("epoch,steps,glimpses,rate,train,validation,reconstruction,kl,seconds", table[0]);
        Assert.Equal(["1,6,3", "2,12,3", "3,18,3"], table.Skip(1).Select(line => string.Join(',', line.Split(',')[..3])));
        foreach (string picture in (string[])["curve.png", "samples-003.png", "reconstructions-003.png"])
        {
            DecodedImage image = ImageReader.Read(Path.Combine(_folder.Path, picture), channels: 1);
            Assert.True(image.Planes.Distinct().Count() > 2, $"{picture} is empty.");
        }
    }

    [Fact]
    public void What_describes_no_run_is_refused()
    {
        string file = _folder.Write("run.json", "{}");

        Assert.Contains(
            "does not describe a run", Assert.Throws<TrainingException>(() => RunDescription.Read(file)).Message, StringComparison.Ordinal);
    }

    private static bool Train(string folder, Recorder recorder, CancellationToken cancellation, TrainingOptions? options = null)
    {
        using TrainingRun run = new(options ?? Options, SmallShapes, folder, recorder);
        return run.Run(cancellation);
    }

    private static ImageSet Inverted(ImageSet images)
    {
        byte[] pixels = [.. Enumerable.Range(0, images.Count).SelectMany(k => images.Pixels(k).ToArray()).Select(value => (byte)(byte.MaxValue - value))];
        return new ImageSet(pixels, images.Channels, images.Height, images.Width);
    }

    private static void StopAt(StepReport report, int steps, CancellationTokenSource stop)
    {
        if (report.Step == steps)
        {
            stop.Cancel();
        }
    }

    private static void StopIf(bool condition, CancellationTokenSource stop)
    {
        if (condition)
        {
            stop.Cancel();
        }
    }

    private static byte[] Weights(string folder) => File.ReadAllBytes(Path.Combine(folder, "small.safetensors"));

    private sealed class Recorder : ITrainingProgress
    {
        public List<string> Lines { get; } = [];

        public List<DrawEpoch> Epochs { get; } = [];

        public Action<StepReport> StepDone { get; init; } = _ => { };

        public Action<EpochReport> EpochDone { get; init; } = _ => { };

        void ITrainingProgress.Say(string message) => Lines.Add(message);

        void ITrainingProgress.StepDone(StepReport report) => StepDone(report);

        void ITrainingProgress.EpochDone(EpochReport report)
        {
            Epochs.Add((DrawEpoch)report);
            EpochDone(report);
        }
    }
}
