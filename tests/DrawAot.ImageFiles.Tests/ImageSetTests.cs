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
}
