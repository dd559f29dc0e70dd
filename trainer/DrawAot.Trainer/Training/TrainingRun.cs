using System.Diagnostics;
using DrawAot.Manifest;
using DrawAot.Torch;
using DrawAot.Trainer.Datasets;
using DrawAot.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace DrawAot.Trainer.Training;

/// <summary>Trains one model into one folder, from where its checkpoint stands.</summary>
public sealed class TrainingRun : IDisposable
{
    private const ulong ValidationSeed = 1;
    private static readonly TimeSpan CheckpointInterval = TimeSpan.FromMinutes(5);

    private readonly TrainingOptions _options;
    private readonly Dataset _dataset;
    private readonly string _folder;
    private readonly ITrainingProgress _progress;
    private readonly DrawModule _module;
    private readonly Adam _adam;
    private readonly List<EpochReport> _epochs = [];
    private readonly int _stepsPerEpoch;
    private readonly Pace _pace = new();

    /// <summary>Prepares a run; a checkpoint in the folder is taken up, whatever <paramref name="options"/> start from.</summary>
    /// <exception cref="WeightsException">The checkpoint, or the model to start from, does not fit.</exception>
    public TrainingRun(TrainingOptions options, Dataset dataset, string folder, ITrainingProgress progress)
    {
        (_options, _dataset, _folder, _progress) = (options, dataset, folder, progress);
        ImageSet train = dataset.Train;
        _stepsPerEpoch = Math.Max(1, train.Count / options.Batch);
        _module = new DrawModule(options.Shape(train.Channels, train.Height, train.Width), options.Seed);
        if (options.From is not null)
        {
            ExportedModel.Load(options.From).CopyTo(_module);
        }

        _adam = new Adam(_module.Tensors.Select(tensor => tensor.Value));
        if (File.Exists(CheckpointPath))
        {
            _epochs = Checkpoint.Restore(SafetensorsFile.Read(CheckpointPath), _adam);
            progress.Say($"Going on from step {_adam.Steps} of {TotalSteps} in '{CheckpointPath}'.");
        }
    }

    private string CheckpointPath => Path.Combine(_folder, Checkpoint.FileName);

    private long TotalSteps => (long)_stepsPerEpoch * _options.Epochs;

    /// <summary>Trains to the end of the last epoch, or until it is cancelled; either way all is saved.</summary>
    /// <returns>True when the run is complete.</returns>
    /// <exception cref="TrainingException">The loss or a gradient stopped being a number.</exception>
    public bool Run(CancellationToken cancellation)
    {
        try
        {
            for (int epoch = _epochs.Count; epoch < _options.Epochs; epoch++)
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

    /// <summary>Exports the averaged weights as they stand.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="folder">Where to write.</param>
    /// <returns>The manifest's path.</returns>
    /// <exception cref="TrainingException">No epoch is complete yet.</exception>
    public string Export(string name, string folder)
    {
        if (_epochs.Count == 0)
        {
            throw new TrainingException($"The run in '{_folder}' has no complete epoch yet: there is nothing to export.");
        }

        _adam.Load(_adam.Average);
        return ExportedModel.Save(_module, name, folder, TrainingRecord.Of(_options, _dataset, _epochs[^1]));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _adam.Dispose();
        _module.Dispose();
    }

    /// <summary>Makes the steps of an epoch that are still to be made.</summary>
    /// <returns>The mean bound of their images; null when none was left.</returns>
    private double? TrainEpoch(int epoch, CancellationToken cancellation)
    {
        int[] order = Batches.Order(_dataset.Train.Count, _options.Seed, epoch);
        var sinceSave = Stopwatch.StartNew();
        double total = 0;
        int steps = 0;
        for (int batch = (int)(_adam.Steps - (long)epoch * _stepsPerEpoch); batch < _stepsPerEpoch; batch++)
        {
            cancellation.ThrowIfCancellationRequested();
            var watch = Stopwatch.StartNew();
            int size = Math.Min(_options.Batch, order.Length);
            (double loss, double bound) = Step(order.AsSpan(batch * size, size));
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
        using DisposeScope scope = NewDisposeScope();
        long step = _adam.Steps;
        using var generator = new Generator(unchecked((ulong)(_options.Seed * 1_000_000_007 + step)));
        Tensor images = Batches.Images(_dataset.Train, numbers);
        Tensor noise = randn([_options.Glimpses, numbers.Length, _options.Latent], generator: generator);

        Inference inferred = _module.Infer(images, noise);
        Tensor reconstruction = inferred.Reconstruction(images).mean();
        Tensor divergence = inferred.Divergence().mean();
        Tensor loss = reconstruction + divergence * _options.KlWeightAt(step, TotalSteps);
        loss.backward();
        double norm = _adam.Update(_options.RateAt(step, TotalSteps), _options.ClipNorm, _options.AverageDecay);
        if (!double.IsFinite(norm))
        {
            throw new TrainingException(
                $"Step {step + 1}: the gradient is not finite (loss {loss.ToDouble()}); '{CheckpointPath}' keeps the last good state.");
        }

        return (loss.ToDouble(), (reconstruction + divergence).ToDouble());
    }

    private void ValidateEpoch(int epoch, double? trainBound, CancellationToken cancellation)
    {
        _adam.Load(_adam.Average);
        Bound bound = Bound.Measure(_module, _dataset.Validation, ValidationSeed, cancellation: cancellation);
        bool best = _epochs.All(earlier => bound.Nats < earlier.ValidationBound);
        var report = new EpochReport(
            epoch + 1, _adam.Steps, trainBound, bound.Reconstruction, bound.Divergence, _pace.TakeElapsed().TotalSeconds);
        _epochs.Add(report);
        if (best)
        {
            ExportedModel.Save(_module, _options.Name, _folder, TrainingRecord.Of(_options, _dataset, report));
        }

        _adam.Load(_adam.Weights);
        Save();
        _progress.EpochDone(report);
    }

    private void Save() => Checkpoint.Save(CheckpointPath, _options, _adam, _epochs);
}
