using DrawAot.Cuda;
using DrawAot.Manifest;
using DrawAot.Torch;
using DrawAot.Trainer.Datasets;
using DrawAot.Trainer.Evaluation;
using DrawAot.Trainer.Runs;
using DrawAot.Training;
using DrawAot.Training.Models.Classifier;

namespace DrawAot.Trainer.Families.Classifier;

/// <summary>Steps, validation and pictures of a run that trains a glimpse classifier.</summary>
/// <param name="run">The run.</param>
/// <param name="dataset">The training data.</param>
/// <param name="threads">How many threads may compute.</param>
internal sealed class ClassifierTraining(RunDescription run, LabelledDataset dataset, int threads) : IModelTraining
{
    private readonly WindowSheet _windows = new(dataset.Test, dataset.Classes);
    private LabelledImages? _images;
    private ClassifierBackpropagation? _kernels;
    private IClassifierGradientSource? _gradients;
    private int _glimpses;

    /// <summary>The family.</summary>
    public static TrainedFamily Family { get; } = new ClassifierTrainedFamily();

    private ClassifierShape Shape => (ClassifierShape)run.Shape with { Glimpses = _glimpses };

    /// <inheritdoc/>
    public void BeginEpoch(int epoch, int glimpses)
    {
        _images = dataset.TrainAt(epoch, run.Options.Seed);
        if (_glimpses != glimpses)
        {
            _glimpses = glimpses;
            Dispose();
            _kernels = new ClassifierBackpropagation(Shape, run.BatchSize, threads);
            _gradients = run.Options.Device switch
            {
                _ when Family.UsesCudaKernels(run.Options) => new CudaClassifierGradients(Shape, run.BatchSize),
                TorchDevice.Cpu => new ClassifierAutograd(new ClassifierModule(Shape)),
                _ => _kernels,
            };
        }
    }

    /// <inheritdoc/>
    public StepOutcome Step(long step, ReadOnlySpan<int> numbers, ReadOnlySpan<float> weights, Span<float> gradient)
    {
        float[] entropies = new float[numbers.Length];
        _gradients!.Gradient(weights, _images!.Pixels(numbers, threads), _images.Labels(numbers), entropies, gradient);
        double mean = entropies.Average(entropy => (double)entropy);
        return new StepOutcome(mean, mean, Fault(entropies, numbers));
    }

    /// <inheritdoc/>
    public EpochReport Validate(EndedEpoch epoch, ReadOnlyMemory<float> weights, CancellationToken cancellation)
    {
        using var evaluator = new ClassifierKernelEvaluator(_kernels!, Shape, weights, run.BatchSize);
        LabelledImages images = dataset.Validation;
        double[] entropies = new double[images.Count];
        int errors = 0;
        for (int first = 0; first < images.Count; first += run.BatchSize)
        {
            cancellation.ThrowIfCancellationRequested();
            int[] numbers = [.. Enumerable.Range(first, Math.Min(run.BatchSize, images.Count - first))];
            errors += evaluator.Measure(images.Pixels(numbers, threads), images.Labels(numbers), entropies.AsSpan(first, numbers.Length));
        }

        return new ClassifierEpoch(
            epoch.Number, epoch.Steps, epoch.Measure, new ErrorRate(errors, images.Count).Percent, entropies.Average(), Seconds: 0,
            epoch.Glimpses, epoch.Rate);
    }

    /// <inheritdoc/>
    public void Draw(RunFolder folder, EpochReport epoch, ReadOnlySpan<float> weights) =>
        _windows.Write(folder, epoch.Epoch, (ClassifierShape)run.Shape with { Glimpses = epoch.Glimpses }, weights);

    /// <inheritdoc/>
    public void Dispose()
    {
        _gradients?.Dispose();
        if (_kernels != _gradients)
        {
            _kernels?.Dispose();
        }

        (_gradients, _kernels) = (null, null);
    }

    private static string? Fault(ReadOnlySpan<float> entropies, ReadOnlySpan<int> numbers)
    {
        for (int k = 0; k < entropies.Length; k++)
        {
            if (!float.IsFinite(entropies[k]))
            {
                return $"the cross entropy of training image {numbers[k]} is {entropies[k]}";
            }
        }

        return null;
    }
}
