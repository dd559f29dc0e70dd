using System.Diagnostics;
using DrawAot.ImageFiles;
using DrawAot.Manifest;
using DrawAot.Torch;
using DrawAot.Torch.Optimisers;
using DrawAot.Torch.ThroughTime;
using DrawAot.Trainer.Datasets;
using DrawAot.Trainer.Evaluation;
using DrawAot.Trainer.Reports;
using DrawAot.Weights;

namespace DrawAot.Trainer.Training;

/// <summary>Trains one model into one folder, from where its checkpoint stands.</summary>
public sealed class TrainingRun : IDisposable
{
    private const ulong ValidationSeed = 1;

    private readonly RunDescription _run;
    private readonly Dataset _dataset;
    private readonly RunFolder _folder;
    private readonly ITrainingProgress _progress;
    private readonly int _threads;
    private readonly IOptimiser _optimiser;
    private readonly ParameterState _parameters;
    private readonly float[] _gradient;
    private readonly List<EpochReport> _epochs = [];
    private readonly int _stepsPerEpoch;
    private readonly Pace _pace = new();
    private long? _savedSteps;
    private Kernels? _kernels;

    /// <summary>Prepares a run, or takes up the one whose checkpoint lies in the folder.</summary>
    /// <param name="options">What to train, and how.</param>
    /// <param name="dataset">The images.</param>
    /// <param name="folder">Where the run lies, or will lie.</param>
    /// <param name="progress">Is told how it goes.</param>
    /// <param name="threads">How many threads may compute; results do not depend on it, but in bfloat16.</param>
    /// <exception cref="TrainingException">The run could not be exported, or its checkpoint is of other data.</exception>
    /// <exception cref="WeightsException">No checkpoint can be read, or the model to start from does not fit.</exception>
    public TrainingRun(TrainingOptions options, Dataset dataset, string folder, ITrainingProgress progress, int threads = 1)
    {
        (_dataset, _folder, _progress, _threads) = (dataset, new RunFolder(folder), progress, threads);
        Checkpoint? checkpoint = _folder.Load(progress.Say);
        string? from = checkpoint is null ? options.From : null;
        Checkpoint? earlier = Directory.Exists(from) ? Existing(from, progress.Say) : null;
        ExportedModel? start = from is not null && earlier is null ? ExportedModel.Load(from) : null;
        _run = new RunDescription(options, DataFacts.Of(dataset), checkpoint?.Run.From ?? earlier?.Record ?? start?.Training);
        RequireExportable();
        _stepsPerEpoch = Math.Max(1, dataset.Train.Count / options.Batch);
        using (var module = new DrawModule(_run.Shape, options.Seed))
        {
            start?.CopyTo(module);
            _optimiser = options.Optimiser.Create(_run.Shape, threads);
            _parameters = new ParameterState(module.Flatten(), _optimiser);
        }

        earlier?.Start(_parameters, _run);
        _gradient = new float[_parameters.Weights.Length];
        if (checkpoint is not null)
        {
            RequireSameData(checkpoint.Run.Data);
            checkpoint.Restore(_parameters);
            _epochs = checkpoint.Epochs;
            _savedSteps = checkpoint.Steps;
            progress.Say($"Going on from step {_parameters.Steps} of {TotalSteps} in '{folder}'.");
        }
    }

    /// <summary>How long to train between two checkpoints.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromMinutes(5);

    private TrainingOptions Options => _run.Options;

    private int BatchSize => Math.Min(Options.Batch, _dataset.Train.Count);

    private long TotalSteps => (long)_stepsPerEpoch * Options.Epochs;

    /// <summary>Trains to the end of the last epoch, or until it is cancelled; either way all is saved.</summary>
    /// <returns>True when the run is complete.</returns>
    /// <exception cref="TrainingException">The loss or a gradient stopped being a number.</exception>
    public bool Run(CancellationToken cancellation)
    {
        Directory.CreateDirectory(_folder.Path);
        using var report = new RunReport(_folder, _run, _dataset);
        try
        {
            for (int epoch = _epochs.Count; epoch < Options.Epochs && !IsOutOfPatience(); epoch++)
            {
                double? trainBound = TrainEpoch(epoch, report, cancellation);
                ValidateEpoch(epoch, trainBound, report, cancellation);
            }

            return true;
        }
        catch (OperationCanceledException)
        {
            Save();
            return false;
        }
    }

