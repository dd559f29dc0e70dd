using DrawAot.Manifest;

namespace DrawAot.Bench.Roof;

/// <summary>The phases of a glimpse classifier, where every glimpse waits for the one before.</summary>
/// <param name="shape">The model's sizes.</param>
/// <param name="weightSize">Bytes of a weight, as <see cref="Phases"/> takes it.</param>
/// <param name="sharing">Images that share one pass over the weights.</param>
internal sealed class ClassifierPhases(ClassifierShape shape, int weightSize, int sharing) : Phases(shape, weightSize, sharing)
{
    /// <summary>Of one image.</summary>
    public IReadOnlyList<Phase> OfClassification() =>
    [
        new("image") { Bytes = 2.0 * shape.PixelCount * sizeof(float) },
        Layer("window", ModelTensors.WindowSize, shape.Hidden, shape.Glimpses, rowsShare: IsBatch),
        Read(shape.ReadAttention, images: 1),
        Layer("input product", 4 * shape.Hidden, shape.ReadSize, shape.Glimpses, rowsShare: IsBatch),
        Recurrence("recurrence", shape.Hidden, shape.Hidden),
        Activations("activations", shape.Hidden),
        new("classes") { Float32 = (double)shape.ClassCount * shape.Hidden, Exps = shape.ClassCount },
    ];
}
