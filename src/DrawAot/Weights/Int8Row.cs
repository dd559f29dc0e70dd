using System.Numerics.Tensors;
using DrawAot.Layout;
using DrawAot.Numerics;

namespace DrawAot.Weights;

/// <summary>
/// A row of weights over hidden states or latents as 8-bit integers: w ≈ scale·63·q. States are 7-bit integers s, h ≈ (s − 64)/63, so
/// Σ w·h = scale·(Σ q·s − correction).
/// </summary>
/// <param name="Weights">q, in the order in which a kernel takes them, padded with zeros to whole groups of eight.</param>
/// <param name="Scale">The value of a product of integers.</param>
/// <param name="Correction">64·Σ q.</param>
internal readonly record struct Int8Row(sbyte[] Weights, float Scale, int Correction)
{
    /// <summary>
    /// Kernels add four products of a group of eight, inputs 0, 1, 4, 5 and inputs 2, 3, 6, 7, in 16 bits: with states up
    /// to 127 the weights' magnitudes may add up to 258, and rounding may have added two to that.
    /// </summary>
    private const float LargestSumOfFour = 256;

    private const float Largest = 127;

    /// <summary>Below it a scale would be subnormal, and imprecise: such small weights count as 0.</summary>
    private const float SmallestStep = 1e-36f;

    /// <summary>Rounds a row.</summary>
    public static Int8Row Of(ReadOnlySpan<float> row)
    {
        int groups = (row.Length + Int8Format.GroupInputs - 1) / Int8Format.GroupInputs;
        sbyte[] weights = new sbyte[groups * Int8Format.GroupInputs];
        float step = Step(row);
        int sum = 0;
        for (int input = 0; input < row.Length; input++)
        {
            weights[input] = (sbyte)MathF.Round(row[input] / step);
            sum += weights[input];
        }

        return new Int8Row(weights, step / HiddenQuantizer.One, HiddenQuantizer.Zero * sum);
    }

    /// <summary>The value of the integer 1: the least that the limits on single weights and on sums of four allow.</summary>
    private static float Step(ReadOnlySpan<float> row)
    {
        float step = TensorPrimitives.MaxMagnitude(row) is var largest ? MathF.Abs(largest) / Largest : 0;
        for (int group = 0; group < row.Length; group += Int8Format.GroupInputs)
        {
            // Divided before they are added: the sum of four finite weights may be infinite.
            float even = 0, odd = 0;
            for (int input = group; input < Math.Min(group + Int8Format.GroupInputs, row.Length); input++)
            {
                if ((input & 2) == 0)
                {
                    even += MathF.Abs(row[input]) / LargestSumOfFour;
                }
                else
                {
                    odd += MathF.Abs(row[input]) / LargestSumOfFour;
                }
            }

            step = MathF.Max(step, MathF.Max(even, odd));
        }

        return step < SmallestStep ? 1 : step;
    }
}
