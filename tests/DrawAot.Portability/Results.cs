using DrawAot.Manifest;
using DrawAot.Models;
using DrawAot.Numerics;
using DrawAot.Reference;
using DrawAot.TestModels;
using DrawAot.Weights;

namespace DrawAot.Portability;

/// <summary>
/// All results: both families, the three precisions, models that are shipped and models that are not. A batch is one whole tile
/// and one image alone, so both kernels of every operation run. The shipped DRAW models encode a single image, because an
/// interpreter takes a second for each.
/// </summary>
internal static class Results
{
    private const ulong Seed = 20;

    private static readonly int Images = ModelSession.BatchTile + 1;

    /// <summary>Computes them, one after another.</summary>
    public static IEnumerable<Result> All()
    {
        foreach (TestModel test in (TestModel[])[Seven.Test, Tall.Test, Whole.Test, HalfOdd.Test, HalfWhole.Test, ByteOdd.Test, ByteWhole.Test])
        {
            using IDrawModel model = test.FromTensors(Tensors(test.Shape, test.Weights, test.WeightsFile));
            foreach (Result result in OfDraw(test.Name, model, encoded: Images))
            {
                yield return result;
            }
        }

        foreach (ShippedModel<IDrawModel> shipped in ShippedModels.Draw)
        {
            using IDrawModel model = shipped.LoadEmbedded();
            foreach (Result result in OfDraw(shipped.Name, model, encoded: 1))
            {
                yield return result;
            }
        }

        foreach (TestClassifier test in (TestClassifier[])[Spot.Test, Lens.Test, HalfLens.Test, ByteLens.Test])
        {
            using IClassifierModel model = test.FromTensors(Tensors(test.Shape, test.Weights, test.WeightsFile));
            yield return OfClassifier(test.Name, model);
        }

        foreach (ShippedModel<IClassifierModel> shipped in ShippedModels.Classifiers)
        {
            using IClassifierModel model = shipped.LoadEmbedded();
            yield return OfClassifier(shipped.Name, model);
        }
    }

    private static IEnumerable<Result> OfDraw(string name, IDrawModel model, int encoded)
    {
        using DrawSession session = model.CreateSession();
        float[] images = new float[Images * model.Shape.PixelCount];
        session.SampleBatch(Seed, first: 0, images);
        yield return Result.Of<float>(name, "samples", images);

        float[] binary = [.. images.Take(encoded * model.Shape.PixelCount).Select(pixel => pixel > 0.5f ? 1f : 0f)], again = new float[binary.Length];
        session.ReconstructBatch(binary, Seed, first: 0, again);
        yield return Result.Of<float>(name, "reconstructions", again);

        var scores = new Score[encoded];
        session.ScoreBatch(binary, Seed, first: 0, scores);
        double[] parts = [.. scores.SelectMany(score => (double[])[score.Reconstruction, score.Divergence])];
        yield return Result.Of<double>(name, "scores", parts);
    }

    private static Result OfClassifier(string name, IClassifierModel model)
    {
        using ClassifierSession session = model.CreateSession();
        float[] images = Noise(model.Shape), probabilities = new float[Images * model.Classes.Count];
        session.ClassifyBatch(images, probabilities);
        return Result.Of<float>(name, "probabilities", probabilities);
    }

    /// <summary>Images of grey noise.</summary>
    private static float[] Noise(ModelShape shape)
    {
        float[] images = new float[Images * shape.PixelCount];
        for (int i = 0; i < images.Length; i++)
        {
            images[i] = Philox.Block(counter: ((uint)i, 0, 0, 0), key: ((uint)Seed, 0)).Item1 / (float)(1L << 32);
        }

        return images;
    }

    /// <summary>Weights as a file would bring them; a test model's manifest has the SHA-256 of such a file, which is not needed here.</summary>
    private static SafetensorsFile Tensors(ModelShape shape, IReadOnlyDictionary<string, float[]> weights, string name)
    {
        using var file = new MemoryStream();
        SeededWeights.Write(file, shape, weights);
        return SafetensorsFile.Parse(file.ToArray(), name);
    }
}
