using System.Diagnostics;
using DrawAot.Manifest;
using DrawAot.Numerics;
using DrawAot.Torch;
using DrawAot.Torch.ThroughTime;
using DrawAot.Trainer.Datasets;
using DrawAot.Weights;

namespace DrawAot.Trainer.Training;

/// <summary>Trains one model into one folder, from where its checkpoint stands.</summary>
public sealed class TrainingRun : IDisposable
{
    private const ulong ValidationSeed = 1;
    private static readonly TimeSpan CheckpointInterval = TimeSpan.FromMinutes(5);

    private readonly RunDescription _run;
    private readonly Dataset _dataset;
    private readonly string _folder;
    private readonly ITrainingProgress _progress;
    private readonly DrawModule _module;
    private readonly Adam _adam;
    private readonly BackpropagationThroughTime _kernels;
    private readonly IGradientSource _gradients;
    private readonly float[] _gradient;
    private readonly List<EpochReport> _epochs = [];
    private readonly int _stepsPerEpoch;
    private readonly Pace _pace = new();

    /// <summary>Prepares a run, or takes up the one whose checkpoint lies in the folder.</summary>
    /// <param name="options">What to train, and how.</param>
    /// <param name="dataset">The images.</param>
    /// <param name="folder">Where the run lies, or will lie.</param>
    /// <param name="progress">Is told how it goes.</param>
    /// <param name="threads">How many threads may compute; results do not depend on it, but in bfloat16.</param>
    /// <exception cref="TrainingException">The run could not be exported, or its checkpoint is of other data.</exception>
    /// <exception cref="WeightsException">The checkpoint, or the model to start from, does not fit.</exception>
    public TrainingRun(TrainingOptions options, Dataset dataset, string folder, ITrainingProgress progress, int threads = 1)
    {
        (_dataset, _folder, _progress) = (dataset, folder, progress);
        SafetensorsFile? checkpoint = File.Exists(CheckpointPath) ? SafetensorsFile.Read(CheckpointPath) : null;
        ExportedModel? start = checkpoint is null && options.From is not null ? ExportedModel.Load(options.From) : null;
        _run = new RunDescription(
            options, DataFacts.Of(dataset), checkpoint is null ? start?.Training : Checkpoint.Run(checkpoint).From);
        RequireExportable();
        _stepsPerEpoch = Math.Max(1, dataset.Train.Count / options.Batch);
        _module = new DrawModule(_run.Shape, options.Seed);
        start?.CopyTo(_module);
        _adam = new Adam(_module.Flatten());
        _gradient = new float[_adam.Weights.Length];
        _kernels = new BackpropagationThroughTime(_run.Shape, BatchSize, threads);
        _gradients = options.Bfloat16
            ? new Autograd(new DrawModule(_run.Shape) { UsesBfloat16 = true })
            : _kernels;
        if (checkpoint is not null)
        {
            RequireSameData(Checkpoint.Run(checkpoint).Data);
            _epochs = Checkpoint.Restore(checkpoint, _adam);
            progress.Say($"Going on from step {_adam.Steps} of {TotalSteps} in '{CheckpointPath}'.");
        }
    }

    private TrainingOptions Options => _run.Options;

    private int BatchSize => Math.Min(Options.Batch, _dataset.Train.Count);

    private string CheckpointPath => Path.Combine(_folder, Checkpoint.FileName);

    private long TotalSteps => (long)_stepsPerEpoch * Options.Epochs;

