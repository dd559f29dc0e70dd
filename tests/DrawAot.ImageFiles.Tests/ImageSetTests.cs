namespace DrawAot.ImageFiles.Tests;

public class ImageSetTests
{
    // Three images of 3 channels, 1 row and 2 columns, whose bytes count up from 0.
    private static readonly ImageSet Images = new(Enumerable.Range(0, 18).Select(i => (byte)i).ToArray(), 3, 1, 2);

    [Fact]
    public void The_count_follows_from_the_bytes()
    {
        Assert.Equal((3, 3, 1, 2, 6), (Images.Count, Images.Channels, Images.Height, Images.Width, Images.PixelCount));
    }

    [Fact]
    public void An_image_is_its_own_run_of_bytes()
    {
        Assert.Equal([6, 7, 8, 9, 10, 11], Images.Pixels(1).ToArray());
    }

    [Fact]
    public void Floats_run_from_exactly_0_to_exactly_1()
    {
        ImageSet grey = new(new byte[] { 0, 51, 255 }, 1, 1, 3);
        float[] pixels = [9, 9, 9, 9];

        grey.CopyTo(0, pixels);

        Assert.Equal([0f, 0.2f, 1f, 9f], pixels);
    }

    [Fact]
    public void A_slice_is_a_set_of_its_own()
    {
        ImageSet slice = Images.Slice(1, 2);

        Assert.Equal(2, slice.Count);
        Assert.Equal(Images.Pixels(2), slice.Pixels(1));
        Assert.Equal(0, Images.Slice(3, 0).Count);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void There_is_no_image_outside_the_set(int index)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Images.Pixels(index).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => Images.CopyTo(index, new float[6]));
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 4)]
    [InlineData(2, 2)]
    [InlineData(4, 0)]
    [InlineData(0, -1)]
    public void There_is_no_slice_outside_the_set(int start, int count)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Images.Slice(start, count));
    }

    [Fact]
    public void Floats_need_room()
    {
        ArgumentException fault = Assert.Throws<ArgumentException>(() => Images.CopyTo(0, new float[5]));
        Assert.StartsWith("6 values do not fit in 5.", fault.Message);
    }

    [Theory]
    [InlineData(7, 1, 2, 2)]
    [InlineData(0, 65_536, 65_536, 65_536)]
    public void Bytes_that_are_no_whole_images_are_refused(int bytes, int channels, int height, int width)
    {
        ArgumentException fault = Assert.Throws<ArgumentException>(
            () => new ImageSet(new byte[bytes], channels, height, width));
        Assert.StartsWith($"{bytes} bytes are not a whole number of {channels}×{height}×{width} images.", fault.Message);
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(1, 1, -1)]
    public void Sizes_are_positive(int channels, int height, int width)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ImageSet(new byte[4], channels, height, width));
    }

    /// <summary>Eleven thousand images of 256×256×3 are more bytes than an array holds; here they are one image, eleven thousand times.</summary>
    [Fact]
    public void All_images_together_may_exceed_an_array()
    {
        const int Count = 11_000, Side = 256, Channels = 3;
        byte[] image = new byte[Channels * Side * Side];
        image[^1] = 7;
        var set = new ImageSet(Enumerable.Repeat((ReadOnlyMemory<byte>)image, Count), Channels, Side, Side);

        Assert.True((long)set.Count * set.PixelCount > Array.MaxLength);
        Assert.Equal(7, set.Pixels(Count - 1)[^1]);
        Assert.Equal(7, set.Slice(Count - 3, 2).Pixels(1)[^1]);
    }

    [Fact]
    public void An_image_of_another_length_is_refused()
    {
        ArgumentException fault = Assert.Throws<ArgumentException>(
            () => new ImageSet([new byte[4], new byte[3]], channels: 1, height: 2, width: 2));

        Assert.StartsWith("Image 1 has 3 bytes, where one of 1×2×2 has 4.", fault.Message);
    }

    [Fact]
    public void Some_images_are_a_set_of_their_own()
    {
        var set = new ImageSet(new byte[] { 0, 1, 2, 3 }, channels: 1, height: 1, width: 1);

        ImageSet some = set.Select([3, 1]);

        Assert.Equal((2, 3, 1), (some.Count, some.Pixels(0)[0], some.Pixels(1)[0]));
    }
}
