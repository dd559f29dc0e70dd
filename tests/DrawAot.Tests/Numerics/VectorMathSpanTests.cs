using System.Runtime.Intrinsics;
using DrawAot.Numerics;

namespace DrawAot.Tests.Numerics;

public class VectorMathSpanTests
{
    [Fact]
    public void Every_length_gives_what_the_vectors_give()
    {
        for (int length = 0; length <= 70; length++)
        {
            float[] source = new float[length];
            Normals.Fill(1, 2, 3, source);
            Assert.Equal(source.Select(x => VectorMath.Exp(Vector512.Create(x))[0]), Mapped(source, VectorMath.Exp));
            Assert.Equal(source.Select(x => VectorMath.Sigmoid(Vector512.Create(x))[0]), Mapped(source, VectorMath.Sigmoid));
            Assert.Equal(source.Select(x => VectorMath.Tanh(Vector512.Create(x))[0]), Mapped(source, VectorMath.Tanh));
        }
    }

    [Fact]
    public void The_same_memory_is_allowed()
    {
        float[] source = new float[37];
        Normals.Fill(1, 2, 3, source);
        float[] expected = Mapped(source, VectorMath.Sigmoid);
        VectorMath.Sigmoid(source, source);
        Assert.Equal(expected, source);
    }

    [Fact]
    public void A_longer_destination_keeps_its_rest()
    {
        float[] destination = [7, 7, 7];
        VectorMath.Exp([0, 0], destination);
        Assert.Equal([1, 1, 7], destination);
    }

    [Fact]
    public void A_short_destination_is_refused()
    {
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => VectorMath.Tanh(new float[3], new float[2]));
        Assert.StartsWith(
            "The destination has 2 elements; expected at least 3, the length of the source.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Overlap_is_refused()
    {
        float[] memory = new float[40];
        ArgumentException refusal = Assert.Throws<ArgumentException>(
            () => VectorMath.Sigmoid(memory.AsSpan(0, 32), memory.AsSpan(4, 32)));
        Assert.StartsWith(
            "The destination overlaps the source 4 elements apart; expected the same memory or separate memory.",
            refusal.Message,
            StringComparison.Ordinal);
    }

    private delegate void SpanFunction(ReadOnlySpan<float> source, Span<float> destination);

    private static float[] Mapped(float[] source, SpanFunction function)
    {
        float[] destination = new float[source.Length];
        function(source, destination);
        return destination;
    }
}
