using DrawAot.Cuda;
using DrawAot.Manifest;
using DrawAot.Torch;
using DrawAot.Trainer.Datasets;
using DrawAot.Trainer.Families.Classifier;
using DrawAot.Trainer.Families.Draw;
using DrawAot.Trainer.Runs;
using DrawAot.Training.Optimisers;
using JsonObject = System.Text.Json.Nodes.JsonObject;

namespace DrawAot.Trainer.Families;

/// <summary>A family of models as a run, its checkpoints and its reports use it.</summary>
internal abstract class TrainedFamily
{
    /// <summary>Name of one of its models in a sentence, with its article.</summary>
    public abstract string ModelName { get; }

    /// <summary>Name of the measure of a training step; see <see cref="StepFigures.Measure"/>.</summary>
    public abstract string MeasureName { get; }

    /// <summary>The least that <c>curve.png</c> shows below and above the measure, in nats.</summary>
    public abstract double SmallestMargin { get; }

    /// <summary>The measure by which its epochs are compared.</summary>
    public abstract string ValidationName { get; }

    /// <summary>The family of a kind.</summary>
    public static TrainedFamily Of(ModelKind kind) => kind switch
    {
        ModelKind.Draw => DrawTraining.Family,
        ModelKind.Classifier => ClassifierTraining.Family,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "DRAW or the classifier was expected."),
    };

    /// <summary>Refuses data that its models cannot be trained on.</summary>
    /// <exception cref="TrainingException">The data set has no classes for a classifier, or has some for another model.</exception>
    public abstract void Require(TrainingData data);

    /// <summary>Whether this program's kernels make a run's steps on a GPU; they do not need libtorch.</summary>
    public abstract bool UsesCudaKernels(TrainingOptions options);

    /// <summary>Looks for the device that a run asks for.</summary>
    /// <exception cref="NotSupportedException">It is not there; the message is a sentence.</exception>
    public void RequireDevice(TrainingOptions options)
    {
        if (UsesCudaKernels(options))
        {
            CudaGradients.RequireDevice();
        }
        else
        {
            options.Device?.Find();
        }
    }

    /// <summary>The orthogonaliser of a run's matrices, for <see cref="OptimiserKind.Muon"/>.</summary>
    public IOrthogonaliser Orthogonaliser(TrainingOptions options, IReadOnlyList<ParameterBlock> matrices, int threads) =>
        UsesCudaKernels(options) ? new CudaOrthogonaliser(matrices, threads) : new ParallelOrthogonaliser(matrices, threads);

    /// <summary>The sizes of a run's model.</summary>
    public abstract ModelShape Shape(TrainingOptions options, DataFacts data);

    /// <summary>Why a run's model could not be exported at a number of glimpses.</summary>
    /// <returns>A sentence, or null where there is no objection.</returns>
    public abstract string? Objection(RunDescription run, int glimpses);

    /// <summary>Writes a run's weights and their manifest.</summary>
    /// <param name="run">The run.</param>
    /// <param name="name">The model's name.</param>
    /// <param name="glimpses">T.</param>
    /// <param name="weights">All weights [P].</param>
    /// <param name="folder">Where to write.</param>
    /// <param name="training">The manifest's training block.</param>
    /// <returns>The manifest's path.</returns>
    public abstract string Save(RunDescription run, string name, int glimpses, ReadOnlySpan<float> weights, string folder, JsonObject training);

    /// <summary>A module of its models, with initial weights.</summary>
    public abstract ModelModule Module(ModelShape shape, long seed);

    /// <summary>Prepares the steps of a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="data">What it is trained on, which <see cref="Require"/> does not refuse.</param>
    /// <param name="threads">How many threads may compute.</param>
    public abstract IModelTraining Begin(RunDescription run, TrainingData data, int threads);

    /// <summary>Reads the epochs of a checkpoint.</summary>
    public abstract List<EpochReport>? ReadEpochs(string json);

    /// <summary>Writes epochs for a checkpoint.</summary>
    public abstract string WriteEpochs(IReadOnlyList<EpochReport> epochs);

    /// <summary>The smoothed figures of the last steps, for a reader.</summary>
    public abstract string Line(double loss, double measure);

    /// <summary>The figures of a step for TensorBoard, with their tags.</summary>
    public abstract IEnumerable<(string Tag, float Value)> Scalars(StepFigures figures);
}
