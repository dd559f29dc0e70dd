using System.Runtime.InteropServices;
using DrawAot.Manifest;
using DrawAot.Reference;
using DrawAot.TestModels;
using DrawAot.Tests.Sampling;
using DrawAot.Weights;

namespace DrawAot.Tests.Weights;

/// <summary>A weight that is not finite would make every picture NaN, so it is refused, with its tensor's name and its place.</summary>
public class FiniteWeightsTests(WeightsFolder folder)
{
    public static TheoryData<string> Tensors() => [.. DrawTensors.Of(Seven.Test.Shape).Select(tensor => tensor.Name)];

    [Theory]
    [MemberData(nameof(Tensors))]
    public void A_weight_of_a_file_that_is_not_finite_is_refused_with_its_place(string name)
    {
        ModelTensor tensor = DrawTensors.Of(Seven.Test.Shape).Single(tensor => tensor.Name == name);
        Dictionary<string, float[]> weights = Seven.Test.Weights.ToDictionary(pair => pair.Key, pair => (float[])pair.Value.Clone());
        weights[name][^1] = float.NaN;
        string path = folder.PathOf($"nan-{name}.safetensors");
        using (FileStream file = File.Create(path))
        {
            SeededWeights.Write(file, Seven.Test.Shape, weights);
        }

        string place = $"[{string.Join(", ", tensor.Shape.Select(size => size - 1))}]";
        string sentence = $"{path}: element {place} of tensor '{name}' is NaN; expected a finite number.";
        Assert.Equal(sentence, Assert.Throws<WeightsException>(() => Seven.Load(path)).Message);
        Assert.Equal(sentence, Assert.Throws<WeightsException>(() => Seven.Test.FromTensors(SafetensorsFile.Read(path))).Message);
        Assert.Equal(sentence, Assert.Throws<WeightsException>(() => ModelWeights.RequireShape(SafetensorsFile.Read(path), Seven.Test.Shape)).Message);
    }

    [Theory]
    [InlineData(float.NaN, 0, "element [0, 0, 0] of tensor 'a' is NaN; expected a finite number")]
    [InlineData(float.PositiveInfinity, 1, "element [0, 0, 1] of tensor 'a' is Infinity; expected a finite number")]
    [InlineData(float.NegativeInfinity, 59, "element [2, 3, 4] of tensor 'a' is -Infinity; expected a finite number")]
    [InlineData(float.NaN, 99, "element [4, 3, 4] of tensor 'a' is NaN; expected a finite number")]
    public void The_first_place_is_given_by_its_indices(float value, int at, string sentence)
    {
        float[] values = new float[100];
        values.AsSpan(at).Fill(value);

        RequireRefusal([5, 4, 5], values, sentence);
    }

    [Fact]
    public void A_single_number_has_no_place() =>
        RequireRefusal([], [float.NaN], "tensor 'a' is NaN; expected a finite number");

    [Theory]
    [InlineData(0x7F800001u)]
    [InlineData(0xFFFFFFFFu)]
    [InlineData(0x7FC00000u)]
    public void Every_kind_of_NaN_is_found_wherever_it_is(uint bits)
    {
        for (int at = 0; at < 70; at++)
        {
            float[] values = new float[70];
            values[at] = BitConverter.UInt32BitsToSingle(bits);
            RequireRefusal([70], values, $"element [{at}] of tensor 'a' is NaN; expected a finite number");
        }
    }

    [Fact]
    public void The_largest_the_smallest_and_both_zeros_are_finite()
    {
        float[] values = [float.MaxValue, float.MinValue, float.Epsilon, -float.Epsilon, 0, -0f];
        Assert.Equal(MemoryMarshal.AsBytes<float>(values).ToArray(), MemoryMarshal.AsBytes(FileOf([6], values).Floats("a", 6)).ToArray());
    }

    /// <summary>bfloat16 has fewer bits, and rounding up could leave its range.</summary>
    [Fact]
    public void No_finite_weight_becomes_infinite_in_bfloat16()
    {
        for (uint bits = 0x7F7E_0000; bits < 0x7F80_0000; bits += 0xFFF)
        {
            float weight = BitConverter.UInt32BitsToSingle(bits);
            foreach (float other in (ReadOnlySpan<float>)[0, 1, -1, weight, -weight, float.MaxValue])
            {
                uint pair = Bfloat16Pair.Of(-weight, other), turned = Bfloat16Pair.Of(other, weight);
                Assert.All(
                    [Bfloat16Pair.First(pair), Bfloat16Pair.Second(pair), Bfloat16Pair.First(turned), Bfloat16Pair.Second(turned)],
                    value => Assert.True(float.IsFinite(value)));
            }
        }
    }

    private static void RequireRefusal(int[] shape, float[] values, string sentence)
    {
        WeightsException refusal = Assert.Throws<WeightsException>(() => { FileOf(shape, values).Floats("a", shape); });
        Assert.Equal($"x.safetensors: {sentence}.", refusal.Message);
    }

    private static SafetensorsFile FileOf(int[] shape, float[] values)
    {
        var file = new MemoryStream();
        SafetensorsWriter.Write(file, [new FloatTensor("a", shape, values)], new Dictionary<string, string>());
        return SafetensorsBytes.Parse(file.ToArray());
    }
}
