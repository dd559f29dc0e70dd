using DrawAot.Numerics;

namespace DrawAot.Tests.Numerics;

/// <summary>What emitted code calls with spans is public, and walks them without bounds: so lengths that do not fit are refused.</summary>
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
        () => LstmGates.Advance(new float[gates], new float[cells], new float[hidden]));

    [Theory]
    [InlineData(16, 15)]
    [InlineData(16, 32)]
    [InlineData(15, 15)]
    [InlineData(32, 0)]
    public void Rounding_into_other_lengths_is_refused(int numbers, int integers)
    {
        Assert.Throws<ArgumentException>(() => HiddenBytes.Round(new float[numbers], new byte[integers]));
        Assert.Throws<ArgumentException>(() => { LatentBytes.Round(new float[numbers], new byte[integers]); });
    }

    [Fact]
    public void Nothing_at_all_is_no_fault()
    {
        LstmGates.Advance([], [], []);
        HiddenBytes.Round([], []);
    }
}
