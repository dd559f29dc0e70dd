using System.Text.RegularExpressions;
using DrawAot.ImageFiles;
using DrawAot.Manifest;
using DrawAot.Trainer.Datasets;
using DrawAot.Trainer.Evaluation;
using DrawAot.Trainer.Families.Classifier;
using DrawAot.Trainer.Runs;
using DrawAot.Trainer.TrainingLoop;
using DrawAot.Training.Optimisers;

namespace DrawAot.Torch.Tests.Training;

/// <summary>Runs that train a glimpse classifier keep the promises of runs that train DRAW.</summary>
[Trait("Category", "Slow")]
public sealed class ClassifierRunTests : IDisposable
{
    private static readonly TrainingOptions Options = new()
    {
        Dataset = "bars",
        Model = ModelKind.Classifier,
        Name = "small",
        Glimpses = 3,
        Hidden = 12,
        ReadAttention = 4,
        Epochs = 3,
        Batch = 10,
    };

    private readonly TemporaryFolder _folder = new();

    public ClassifierRunTests() => LibTorch.EnsureLoadable();

    private static CancellationToken NoStop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(OptimiserKind.Adam, 1, 1)]
    [InlineData(OptimiserKind.Adam, 6, 2)]
    [InlineData(OptimiserKind.Adam, 17, 3)]
    [InlineData(OptimiserKind.Muon, 8, 2)]
    public void A_run_that_was_stopped_ends_in_the_same_bytes_as_one_that_was_not_on_any_number_of_threads(
        OptimiserKind optimiser, int stepsBeforeTheStop, int threads)
    {
        TrainingOptions options = Options with { Optimiser = optimiser };
        string whole = Path.Combine(_folder.Path, "whole"), halves = Path.Combine(_folder.Path, "halves");
        Assert.True(Train(whole, new Recorder(), NoStop, options));

        using (var stop = new CancellationTokenSource())
        {
            var stopping = new Recorder { StepDone = report => StopAt(report, stepsBeforeTheStop, stop) };
            Assert.False(Train(halves, stopping, stop.Token, options, threads));
        }

        var resumed = new Recorder();
        Assert.True(Train(halves, resumed, NoStop, options, threads));

        Assert.Contains($"Going on from step {stepsBeforeTheStop} of 18", resumed.Lines.Single(), StringComparison.Ordinal);
        RunContents.AssertSame(whole, halves);
    }

    [Fact]
    public void Steps_made_in_libtorch_are_those_of_the_kernels_up_to_rounding()
    {
        Recorder byKernels = new(), byTorch = new();
        Train(Path.Combine(_folder.Path, "kernels"), byKernels, NoStop);
        Train(Path.Combine(_folder.Path, "torch"), byTorch, NoStop, Options with { Device = TorchDevice.Cpu });

        Assert.Equal(byKernels.Epochs[^1].CrossEntropy, byTorch.Epochs[^1].CrossEntropy, tolerance: 1e-3);
        Assert.NotEqual(byKernels.Epochs[^1].CrossEntropy, byTorch.Epochs[^1].CrossEntropy);
    }

    [Fact]
    public void A_GPU_that_is_not_there_is_refused_before_a_folder_is_made()
    {
        Assert.SkipWhen(File.Exists("/dev/nvidia0"), "There is a GPU.");
        string run = Path.Combine(_folder.Path, "run");

        var refused = Assert.Throws<NotSupportedException>(() => Train(run, new Recorder(), NoStop, Options with { Device = TorchDevice.Cuda }));

        Assert.StartsWith("No CUDA GPU can be used:", refused.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(run));
    }

    [Fact]
    public void Reports_that_are_missing_are_made_again_from_the_checkpoint()
    {
        string whole = Path.Combine(_folder.Path, "whole"), repaired = Path.Combine(_folder.Path, "repaired");
        Train(whole, new Recorder(), NoStop);
        Train(repaired, new Recorder(), NoStop);
        foreach (string name in (string[])
            ["small.draw.json", "small.safetensors", "run.json", "epochs.csv", "curve.png", "glimpses-003.png", "events.out.tfevents.drawaot"])
        {
            File.Delete(Path.Combine(repaired, name));
        }

        Assert.True(Train(repaired, new Recorder(), NoStop));

        RunContents.AssertSame(whole, repaired);
    }

    [Fact]
    public void The_error_falls_and_the_best_epoch_is_exported_with_its_classes()
    {
        var recorder = new Recorder();
        Assert.True(Train(_folder.Path, recorder, NoStop, Options with { Epochs = 40, Rate = 1e-2, FinalRate = 1e-3 }));

        ClassifierEpoch best = recorder.Epochs.OrderBy(epoch => epoch.ValidationError).ThenBy(epoch => epoch.CrossEntropy).First();
        Assert.True(recorder.Epochs[0].CrossEntropy > 0.9, "The first epoch knows the classes already.");
        Assert.True(best.ValidationError <= 10, $"The best epoch's error is {best.ValidationError}%.");
        ExportedModel model = ExportedModel.Load(Path.Combine(_folder.Path, "small.draw.json"));
        Assert.Equal(["upright", "lying", "both"], Assert.IsType<ClassifierManifest>(model.Manifest).Classes);
        Assert.Equal(new ClassifierShape(9, 8, 1, 3, 12, 4, 3), model.Manifest.ModelShape);
        Assert.Equal(best.Epoch, model.Training["epoch"]!.GetValue<int>());
        Assert.Equal(best.ValidationError, model.Training["validation"]!["errorPercent"]!.GetValue<double>(), 1e-3);
        Assert.False(model.Training.ContainsKey("klRamp"), "A classifier has no KL term.");
        using var torch = new ClassifierTorchEvaluator(Module(model));
        ErrorRate error = ErrorMeasurement.Of(torch, Bars.Dataset.Validation, Bars.Dataset.Validation.Count)[^1];
        Assert.Equal(best.ValidationError, error.Percent, 1e-9);
    }

    [Fact]
    public void Of_epochs_with_equal_errors_the_one_with_the_smaller_cross_entropy_is_the_best_and_of_equal_ones_the_first()
    {
        var state = new RunState();
        foreach ((int number, double error, double entropy) in (ReadOnlySpan<(int, double, double)>)
            [(1, 3, 0.1), (2, 2, 0.3), (3, 2, 0.2), (4, 2, 0.2), (5, 2.5, 0.05)])
        {
            state.EndEpoch(new ClassifierEpoch(number, number, 1, error, entropy, 1, 3, 1e-3), [number]);
        }

        Assert.Equal(3, state.BestEpoch!.Epoch);
        Assert.Equal([3f], state.Best!);
    }

    [Fact]
    public void A_run_starts_from_an_exported_classifier_or_from_another_run_at_another_number_of_glimpses()
    {
        string first = Path.Combine(_folder.Path, "first"), model = Path.Combine(_folder.Path, "model"), run = Path.Combine(_folder.Path, "run");
        Train(first, new Recorder(), NoStop);
        TrainingOptions still = Options with { Glimpses = 4, Rate = 1e-9, FinalRate = 0, Epochs = 1 };

        Assert.True(Train(model, new Recorder(), NoStop, still with { From = Path.Combine(first, "small.draw.json") }));
        Assert.True(Train(run, new Recorder(), NoStop, still with { From = first }));

        Checkpoint before = new RunFolder(first).Load(_ => { })!, after = new RunFolder(run).Load(_ => { })!;
        Assert.Equal(18, after.EarlierSteps);
        Assert.All(before.Vector("weights").Zip(after.Vector("weights")), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
        Assert.Equal(4, ExportedModel.Load(Path.Combine(model, "small.draw.json")).Manifest.ModelShape.Glimpses);
        Assert.Equal(3, (int)ExportedModel.Load(Path.Combine(model, "small.draw.json")).Training["from"]!["glimpses"]!);
    }

    [Fact]
    public void A_run_leaves_a_table_a_description_and_a_sheet_of_glimpses()
    {
        Train(_folder.Path, new Recorder(), NoStop);

        Assert.Equal(Options, RunDescription.Read(Path.Combine(_folder.Path, "run.json")).Options);
        string description = File.ReadAllText(Path.Combine(_folder.Path, "run.json"));
        Assert.Contains("\"model\": \"Classifier\"", description, StringComparison.Ordinal);
        Assert.DoesNotContain("latent", description, StringComparison.OrdinalIgnoreCase);
        string[] table = File.ReadAllLines(Path.Combine(_folder.Path, "epochs.csv"));
        Assert.Equal("epoch,steps,glimpses,rate,train,validation,error,seconds", table[0]);
        Assert.Equal(["1,6,3", "2,12,3", "3,18,3"], table.Skip(1).Select(line => string.Join(',', line.Split(',')[..3])));

        // Ten rows of an image and three glimpses, each 9×8 scaled to at least 150 pixels, with lines between them.
        DecodedImage sheet = ImageReader.Read(Path.Combine(_folder.Path, "glimpses-001.png"), channels: 3);
        Assert.Equal((4 * (9 * 17 + 1) + 1, 10 * (8 * 17 + 1) + 1), (sheet.Width, sheet.Height));
    }

    [Fact]
    public void A_run_that_overflows_ends_with_the_step_and_the_cause()
    {
        var fault = Assert.Throws<TrainingException>(
            () => Train(_folder.Path, new Recorder(), NoStop, Options with { Rate = 1e30, Schedule = RateSchedule.Constant }));

        Match match = Regex.Match(fault.Message, @"^(Step|Epoch) \d+.*: (.+); training ends here\.");
        Assert.True(match.Success, fault.Message);
        Assert.Matches(
            "cross entropy of training image \\d+ is|validation cross entropy is|the gradient of '.+' holds|beyond what a number can hold", match.Groups[2].Value);
    }

    [Fact]
    public void Patience_counts_epochs_without_a_better_validation_error()
    {
        var recorder = new Recorder();

        Assert.True(Train(_folder.Path, recorder, NoStop, Options with { Rate = 1e-30, FinalRate = 0, Patience = 2, Epochs = 9 }));

        Assert.Equal(3, recorder.Epochs.Count);
        Assert.Equal("No better validation error in 2 epochs: the run ends here.", recorder.Lines.Single());
    }

    [Fact]
    public void Data_and_sizes_of_another_family_are_refused_before_a_folder_is_made()
    {
        string run = Path.Combine(_folder.Path, "run");
        Dataset shapes = ShapesDataset.Draw(new ShapesOptions { Width = 9, Height = 8, TrainCount = 30, ValidationCount = 10, TestCount = 10 });

        Assert.Equal(
            "Data set 'shapes' has no classes; a classifier is trained on 'cluttered-mnist'.", Refusal(Options, shapes));
        Assert.Equal(
            "Data set 'bars' is for classifiers; a DRAW model is trained on images without classes.",
            Refusal(new TrainingOptions { Dataset = "bars", Name = "small" }, Bars.Dataset));
        Assert.Equal(
            "A classifier reads through a window: --read is 'none', a number of filters was expected.",
            Refusal(Options with { ReadAttention = null }, Bars.Dataset));
        Assert.Contains("'attention.read' is 300", Refusal(Options with { ReadAttention = 300 }, Bars.Dataset), StringComparison.Ordinal);
        Assert.False(Directory.Exists(run));

        string Refusal(TrainingOptions options, TrainingData data) =>
            Assert.Throws<TrainingException>(() => new TrainingRun(options, data, run, new Recorder())).Message;
    }

    [Fact]
    public void A_run_does_not_go_on_with_other_data_or_as_another_family()
    {
        Train(_folder.Path, new Recorder(), NoStop);
        Checkpoint checkpoint = new RunFolder(_folder.Path).Load(_ => { })!;

        Assert.Contains(
            "the data set given has 30 of 9×8×1",
            Assert.Throws<TrainingException>(() => new TrainingRun(Options, Bars.Of(train: 30), _folder.Path, new Recorder())).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "Model \"Classifier\" there, none here",
            Assert.Throws<TrainingException>(() => new RunFolder(_folder.Path).Agree(checkpoint, Options with { Model = ModelKind.Draw })).Message,
            StringComparison.Ordinal);
        Assert.Equal(Options, new RunFolder(_folder.Path).Agree(checkpoint, asked: null));
    }

    [Fact]
    public void An_export_of_the_checkpoint_is_the_averaged_classifier()
    {
        string run = Path.Combine(_folder.Path, "run");
        Train(run, new Recorder(), NoStop);

        ExportedModel model = ExportedModel.Load(TrainingRun.Export(run, "other", Path.Combine(_folder.Path, "out"), message => Assert.Fail(message)));

        using ClassifierModule module = Module(model);
        Assert.Equal(new RunFolder(run).Load(_ => { })!.Vector("average"), module.Flatten());
        Assert.Equal("other", model.Manifest.Name);
    }

    private static ClassifierModule Module(ExportedModel model)
    {
        var module = new ClassifierModule((ClassifierShape)model.Manifest.ModelShape);
        model.CopyTo(module);
        return module;
    }

    private static bool Train(
        string folder, Recorder recorder, CancellationToken cancellation, TrainingOptions? options = null, int threads = 1)
    {
        using TrainingRun run = new(options ?? Options, Bars.Dataset, folder, recorder, threads);
        return run.Run(cancellation);
    }

    private static void StopAt(StepReport report, int steps, CancellationTokenSource stop)
    {
        if (report.Step == steps)
        {
            stop.Cancel();
        }
    }

    private sealed class Recorder : ITrainingProgress
    {
        public List<string> Lines { get; } = [];

        public List<ClassifierEpoch> Epochs { get; } = [];

        public Action<StepReport> StepDone { get; init; } = _ => { };

        void ITrainingProgress.Say(string message) => Lines.Add(message);

        void ITrainingProgress.StepDone(StepReport report) => StepDone(report);

        void ITrainingProgress.EpochDone(EpochReport report) => Epochs.Add((ClassifierEpoch)report);
    }
}
