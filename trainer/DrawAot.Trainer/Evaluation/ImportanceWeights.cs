using DrawAot.Numerics;

namespace DrawAot.Trainer.Evaluation;

/// <summary>Gathers log (p(x, z) / q(z | x)) of samples of z, one after another, for some images.</summary>
/// <param name="count">How many images.</param>
internal sealed class ImportanceWeights(int count)
{
    private const int SampleShift = 16; // of streams of noise, from one sample of an image to the next

    private readonly double[] _largest = [.. Enumerable.Repeat(double.NegativeInfinity, count)];
    private readonly double[] _sums = new double[count]; // of e^(weight − largest)
    private int _samples;

    /// <summary>The stream of a sample's noise at a glimpse, as <see cref="Normals"/> documents it.</summary>
    public static uint Stream(int sample, int glimpse) => Normals.PosteriorStream + (uint)glimpse + ((uint)sample << SampleShift);

    /// <summary>Adds a sample of each image.</summary>
    public void Add(ReadOnlySpan<double> logWeights)
    {
        _samples++;
        for (int k = 0; k < logWeights.Length; k++)
        {
            double weight = logWeights[k];
            if (weight <= _largest[k])
            {
                _sums[k] += Math.Exp(weight - _largest[k]);
            }
            else
            {
                _sums[k] = _sums[k] * Math.Exp(_largest[k] - weight) + 1;
                _largest[k] = weight;
            }
        }
    }

    /// <summary>−log of each image's mean weight, in nats.</summary>
    public void CopyBounds(Span<double> nats)
    {
        for (int k = 0; k < nats.Length; k++)
        {
            nats[k] = -(_largest[k] + Math.Log(_sums[k] / _samples));
        }
    }
}
