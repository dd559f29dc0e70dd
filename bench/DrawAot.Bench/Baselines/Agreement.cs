using System.Globalization;
using DrawAot.Numerics;
using DrawAot.Reference;

namespace DrawAot.Bench.Baselines;

/// <summary>Requires an engine to agree with the reference in double precision before it is timed.</summary>
/// <param name="files">The model.</param>
internal sealed class Agreement(ShippedFiles files)
{
    /// <summary>The seed that everything is drawn and scored with.</summary>
    public const ulong Seed = 7;

    /// <summary>Largest distance of a float32 engine's pixel from the reference's.</summary>
    private const double ExactPixels = 5e-5;

    /// <summary>Largest distance of its bound, in nats.</summary>
    private const double ExactNats = 5e-3;

    private readonly ReferenceDraw _reference = new(files.Shape, files.Weights);
    private readonly Dictionary<int, double[]> _pictures = [];
    private float[] _digits = [];
    private Inference? _inference;

    /// <summary>Requires the first and the last picture of a batch to be the reference's.</summary>
    /// <exception cref="InvalidOperationException">They are not.</exception>
    public void Require(string name, ISampler sampler, int count)
    {
        var images = new float[count * files.Shape.PixelCount];
        sampler.Sample(Seed, 0, images);
        foreach (int k in new[] { 0, count - 1 }.Distinct())
        {
            double[] expected = Picture(k);
            double[] differences = [.. expected.Select((pixel, i) => Math.Abs(pixel - images[k * expected.Length + i]))];
            if (Rounding.Of(name) is { } rounding)
            {
                Demand(differences.Average() <= rounding.MeanPixel, name, $"picture {k} is off by {differences.Average():E1} a pixel on average");
            }
            else
            {
                Demand(differences.Max() <= ExactPixels, name, $"a pixel of picture {k} is off by {differences.Max():E1}");
            }
        }
    }

    /// <summary>Requires the first bound of a batch to be the reference's.</summary>
    /// <exception cref="InvalidOperationException">It is not.</exception>
    public void Require(string name, IScorer scorer, int count)
    {
        float[] images = Digits(count);
        var scores = new Score[count];
        scorer.Score(images, Seed, 0, scores);
        Inference expected = _inference ??= _reference.Infer(
            [.. images.Take(files.Shape.PixelCount).Select(pixel => (double)pixel)], Normal(0, Normals.PosteriorStream));
        double tolerance = Rounding.Of(name)?.Nats ?? ExactNats;
        double difference = Math.Max(
            Math.Abs(scores[0].Reconstruction - expected.ReconstructionLoss), Math.Abs(scores[0].Divergence - expected.LatentLoss));
        Demand(difference <= tolerance, name, $"the bound of image 0 is off by {difference:E1} nats");
    }

    /// <summary>Images to be scored: the model's own pictures, black and white.</summary>
    public float[] Digits(int count)
    {
        if (_digits.Length < count * files.Shape.PixelCount)
        {
            _digits = new float[count * files.Shape.PixelCount];
            using ISampler sampler = Samplers.Create(Generated.All[0].Name, files, count, threads: 1);
            sampler.Sample(Seed, 0, _digits);
            for (int pixel = 0; pixel < _digits.Length; pixel++)
            {
                _digits[pixel] = MathF.Round(_digits[pixel]);
            }
        }

        return _digits[..(count * files.Shape.PixelCount)];
    }

    private double[] Picture(int index)
    {
        if (!_pictures.TryGetValue(index, out double[]? picture))
        {
            picture = _reference.Draw(Normal(index, firstStream: 0))[^1].Picture;
            _pictures.Add(index, picture);
        }

        return picture;
    }

    private double[][] Normal(int index, uint firstStream) =>
    [
        .. Enumerable.Range(0, files.Shape.Glimpses).Select(t =>
        {
            var normals = new float[files.Shape.Latent];
            Normals.Fill(Seed, (ulong)index, firstStream + (uint)t, normals);
            return normals.Select(normal => (double)normal).ToArray();
        }),
    ];

    private static void Demand(bool holds, string name, FormattableString fault)
    {
        if (!holds)
        {
            throw new InvalidOperationException(
                $"{name} does not compute what the reference computes: {fault.ToString(CultureInfo.InvariantCulture)}.");
        }
    }
}
