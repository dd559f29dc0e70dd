using DrawAot.Torch;
using DrawAot.Trainer.Datasets;
using DrawAot.Trainer.Training;
using TorchSharp;

namespace DrawAot.Torch.Tests.Training;

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
    };

    private readonly TemporaryFolder _folder = new();

    public TrainingRunTests() => LibTorch.EnsureLoadable();

    private static CancellationToken NoStop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(8)]
    [InlineData(17)]
    public void A_run_that_was_stopped_ends_in_the_same_bytes_as_one_that_was_not(int stepsBeforeTheStop)
    {
        string whole = Path.Combine(_folder.Path, "whole"), halves = Path.Combine(_folder.Path, "halves");
        Assert.True(Train(whole, new Recorder(), NoStop));

        using (var stop = new CancellationTokenSource())
        {
            Assert.False(Train(halves, new Recorder { StepDone = step => StopAt(step, stepsBeforeTheStop, stop) }, stop.Token));
        }

        var resumed = new Recorder();
        Assert.True(Train(halves, resumed, NoStop));

        Assert.Contains($"Going on from step {stepsBeforeTheStop} of 18", resumed.Lines.Single(), StringComparison.Ordinal);
        Assert.Equal(Weights(whole), Weights(halves));
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

        EpochReport best = recorder.Epochs.MinBy(epoch => epoch.ValidationBound)!;
        Assert.True(best.ValidationBound < recorder.Epochs[0].ValidationBound - 1, "The bound did not fall by a nat.");
        ExportedModel model = ExportedModel.Load(Path.Combine(_folder.Path, "small.draw.json"));
        Assert.Equal(best.Epoch, model.Training["epoch"]!.GetValue<int>());
        Assert.Equal("binary as drawn", model.Training["targets"]!.GetValue<string>());
        using DrawModule module = model.ToModule();
        Assert.Equal(best.ValidationBound, Bound.Measure(module, SmallShapes.Validation, seed: 1, cancellation: NoStop).Nats, tolerance: 1e-3);
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
        using DrawModule module = ExportedModel.Load(Path.Combine(rounded, "small.draw.json")).ToModule();
        Assert.Equal(
            recorder.Epochs.Min(epoch => epoch.ValidationBound),
            Bound.Measure(module, SmallShapes.Validation, seed: 1, cancellation: NoStop).Nats,
            tolerance: 1e-3);
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
        Assert.Equal(5, grown.Manifest.Shape.Glimpses);
        Assert.Equal(3, grown.Training["from"]!["glimpses"]!.GetValue<int>());
    }

    [Fact]
    public void Options_that_differ_from_the_run_s_are_named()
    {
        Train(_folder.Path, new Recorder(), NoStop);

        var refused = Assert.Throws<TrainingException>(() => RunFolder.Agree(_folder.Path, Options with { Glimpses = 9 }));

        Assert.Contains("Glimpses 3 there, 9 here", refused.Message, StringComparison.Ordinal);
        Assert.Equal(Options, RunFolder.Agree(_folder.Path, asked: null));
        Assert.Equal(Options with { Data = "moved" }, RunFolder.Agree(_folder.Path, Options with { Data = "moved" }));
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

        ExportedModel model = ExportedModel.Load(TrainingRun.Export(run, "stopped", export));

        Assert.Equal(steps, model.Training["steps"]!.GetValue<int>());
        Assert.Equal(measured, model.Training.ContainsKey("validation"));
    }

    [Fact]
    public void A_damaged_checkpoint_is_refused_by_name()
    {
        Train(_folder.Path, new Recorder(), NoStop);
        string checkpoint = Path.Combine(_folder.Path, "checkpoint.safetensors");
        File.WriteAllBytes(checkpoint, File.ReadAllBytes(checkpoint)[..^100]);

        var refused = Assert.Throws<DrawAot.Weights.WeightsException>(() => Train(_folder.Path, new Recorder(), NoStop));

        Assert.Contains("checkpoint.safetensors", refused.Message, StringComparison.Ordinal);
    }

    private static bool Train(string folder, Recorder recorder, CancellationToken cancellation)
    {
        using TrainingRun run = new(Options, SmallShapes, folder, recorder);
        return run.Run(cancellation);
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

        public List<EpochReport> Epochs { get; } = [];

        public Action<StepReport> StepDone { get; init; } = _ => { };

        public Action<EpochReport> EpochDone { get; init; } = _ => { };

        void ITrainingProgress.Say(string message) => Lines.Add(message);

        void ITrainingProgress.StepDone(StepReport report) => StepDone(report);

        void ITrainingProgress.EpochDone(EpochReport report)
        {
            Epochs.Add(report);
            EpochDone(report);
        }
    }
}
