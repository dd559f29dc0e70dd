using DrawAot.Bench.Classifier;
using DrawAot.Trainer.Datasets;
using DrawAot.Trainer.Evaluation;

namespace DrawAot.Torch.Tests.Bench;

/// <summary>The error of an engine counts each image once, also those of a batch that is not full.</summary>
public sealed class ClassifierErrorsTests
{
    [Theory]
    [InlineData(ClassifierErrors.Batch)]
    [InlineData(ClassifierErrors.Batch + 3)]
    public void Images_of_another_class_than_the_most_probable_are_counted(int count)
    {
        using var classifier = new Brightest();

        ErrorRate error = ClassifierErrors.Of(classifier, new Digits(count), count);

        Assert.Equal(new ErrorRate(count - (count + 9) / 10, count), error);
    }

    /// <summary>Images k mod 10, all of class 0.</summary>
    private sealed class Digits(int count) : LabelledImages(count, 1, 1, 1)
    {
        public override int Label(int index) => 0;

        public override void Draw(int index, Span<byte> pixels) => pixels[0] = (byte)(index % 10);
    }

    private sealed class Brightest : IClassifier
    {
        public void Classify(ReadOnlySpan<float> images, Span<float> probabilities)
        {
            for (int k = 0; k < images.Length; k++)
            {
                probabilities[k * 10 + (int)MathF.Round(images[k] * 255)] = 1;
            }
        }

        public void Dispose()
        {
        }
    }
}
