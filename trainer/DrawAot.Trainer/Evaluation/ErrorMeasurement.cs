using DrawAot.Trainer.Datasets;

namespace DrawAot.Trainer.Evaluation;

/// <summary>The error of a classifier over a set of images.</summary>
public static class ErrorMeasurement
{
    /// <summary>Measures the error after each glimpse [T].</summary>
    /// <param name="evaluator">Classifies the images.</param>
    /// <param name="images">The images.</param>
    /// <param name="count">Number of images, the first of the set.</param>
    /// <param name="progress">Told how many images are done.</param>
    public static IReadOnlyList<ErrorRate> Of(IClassifierEvaluator evaluator, LabelledImages images, int count, Action<int>? progress = null)
    {
        int[] errors = new int[evaluator.Glimpses];
        for (int first = 0; first < count; first += evaluator.Batch)
        {
            int[] numbers = [.. Enumerable.Range(first, Math.Min(evaluator.Batch, count - first))];
            int[] classes = new int[numbers.Length * errors.Length];
            evaluator.Classify(images.Pixels(numbers), classes);
            for (int k = 0; k < classes.Length; k++)
            {
                errors[k % errors.Length] += classes[k] == images.Label(numbers[k / errors.Length]) ? 0 : 1;
            }

            progress?.Invoke(first + numbers.Length);
        }

        return [.. errors.Select(wrong => new ErrorRate(wrong, count))];
    }
}