    /// <summary>Exports the averaged weights of a run's checkpoint, as they stand.</summary>
    /// <param name="runFolder">Folder of the run.</param>
    /// <param name="name">The model's name; null for the run's.</param>
    /// <param name="folder">Where to write.</param>
    /// <param name="say">Is told if the last checkpoint could not be read.</param>
    /// <returns>The manifest's path.</returns>
    /// <exception cref="TrainingException">There is no run.</exception>
    /// <exception cref="WeightsException">No checkpoint can be read.</exception>
    public static string Export(string runFolder, string? name, string folder, Action<string> say)
    {
        Checkpoint checkpoint = Existing(runFolder, say);
        TrainingOptions options = checkpoint.Run.Options;
        int glimpses = checkpoint.Measured?.Glimpses ?? options.GlimpsesAt(checkpoint.Epochs.Count);
        using var module = new DrawModule(checkpoint.Run.Shape with { Glimpses = glimpses });
        module.Load(checkpoint.Vector("average"));
        return ExportedModel.Save(module, name ?? options.Name, folder, checkpoint.Record);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _kernels?.Dispose();
        (_optimiser as IDisposable)?.Dispose();
    }

    /// <summary>Makes the steps of an epoch that are still to be made.</summary>
    /// <returns>The mean bound of their images; null when none was left.</returns>
    private double? TrainEpoch(int epoch, RunReport report, CancellationToken cancellation)
    {
        int[] order = Batches.Order(_dataset.Train.Count, Options.Seed, epoch);
        ImageSet images = _dataset.TrainAt(epoch, Options.Seed);
        Kernels kernels = KernelsFor(Options.GlimpsesAt(epoch));
        var sinceSave = Stopwatch.StartNew();
        double total = 0;
        int steps = 0;
        for (int batch = (int)(_parameters.Steps - (long)epoch * _stepsPerEpoch); batch < _stepsPerEpoch; batch++)
        {
            cancellation.ThrowIfCancellationRequested();
            var watch = Stopwatch.StartNew();
            (double loss, double bound, double norm) = Step(kernels, images, order.AsSpan(batch * BatchSize, BatchSize));
            total += bound;
            steps++;
            _pace.Add(loss, bound, watch.Elapsed);
            _progress.StepDone(new StepReport(
                _parameters.Steps, TotalSteps, epoch, _pace.Loss, _pace.Bound, _pace.TimeFor(TotalSteps - _parameters.Steps)));
            report.StepDone(_parameters.Steps, loss, bound, norm, Options.RateAt(_parameters.Steps - 1, TotalSteps));
            if (sinceSave.Elapsed > CheckpointInterval)
            {
                Save();
                sinceSave.Restart();
            }
        }

        return steps == 0 ? null : total / steps;
    }

    private (double Loss, double Bound, double Norm) Step(Kernels kernels, ImageSet images, ReadOnlySpan<int> numbers)
    {
        long step = _parameters.Steps;
        double klWeight = Options.KlWeightAt(step, TotalSteps);
        var losses = new Score[numbers.Length];
        kernels.Gradients.Gradient(
            _parameters.Weights, Batches.Pixels(images, numbers), Batches.Noise(Options.Seed, step, numbers.Length), klWeight, losses, _gradient);
        double norm = _parameters.Update(_gradient, Options.RateAt(step, TotalSteps), Options.ClipNorm, Options.AverageDecay);
        if (!double.IsFinite(norm))
        {
            throw new TrainingException(
                $"Step {step + 1}: {TrainingFault.Cause(losses, numbers, _gradient, _run.Shape)}; training ends here. {LastGood()}");
        }

        double reconstruction = losses.Average(image => image.Reconstruction), divergence = losses.Average(image => image.Divergence);
        return (reconstruction + klWeight * divergence, reconstruction + divergence, norm);
    }

