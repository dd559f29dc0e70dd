using DrawAot.Manifest;

namespace DrawAot.Cli.Tests;

/// <summary>The layout of pictures on a sheet.</summary>
public sealed class SheetTests
{
    [Fact]
    public void Channels_are_interleaved_and_the_rest_is_black()
    {
        var sheet = new Sheet(Shape(width: 2, height: 1, channels: 3), count: 3, columns: 2);
        Assert.Equal((4, 2, 3), (sheet.Width, sheet.Height, sheet.Channels));

        // Red, green and blue of two pixels each.
        sheet.Place(2, [1, 0, 0.5f, 0.25f, 0, 1]);
        Assert.Equal([.. new byte[12], 255, 128, 0, 0, 64, 255, .. new byte[6]], sheet.Pixels);
    }

    [Fact]
    public void Values_are_rounded_and_kept_within_a_byte()
    {
        var sheet = new Sheet(Shape(width: 7, height: 1, channels: 1), count: 1, columns: 1);
        sheet.Place(0, [0, 0.0019f, 0.0020f, 0.5f, 0.9980f, 0.9981f, 1]);
        Assert.Equal([0, 0, 1, 128, 254, 255, 255], sheet.Pixels);
    }

    [Fact]
    public void A_row_is_as_long_as_was_asked_for()
    {
        var sheet = new Sheet(Shape(width: 4, height: 5, channels: 1), count: 3, columns: 8);
        Assert.Equal((32, 5), (sheet.Width, sheet.Height));
    }

    [Theory]
    [InlineData(1024, 1)]
    [InlineData(1, 1024)]
    [InlineData(1024 * 1024, 1024)]
    public void The_largest_sheets_are_laid_out_and_larger_ones_refused(int count, int columns)
    {
        DrawShape shape = Shape(width: 8, height: 8, channels: 1);
        Assert.NotNull(new Sheet(shape, count, columns));
        Assert.Throws<UsageException>(() => new Sheet(shape, count + columns * 1024, columns));
        Assert.Throws<UsageException>(() => new Sheet(shape, count, columns + 1024));
    }

    private static DrawShape Shape(int width, int height, int channels) => new(
        width, height, channels, Glimpses: 1, Latent: 1, EncoderHidden: 1, DecoderHidden: 1, ReadAttention: null, WriteAttention: null);
}
