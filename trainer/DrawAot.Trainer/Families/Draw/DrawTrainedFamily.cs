using System.Globalization;
using System.Text.Json;
using DrawAot.Cuda;
using DrawAot.Manifest;
using DrawAot.Torch;
using DrawAot.Trainer.Datasets;
using DrawAot.Trainer.Runs;
using JsonObject = System.Text.Json.Nodes.JsonObject;

namespace DrawAot.Trainer.Families.Draw;

/// <summary>DRAW, as runs know it.</summary>
internal sealed class DrawTrainedFamily : TrainedFamily
{
    /// <inheritdoc/>
    public override string ModelName => "a DRAW model";

    /// <inheritdoc/>
    public override string MeasureName => "bound";

    /// <inheritdoc/>
    public override double SmallestMargin => 0.1;

    /// <inheritdoc/>
    public override string ValidationName => "validation bound";

    /// <inheritdoc/>
    public override void Require(TrainingData data)
    {
        if (data is not Dataset)
        {
            throw new TrainingException($"Data set '{data.Name}' is for classifiers; {ModelName} is trained on images without classes.");
        }
    }

    /// <inheritdoc/>
    public override bool UsesCudaKernels(TrainingOptions options) => options is { Device: TorchDevice.Cuda, Bfloat16: false };

    /// <inheritdoc/>
    public override ModelShape Shape(TrainingOptions options, DataFacts data) => new DrawShape(
        data.Width, data.Height, data.Channels, options.Glimpses, options.Latent, options.EncoderHidden, options.DecoderHidden,
        options.ReadAttention, options.WriteAttention);

    /// <inheritdoc/>
    public override string? Objection(RunDescription run, int glimpses) =>
        ExportedModel.Objection(run.Options.Name, (DrawShape)run.Shape with { Glimpses = glimpses });

    /// <inheritdoc/>
    public override string Save(
        RunDescription run, string name, int glimpses, ReadOnlySpan<float> weights, string folder, JsonObject training)
    {
        using var module = new DrawModule((DrawShape)run.Shape with { Glimpses = glimpses });
        module.Load(weights);
        return ExportedModel.Save(module, name, folder, training);
    }

    /// <inheritdoc/>
    public override ModelModule Module(ModelShape shape, long seed) => new DrawModule((DrawShape)shape, seed);

    /// <inheritdoc/>
    public override IModelTraining Begin(RunDescription run, TrainingData data, int threads) => new DrawTraining(run, (Dataset)data, threads);

    /// <inheritdoc/>
    public override List<EpochReport>? ReadEpochs(string json) => [.. JsonSerializer.Deserialize<List<DrawEpoch>>(json, RunJson.Compact) ?? []];

    /// <inheritdoc/>
    public override string WriteEpochs(IReadOnlyList<EpochReport> epochs) => JsonSerializer.Serialize(epochs.Cast<DrawEpoch>(), RunJson.Compact);

    /// <inheritdoc/>
    public override string Line(double loss, double measure) =>
        string.Create(CultureInfo.InvariantCulture, $"loss {loss:F2}   bound {measure:F2} nats");

    /// <inheritdoc/>
    public override IEnumerable<(string Tag, float Value)> Scalars(StepFigures figures) =>
        [("step/loss", figures.Loss), ("step/bound", figures.Measure), ("step/gradient norm", figures.GradientNorm)];
}
