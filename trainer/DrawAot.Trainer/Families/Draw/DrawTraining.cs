using DrawAot.Cuda;
using DrawAot.ImageFiles;
using DrawAot.Manifest;
using DrawAot.Torch;
using DrawAot.Trainer.Datasets;
using DrawAot.Trainer.Evaluation;
using DrawAot.Trainer.Runs;
using DrawAot.Trainer.TrainingLoop;
using DrawAot.Training;
using DrawAot.Training.Models.Draw;

namespace DrawAot.Trainer.Families.Draw;

/// <summary>Steps, validation and pictures of a run that trains DRAW.</summary>
/// <param name="run">The run.</param>
/// <param name="dataset">The training data.</param>
/// <param name="threads">How many threads may compute.</param>
internal sealed class DrawTraining(RunDescription run, Dataset dataset, int threads) : IModelTraining
{
    private const ulong ValidationSeed = 1;

    private readonly EpochPictures _pictures = new(EpochPictures.Choose(dataset.Validation));
    private ImageSet? _images;
    private Kernels? _kernels;

    /// <summary>The family.</summary>
    public static TrainedFamily Family { get; } = new DrawTrainedFamily();

    /// <inheritdoc/>
    public void BeginEpoch(int epoch, int glimpses)
    {
        _images = dataset.TrainAt(epoch, run.Options.Seed);
        if (_kernels?.Glimpses != glimpses)
        {
            Dispose();
            _kernels = new Kernels((DrawShape)run.Shape with { Glimpses = glimpses }, run.BatchSize, threads, run.Options);
        }
    }

    /// <inheritdoc/>
    public StepOutcome Step(long step, ReadOnlySpan<int> numbers, ReadOnlySpan<float> weights, Span<float> gradient)
    {
        double klWeight = run.Options.KlWeightAt(step, run.TotalSteps);
        var losses = new Score[numbers.Length];
        float[] images = ImageBatch.Pixels(_images!, numbers);
        _kernels!.Gradients.Gradient(
            weights, Dropout.Of(images, run.Options.InputDropout, run.Options.Seed, step, numbers.Length, threads), images,
            Batches.Noise(run.Options.Seed, step, numbers.Length), klWeight, losses, gradient);
        double reconstruction = losses.Average(image => image.Reconstruction), divergence = losses.Average(image => image.Divergence);
        return new StepOutcome(reconstruction + klWeight * divergence, reconstruction + divergence, Fault(losses, numbers));
    }

    /// <inheritdoc/>
    public EpochReport Validate(EndedEpoch epoch, ReadOnlyMemory<float> weights, CancellationToken cancellation)
    {
        using var evaluator = new KernelEvaluator(_kernels!.Bounds, weights, run.BatchSize);
        Bound bound = Measurement.Of(evaluator, dataset.Validation, ValidationSeed, cancellation: cancellation);
        return new DrawEpoch(
            epoch.Number, epoch.Steps, epoch.Measure, bound.Reconstruction, bound.Divergence, Seconds: 0, epoch.Glimpses, epoch.Rate);
    }

    /// <inheritdoc/>
    public void Draw(RunFolder folder, EpochReport epoch, ReadOnlySpan<float> weights) =>
        _pictures.Write(folder, epoch.Epoch, (DrawShape)run.Shape with { Glimpses = epoch.Glimpses }, weights);

    /// <inheritdoc/>
    public void Dispose()
    {
        _kernels?.Dispose();
        _kernels = null;
    }

    private static string? Fault(ReadOnlySpan<Score> losses, ReadOnlySpan<int> numbers)
    {
        for (int k = 0; k < losses.Length; k++)
        {
            if (!double.IsFinite(losses[k].Nats))
            {
                (string term, double value) = double.IsFinite(losses[k].Reconstruction)
                    ? ("KL term", losses[k].Divergence)
                    : ("reconstruction term", losses[k].Reconstruction);
                return $"the {term} of training image {numbers[k]} is {value}";
            }
        }

        return null;
    }

    /// <summary>The kernels or module for one number of glimpses.</summary>
    private sealed class Kernels : IDisposable
    {
        private readonly IDisposable[] _all;

        public Kernels(DrawShape shape, int batch, int threads, TrainingOptions options)
        {
            Glimpses = shape.Glimpses;
            if (Family.UsesCudaKernels(options))
            {
                var gpu = new CudaGradients(shape, batch, threads);
                (Gradients, Bounds, _all) = (gpu, gpu, [gpu]);
                return;
            }

            var kernels = new BackpropagationThroughTime(shape, batch, threads);
            Gradients = options.Bfloat16 || options.Device is not null
                ? new Autograd(new DrawModule(shape, device: options.Device?.Find()) { UsesBfloat16 = options.Bfloat16 })
                : kernels;
            (Bounds, _all) = (kernels, [Gradients, kernels]);
        }

        public int Glimpses { get; }

        /// <summary>For bounds, in float32.</summary>
        public IBoundSource Bounds { get; }

        /// <summary>For steps.</summary>
        public IGradientSource Gradients { get; }

        public void Dispose()
        {
            foreach (IDisposable kernels in _all)
            {
                kernels.Dispose();
            }
        }
    }
}