    private void ValidateEpoch(int epoch, double? trainBound, RunReport report, CancellationToken cancellation)
    {
        int glimpses = Options.GlimpsesAt(epoch);
        using var evaluator = new KernelEvaluator(KernelsFor(glimpses).Exact, _parameters.Average, BatchSize);
        Bound bound = Measurement.Of(evaluator, _dataset.Validation, ValidationSeed, cancellation: cancellation);
        if (!double.IsFinite(bound.Nats))
        {
            throw new TrainingException(
                $"Epoch {epoch + 1}, step {_parameters.Steps}: the validation bound is {bound.Nats}; training ends here. {LastGood()}");
        }

        bool best = _epochs.All(earlier => bound.Nats < earlier.ValidationBound);
        var outcome = new EpochReport(
            epoch + 1, _parameters.Steps, trainBound, bound.Reconstruction, bound.Divergence, _pace.TakeElapsed().TotalSeconds,
            glimpses, Options.RateAt(_parameters.Steps - 1, TotalSteps));
        _epochs.Add(outcome);
        using var module = new DrawModule(_run.Shape with { Glimpses = glimpses });
        module.Load(_parameters.Average);
        if (best)
        {
            ExportedModel.Save(module, Options.Name, _folder.Path, TrainingRecord.Of(_run, _parameters.Steps, outcome));
        }

        Save();
        report.EpochDone(_epochs, module);
        _progress.EpochDone(outcome);
        if (IsOutOfPatience())
        {
            _progress.Say($"No better validation bound in {Options.Patience} epochs: the run ends here.");
        }
    }

    /// <summary>Whether the last so many epochs, all at the last number of glimpses, brought no better bound.</summary>
    private bool IsOutOfPatience()
    {
        if (Options.Patience is not int patience || _epochs.Count <= patience)
        {
            return false;
        }

        double best = _epochs.SkipLast(patience).Min(epoch => epoch.ValidationBound);
        return _epochs.TakeLast(patience).All(epoch => epoch.Glimpses == Options.Glimpses && epoch.ValidationBound >= best);
    }

    private Kernels KernelsFor(int glimpses)
    {
        if (_kernels?.Glimpses != glimpses)
        {
            _kernels?.Dispose();
            _kernels = new Kernels(_run.Shape with { Glimpses = glimpses }, BatchSize, _threads, Options.Bfloat16);
        }

        return _kernels;
    }

    private void Save()
    {
        _folder.Save(_run, _parameters, _epochs);
        _savedSteps = _parameters.Steps;
    }

    private string LastGood() => _savedSteps is long steps
        ? $"The last good checkpoint, '{_folder.CheckpointPath}', is of step {steps}."
        : "No checkpoint had been written yet.";

    private static Checkpoint Existing(string folder, Action<string> say) => new RunFolder(folder).Load(say)
        ?? throw new TrainingException($"There is no run in '{folder}': a folder that 'train' wrote was expected.");

    /// <summary>Hours of training must not end in a manifest that the generator refuses.</summary>
    private void RequireExportable()
    {
        if (ExportedModel.Objection(Options.Name, _run.Shape) is string objection)
        {
            throw new TrainingException($"Such a model could not be exported: {objection}");
        }

        if (GrowthStage.Parse(Options.Grow) is { Count: > 0 } stages && stages.Sum(stage => stage.Epochs) >= Options.Epochs)
        {
            throw new TrainingException(
                $"--grow is '{Options.Grow}', {stages.Sum(stage => stage.Epochs)} epochs, where --epochs is {Options.Epochs}: " +
                "fewer were expected, so that the last ones are at --glimpses.");
        }
    }

    private void RequireSameData(DataFacts there)
    {
        if (there != _run.Data)
        {
            throw new TrainingException(
                $"'{_folder.CheckpointPath}' is of a run on {there.TrainCount} images of {there.Width}×{there.Height}×{there.Channels}, targets " +
                $"{there.Targets}; the data set given has {_run.Data.TrainCount} of {_run.Data.Width}×{_run.Data.Height}×{_run.Data.Channels}, " +
                $"targets {_run.Data.Targets}.");
        }
    }

    /// <summary>What computes at one number of glimpses.</summary>
    private sealed class Kernels : IDisposable
    {
        public Kernels(DrawShape shape, int batch, int threads, bool bfloat16)
        {
            Glimpses = shape.Glimpses;
            Exact = new BackpropagationThroughTime(shape, batch, threads);
            Gradients = bfloat16 ? new Autograd(new DrawModule(shape) { UsesBfloat16 = true }) : Exact;
        }

        public int Glimpses { get; }

        /// <summary>For bounds, in float32.</summary>
        public BackpropagationThroughTime Exact { get; }

        /// <summary>For steps.</summary>
        public IGradientSource Gradients { get; }

        public void Dispose()
        {
            Gradients.Dispose();
            Exact.Dispose();
        }
    }
}
