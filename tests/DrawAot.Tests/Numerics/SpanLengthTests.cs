using DrawAot.Numerics;

namespace DrawAot.Tests.Numerics;

/// <summary>Public functions that emitted code calls with spans walk them without bounds, and so refuse lengths that do not fit.</summary>
public class SpanLengthTests
{
    [Theory]
    [InlineData(64, 16, 32)]
    [InlineData(64, 32, 16)]
    [InlineData(63, 16, 16)]
    [InlineData(65, 16, 16)]
    [InlineData(60, 15, 15)]
    [InlineData(0, 16, 16)]
    public void An_LSTM_cell_of_other_lengths_is_refused(int gates, int cells, int hidden) => Assert.Throws<ArgumentException>(
        () => LstmCell.Update(new float[gates], new float[cells], new float[hidden]));

    [Theory]
    [InlineData(16, 19)]
    [InlineData(15, 32)]
    [InlineData(32, 32)]
    public void Quantizing_without_whole_vectors_or_room_is_refused(int count, int length)
    {
        Assert.ThrowsAny<ArgumentException>(() => HiddenQuantizer.Quantize(new float[length], count));
        Assert.ThrowsAny<ArgumentException>(() => LatentQuantizer.Quantize(new float[length], count));
    }

    [Fact]
    public void Empty_spans_are_accepted()
    {
        LstmCell.Update([], [], []);
        HiddenQuantizer.Quantize([], 0);
    }
}
