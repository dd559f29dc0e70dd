using System.Diagnostics;
using DrawAot.Torch;
using DrawAot.Trainer.Datasets;
using DrawAot.Trainer.Families;
using DrawAot.Trainer.Reports;
using DrawAot.Trainer.Runs;
using DrawAot.Training.Optimisers;
using DrawAot.Weights;

namespace DrawAot.Trainer.TrainingLoop;

/// <summary>Trains one model into one folder, from where its checkpoint stands.</summary>
public sealed class TrainingRun : IDisposable
{
    private readonly RunDescription _run;
    private readonly RunFolder _folder;
    private readonly ITrainingProgress _progress;
    private readonly IModelTraining _training;
    private readonly IOptimiser _optimiser;
    private readonly ParameterState _parameters;
    private readonly float[] _gradient;
    private readonly RunState _state = new();
    private readonly RunLock _lock;
    private readonly Pace _pace = new();
    private long? _savedSteps;
    private int _copies; // checkpoints that hold the run as it stands

    /// <summary>Prepares a run, or takes up the one whose checkpoint lies in the folder, which is this run's until it is disposed of.</summary>
    /// <param name="options">What to train, and how.</param>
    /// <param name="data">The images.</param>
    /// <param name="folder">Where the run lies, or will lie.</param>
    /// <param name="progress">Is told of the run's progress.</param>
    /// <param name="threads">How many threads may compute; results do not depend on it, except where libtorch makes the steps.</param>
    /// <exception cref="TrainingException">
    /// The data are for another family of models, the run could not be exported, its checkpoint is of other data, or another trainer uses the folder.
    /// </exception>
    /// <exception cref="WeightsException">No checkpoint can be read, or the model to start from does not fit.</exception>
    /// <exception cref="NotSupportedException">The device is not there.</exception>
    public TrainingRun(TrainingOptions options, TrainingData data, string folder, ITrainingProgress progress, int threads = 1)
    {
        (_folder, _progress) = (new RunFolder(folder), progress);
        _run = new RunDescription(options, data.Facts with { Sha256 = data.Sha256 }, From: null);
        _run.Family.Require(data);
        RequireExportable();
        _run.Family.RequireDevice(options);

        // What options, data and the earlier run decide is refused before the folder is made; a device that refuses leaves the folder
        // with its lock file.
        bool isNew = !_folder.HasCheckpoint;
        string? from = isNew ? options.From : null;
        Checkpoint? earlier = Directory.Exists(from) ? Existing(from, progress.Say) : null;
        ExportedModel? start = from is not null && earlier is null ? ExportedModel.Load(from) : null;
        earlier?.RequireSizesOf(_run);
        using ModelModule module = _run.Family.Module(_run.Shape, options.Seed);
        start?.CopyTo(module);

        // The optimiser and the steps may take a GPU, so the folder must be this run's before.
        _lock = RunLock.Take(folder);
        try
        {
            _optimiser = options.Optimiser.Create(_run.Shape, matrices => _run.Family.Orthogonaliser(options, matrices, threads));
            _parameters = new ParameterState(module.Flatten(), _optimiser, ParameterBlock.Of(_run.Shape));
            earlier?.Start(_parameters, _run);
            _gradient = new float[_parameters.Weights.Length];
            _training = _run.Family.Begin(_run, data, threads);
            Checkpoint? checkpoint = _folder.Load(progress.Say);
            if (!isNew && checkpoint is null)
            {
                throw new TrainingException($"The checkpoints in '{folder}' were removed while the run was taken up.");
            }

            _run = checkpoint is null
                ? _run.BegunNow() with { From = earlier?.Record ?? start?.Training }
                : _run with { From = checkpoint.Run.From, Date = checkpoint.Run.Date, Version = checkpoint.Run.Version };
            _folder.RemoveUnfinished();
            if (checkpoint is not null)
            {
                RequireSameData(checkpoint.Run.Data);
                checkpoint.Restore(_parameters);
                _state = checkpoint.State;
                _savedSteps = checkpoint.Steps;
                progress.Say($"Going on from step {_parameters.Steps} of {_run.TotalSteps} in '{folder}'.");
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Time between two checkpoints.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Epochs from one with pictures to the next; epoch <see cref="TrainingOptions.Epochs"/> has pictures in any case.</summary>
    public int PictureInterval { get; init; } = 1;

    private TrainingOptions Options => _run.Options;

    /// <summary>Trains to the end of the last epoch, or until it is cancelled; either way all is saved.</summary>
    /// <returns>True when the run is complete.</returns>
    /// <exception cref="TrainingException">The loss or a gradient stopped being a number.</exception>
    public bool Run(CancellationToken cancellation)
    {
        using var report = new RunReport(_folder, _run, _training, PictureInterval, _state, _parameters.Average);
        try
        {
            for (int epoch = _state.Epochs.Count; epoch < Options.Epochs && !IsOutOfPatience(); epoch++)
            {
                _training.BeginEpoch(epoch, Options.GlimpsesAt(epoch));
                TrainEpoch(epoch, report, cancellation);
                ValidateEpoch(epoch, report, cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            Save(report);
            return false;
        }

        // The clock decides which step the older checkpoint is of. A complete run writes both at its end.
        while (_copies < RunFolder.Checkpoints)
        {
            Save(report);
        }

        return true;
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
        int glimpses = checkpoint.Measured?.Glimpses ?? options.GlimpsesAt(checkpoint.State.Epochs.Count);
        return checkpoint.Run.Family.Save(
            checkpoint.Run, name ?? options.Name, glimpses, checkpoint.Vector("average"), folder, checkpoint.Record);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The constructor disposes of a run that it could not prepare.
        _training?.Dispose();
        (_optimiser as IDisposable)?.Dispose();
        _lock.Dispose();
    }

    /// <summary>Makes the steps of an epoch that are still to be made.</summary>
    private void TrainEpoch(int epoch, RunReport report, CancellationToken cancellation)
    {
        int[] order = Batches.Order(_run.Data.TrainCount, Options.Seed, epoch);
        var sinceSave = Stopwatch.StartNew();
        for (int batch = (int)(_parameters.Steps - (long)epoch * _run.StepsPerEpoch); batch < _run.StepsPerEpoch; batch++)
        {
            cancellation.ThrowIfCancellationRequested();
            var watch = Stopwatch.StartNew();
            (StepOutcome outcome, double norm) = Step(order.AsSpan(batch * _run.BatchSize, _run.BatchSize));
            _copies = 0;
            _state.MeasureSum += outcome.Measure;
            _state.Steps.Add(new StepFigures((float)outcome.Loss, (float)outcome.Measure, (float)norm));
            _pace.Add(outcome.Loss, outcome.Measure, watch.Elapsed);
            _progress.StepDone(new StepReport(
                _parameters.Steps, _run.TotalSteps, epoch, _run.Family.Line(_pace.Loss, _pace.Measure), _pace.TimeFor(_run.TotalSteps - _parameters.Steps)));
            report.StepDone(_parameters.Steps, _state.Steps.Last);
            if (sinceSave.Elapsed > CheckpointInterval)
            {
                Save(report);
                sinceSave.Restart();
            }
        }
    }

    private (StepOutcome Outcome, double Norm) Step(ReadOnlySpan<int> numbers)
    {
        long step = _parameters.Steps;
        StepOutcome outcome = _training.Step(step, numbers, _parameters.Weights, _gradient);
        double norm = _parameters.Update(_gradient, _run.RateAt(step), Options.ClipNorm, Options.AverageDecay, Options.WeightDecay);
        return double.IsFinite(norm) && outcome.Fault is null ? (outcome, norm) : throw new TrainingException(
            $"Step {step + 1}: {outcome.Fault ?? TrainingFault.Cause(_gradient, _run.Shape)}; training ends here. {LastGood()}");
    }

    private void ValidateEpoch(int epoch, RunReport report, CancellationToken cancellation)
    {
        var ended = new EndedEpoch(
            epoch + 1, _parameters.Steps, _state.MeasureSum / _run.StepsPerEpoch, Options.GlimpsesAt(epoch), _run.RateAt(_parameters.Steps - 1));
        EpochReport outcome = _training.Validate(ended, _parameters.Average, cancellation);
        if (outcome.Fault is string fault)
        {
            throw new TrainingException($"Epoch {epoch + 1}, step {_parameters.Steps}: {fault}; training ends here. {LastGood()}");
        }

        outcome = outcome with { Seconds = _state.Seconds + _pace.TakeElapsed().TotalSeconds };
        report.Draw(outcome, _parameters.Average);
        _state.EndEpoch(outcome, _parameters.Average);
        _copies = 0;
        Save(report);
        report.EpochDone(_state);
        _progress.EpochDone(outcome);
        if (IsOutOfPatience())
        {
            _progress.Say($"No better {_run.Family.ValidationName} in {Options.Patience} epochs: the run ends here.");
        }
    }

    /// <summary>Whether the last epochs, all at the last number of glimpses, brought no better figure for as long as the patience lasts.</summary>
    private bool IsOutOfPatience()
    {
        if (Options.Patience is not int patience || _state.Epochs.Count <= patience)
        {
            return false;
        }

        (double, double) best = _state.Epochs.SkipLast(patience).Min(epoch => epoch.Rank);
        return _state.Epochs.TakeLast(patience).All(epoch => epoch.Glimpses == Options.Glimpses && epoch.Rank.CompareTo(best) >= 0);
    }

    private void Save(RunReport report)
    {
        _state.Seconds += _pace.TakeElapsed().TotalSeconds;
        _folder.Save(_run, _parameters, _state);
        _savedSteps = _parameters.Steps;
        _copies++;
        report.Flush();
    }

    private string LastGood() => _savedSteps is long steps
        ? $"The last good checkpoint, '{_folder.CheckpointPath}', is of step {steps}."
        : "No checkpoint had been written yet.";

    private static Checkpoint Existing(string folder, Action<string> say) => new RunFolder(folder).Load(say)
        ?? throw new TrainingException($"There is no run in '{folder}': a folder that 'train' wrote was expected.");

    /// <summary>Hours of training must not end in a manifest that the generator refuses.</summary>
    private void RequireExportable()
    {
        if (_run.Family.Objection(_run, Options.Glimpses) is string objection)
        {
            throw new TrainingException($"Such a model could not be exported: {objection}");
        }

        foreach (GrowthStage stage in GrowthStage.Parse(Options.Grow))
        {
            if (_run.Family.Objection(_run, stage.Glimpses) is string stageObjection)
            {
                throw new TrainingException($"--grow is '{Options.Grow}', and such a model could not be exported: {stageObjection}");
            }
        }

        if (GrowthStage.Parse(Options.Grow) is { Count: > 0 } stages && stages.Sum(stage => (long)stage.Epochs) >= Options.Epochs)
        {
            throw new TrainingException(
                $"--grow is '{Options.Grow}', {stages.Sum(stage => (long)stage.Epochs)} epochs, where --epochs is {Options.Epochs}: " +
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
                $"targets {_run.Data.Targets}{(there with { Sha256 = _run.Data.Sha256 } == _run.Data ? "; their numbers and sizes are alike, and the images are others" : "")}.");
        }
    }
}
