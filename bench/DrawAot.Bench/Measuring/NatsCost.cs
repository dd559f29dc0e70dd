using DrawAot.Bench.Baselines;
using DrawAot.ImageFiles;

namespace DrawAot.Bench.Measuring;

/// <summary>The cost of a precision in nats, over the same test images and with the same noise as float32.</summary>
/// <param name="Mean">Nats an image more than float32.</param>
/// <param name="StandardError">Of that, over the images.</param>
/// <param name="Nats">The bound at this precision.</param>
internal sealed record NatsCost(double Mean, double StandardError, double Nats)
{
    /// <summary>Path of the test images in <see cref="DataFolder"/>; gzipped or not.</summary>
    public const string TestFile = "binarized-mnist/binarized_mnist_test.amat";

    private const int Batch = 100;

    /// <summary>The test images that the environment names a folder for, or null.</summary>
    public static ImageSet? TestImages() => DataFolder.Find(TestFile, TestFile + ".gz") is string path ? AmatReader.Read(path, (28, 28)) : null;

    /// <summary>Bounds of the first images by one engine, on all cores, with the same noise for every engine.</summary>
    /// <param name="engine">Its name in <see cref="Scorers"/>.</param>
    /// <param name="files">The model.</param>
    /// <param name="images">The images.</param>
    /// <param name="count">Number of images.</param>
    public static double[] Bounds(string engine, ShippedFiles files, ImageSet images, int count)
    {
        var bounds = new double[count];
        int batch = Math.Min(Batch, count);
        var pixels = new float[batch * images.PixelCount];
        var scores = new Score[batch];
        using IScorer scorer = Scorers.Create(engine, files, batch, Environment.ProcessorCount);
        for (int first = 0; first < count; first += batch)
        {
            // The last batch is as large as the others, and begins earlier.
            int from = Math.Min(first, count - batch);
            for (int k = 0; k < batch; k++)
            {
                images.CopyTo(from + k, pixels.AsSpan(k * images.PixelCount, images.PixelCount));
            }

            scorer.Score(pixels, Agreement.Seed, (ulong)from, scores);
            for (int k = 0; k < batch; k++)
            {
                bounds[from + k] = scores[k].Nats;
            }
        }

        return bounds;
    }

    /// <summary>Compares a precision's bounds with those of float32, image by image.</summary>
    public static NatsCost Of(double[] bounds, double[] exact)
    {
        double[] differences = [.. bounds.Zip(exact, (nats, least) => nats - least)];
        double mean = differences.Average();
        double variance = differences.Sum(difference => (difference - mean) * (difference - mean)) / Math.Max(1, differences.Length - 1);
        return new NatsCost(mean, Math.Sqrt(variance / differences.Length), bounds.Average());
    }
}
