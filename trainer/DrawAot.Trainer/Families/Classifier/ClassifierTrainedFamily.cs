using System.Globalization;
using System.Text.Json;
using DrawAot.Cuda;
using DrawAot.Manifest;
using DrawAot.Torch;
using DrawAot.Trainer.Datasets;
using DrawAot.Trainer.Runs;
using JsonObject = System.Text.Json.Nodes.JsonObject;

namespace DrawAot.Trainer.Families.Classifier;

/// <summary>The glimpse classifier, as runs know it.</summary>
internal sealed class ClassifierTrainedFamily : TrainedFamily
{
    /// <inheritdoc/>
    public override string ModelName => "a classifier";

    /// <inheritdoc/>
    public override string MeasureName => "cross entropy";

    /// <inheritdoc/>
    public override double SmallestMargin => 0.01;

    /// <inheritdoc/>
    public override string ValidationName => "validation error";

    /// <inheritdoc/>
    public override void Require(TrainingData data)
    {
        if (data is not LabelledDataset)
        {
            throw new TrainingException(
                $"Data set '{data.Name}' has no classes; {ModelName} is trained on '{Dataset.ClutteredMnist}'.");
        }
    }

    /// <inheritdoc/>
    public override bool UsesCudaKernels(TrainingOptions options) => options.Device == TorchDevice.Cuda;

    /// <inheritdoc/>
    public override ModelShape Shape(TrainingOptions options, DataFacts data) => new ClassifierShape(
        data.Width, data.Height, data.Channels, options.Glimpses, options.Hidden,
        options.ReadAttention ?? throw new TrainingException("A classifier reads through a window: --read is 'none', a number of filters was expected."),
        data.Classes?.Count ?? 0);

    /// <inheritdoc/>
    public override string? Objection(RunDescription run, int glimpses) =>
        ExportedModel.Objection(run.Options.Name, (ClassifierShape)run.Shape with { Glimpses = glimpses }, run.Data.Classes!);

    /// <inheritdoc/>
    public override string Save(
        RunDescription run, string name, int glimpses, ReadOnlySpan<float> weights, string folder, JsonObject training)
    {
        using var module = new ClassifierModule((ClassifierShape)run.Shape with { Glimpses = glimpses });
        module.Load(weights);
        return ExportedModel.Save(module, run.Data.Classes!, name, folder, training);
    }

    /// <inheritdoc/>
    public override ModelModule Module(ModelShape shape, long seed) => new ClassifierModule((ClassifierShape)shape, seed);

    /// <inheritdoc/>
    public override IModelTraining Begin(RunDescription run, TrainingData data, int threads) =>
        new ClassifierTraining(run, (LabelledDataset)data, threads);

    /// <inheritdoc/>
    public override List<EpochReport>? ReadEpochs(string json) =>
        [.. JsonSerializer.Deserialize<List<ClassifierEpoch>>(json, RunJson.Compact) ?? []];

    /// <inheritdoc/>
    public override string WriteEpochs(IReadOnlyList<EpochReport> epochs) =>
        JsonSerializer.Serialize(epochs.Cast<ClassifierEpoch>(), RunJson.Compact);

    /// <inheritdoc/>
    public override string Line(double loss, double measure) => string.Create(CultureInfo.InvariantCulture, $"cross entropy {loss:F4} nats");

    /// <inheritdoc/>
    public override IEnumerable<(string Tag, float Value)> Scalars(StepFigures figures) =>
        [("step/cross entropy", figures.Loss), ("step/gradient norm", figures.GradientNorm)];
}