    /// <summary>Trains to the end of the last epoch, or until it is cancelled; either way all is saved.</summary>
    /// <returns>True when the run is complete.</returns>
    /// <exception cref="TrainingException">The loss or a gradient stopped being a number.</exception>
    public bool Run(CancellationToken cancellation)
    {
        Directory.CreateDirectory(_folder);
        try
        {
            for (int epoch = _epochs.Count; epoch < Options.Epochs; epoch++)
            {
                double? trainBound = TrainEpoch(epoch, cancellation);
                ValidateEpoch(epoch, trainBound, cancellation);
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
    /// <returns>The manifest's path.</returns>
    /// <exception cref="WeightsException">The checkpoint cannot be read.</exception>
    public static string Export(string runFolder, string? name, string folder)
    {
        SafetensorsFile checkpoint = SafetensorsFile.Read(Path.Combine(runFolder, Checkpoint.FileName));
        RunDescription run = Checkpoint.Run(checkpoint);
        using var module = new DrawModule(run.Shape);
        var adam = new Adam(module.Flatten());
        List<EpochReport> epochs = Checkpoint.Restore(checkpoint, adam);
        module.Load(adam.Average);
        EpochReport? measured = epochs.LastOrDefault(epoch => epoch.Steps == adam.Steps);
        return ExportedModel.Save(module, name ?? run.Options.Name, folder, TrainingRecord.Of(run, adam.Steps, measured));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _kernels.Dispose();
        _gradients.Dispose();
        _module.Dispose();
    }

    /// <summary>Makes the steps of an epoch that are still to be made.</summary>
    /// <returns>The mean bound of their images; null when none was left.</returns>
    private double? TrainEpoch(int epoch, CancellationToken cancellation)
    {
        int[] order = Batches.Order(_dataset.Train.Count, Options.Seed, epoch);
        var sinceSave = Stopwatch.StartNew();
        double total = 0;
        int steps = 0;
        for (int batch = (int)(_adam.Steps - (long)epoch * _stepsPerEpoch); batch < _stepsPerEpoch; batch++)
        {
            cancellation.ThrowIfCancellationRequested();
            var watch = Stopwatch.StartNew();
            (double loss, double bound) = Step(order.AsSpan(batch * BatchSize, BatchSize));
            total += bound;
            steps++;
            _pace.Add(loss, bound, watch.Elapsed);
            _progress.StepDone(new StepReport(
                _adam.Steps, TotalSteps, epoch, _pace.Loss, _pace.Bound, _pace.TimeFor(TotalSteps - _adam.Steps)));
            if (sinceSave.Elapsed > CheckpointInterval)
            {
                Save();
                sinceSave.Restart();
            }
        }

        return steps == 0 ? null : total / steps;
    }

    private (double Loss, double Bound) Step(ReadOnlySpan<int> numbers)
    {
        long step = _adam.Steps;
        double klWeight = Options.KlWeightAt(step, TotalSteps);
        var losses = new Score[numbers.Length];
        _gradients.Gradient(
            _adam.Weights, Batches.Pixels(_dataset.Train, numbers), Batches.Noise(Options.Seed, step, numbers.Length), klWeight, losses, _gradient);
        double reconstruction = losses.Average(image => image.Reconstruction), divergence = losses.Average(image => image.Divergence);
        double norm = _adam.Update(_gradient, Options.RateAt(step, TotalSteps), Options.ClipNorm, Options.AverageDecay);
        if (!double.IsFinite(norm))
        {
            Save(); // a gradient that is not finite has changed nothing
            throw new TrainingException(
                $"Step {step + 1}: the gradient is not finite (loss {reconstruction + klWeight * divergence}); '{CheckpointPath}' keeps the state before it.");
        }

        return (reconstruction + klWeight * divergence, reconstruction + divergence);
    }

    private void ValidateEpoch(int epoch, double? trainBound, CancellationToken cancellation)
    {
        Bound bound = Bound.Measure(_kernels, _adam.Average, _dataset.Validation, BatchSize, ValidationSeed, cancellation: cancellation);
        if (!double.IsFinite(bound.Nats))
        {
            throw new TrainingException(
                $"Epoch {epoch + 1}: the validation bound is not finite; '{CheckpointPath}' keeps the last state that was saved.");
        }

        bool best = _epochs.All(earlier => bound.Nats < earlier.ValidationBound);
        var report = new EpochReport(
            epoch + 1, _adam.Steps, trainBound, bound.Reconstruction, bound.Divergence, _pace.TakeElapsed().TotalSeconds);
        _epochs.Add(report);
        if (best)
        {
            _module.Load(_adam.Average);
            ExportedModel.Save(_module, Options.Name, _folder, TrainingRecord.Of(_run, _adam.Steps, report));
        }

        Save();
        _progress.EpochDone(report);
    }

    private void Save() => Checkpoint.Save(CheckpointPath, _run, _adam, _epochs);

    /// <summary>Hours of training must not end in a manifest that the generator refuses.</summary>
    private void RequireExportable()
    {
        if (ExportedModel.Objection(Options.Name, _run.Shape) is string objection)
        {
            throw new TrainingException($"Such a model could not be exported: {objection}");
        }
    }

    private void RequireSameData(DataFacts there)
    {
        if (there != _run.Data)
        {
            throw new TrainingException(
                $"'{CheckpointPath}' is of a run on {there.TrainCount} images of {there.Width}×{there.Height}×{there.Channels}, targets " +
                $"{there.Targets}; the data set given has {_run.Data.TrainCount} of {_run.Data.Width}×{_run.Data.Height}×{_run.Data.Channels}, " +
                $"targets {_run.Data.Targets}.");
        }
    }
}
