using System.Numerics.Tensors;
using DrawAot.Bench.Measuring;
using DrawAot.Trainer.Datasets;
using DrawAot.Trainer.Evaluation;

namespace DrawAot.Bench.Classifier;

/// <summary>The error of an engine on the test images of cluttered MNIST, those that <c>evaluate</c> takes.</summary>
internal static class ClassifierErrors
{
    private const int ClassCount = 10;

    /// <summary>Images that are classified together.</summary>
    public const int Batch = 50;

    /// <summary>Folder of MNIST's files in <see cref="DataFolder"/>.</summary>
    public const string Folder = "mnist";

    /// <summary>The test images; null where the environment names no folder with MNIST.</summary>
    public static LabelledImages? TestImages() => DataFolder.Find(Folder) is string folder
        ? ((LabelledDataset)TrainingData.Open(new DatasetOptions(Dataset.ClutteredMnist, folder))).Test
        : null;

    /// <summary>Classifies the first images of a set.</summary>
    /// <param name="classifier">An engine that was made for <see cref="Batch"/> images.</param>
    /// <param name="images">The set.</param>
    /// <param name="count">Number of images, at most those of the set.</param>
    public static ErrorRate Of(IClassifier classifier, LabelledImages images, int count)
    {
        int errors = 0;
        for (int first = 0; first < count; first += Batch)
        {
            // The last images of a batch that is not full are classified again, and not counted.
            int[] numbers = [.. Enumerable.Range(first, Batch).Select(k => Math.Min(k, images.Count - 1))];
            float[] pixels = images.Pixels(numbers, Environment.ProcessorCount);
            float[] probabilities = new float[Batch * ClassCount];
            classifier.Classify(pixels, probabilities);
            for (int k = 0; k < Math.Min(Batch, count - first); k++)
            {
                errors += TensorPrimitives.IndexOfMax<float>(probabilities.AsSpan(k * ClassCount, ClassCount)) == images.Label(numbers[k]) ? 0 : 1;
            }
        }

        return new ErrorRate(errors, count);
    }
}
