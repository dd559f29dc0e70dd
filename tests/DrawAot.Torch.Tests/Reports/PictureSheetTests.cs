using DrawAot.ImageFiles;
using DrawAot.Trainer.Families.Draw;
using DrawAot.Trainer.Reports;

namespace DrawAot.Torch.Tests.Reports;

public sealed class PictureSheetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Images_to_reconstruct_come_from_all_of_a_set()
    {
        var images = new ImageSet(Enumerable.Range(0, 100).Select(k => (byte)k).ToArray(), channels: 1, height: 1, width: 1);

        ImageSet chosen = EpochPictures.Choose(images);

        Assert.Equal(32, chosen.Count);
        Assert.Equal((0, 50, 96), (chosen.Pixels(0)[0], chosen.Pixels(16)[0], chosen.Pixels(31)[0]));
        Assert.Equal(5, EpochPictures.Choose(images.Slice(0, 5)).Count);
    }

    [Theory]
    [InlineData(28, 28, 3)]
    [InlineData(32, 32, 3)]
    [InlineData(40, 20, 2)]
    [InlineData(64, 64, 1)]
    [InlineData(200, 100, 1)]
    public void Small_pictures_are_shown_two_to_three_times_as_large(int width, int height, int scale)
    {
        string file = Path.Combine(_folder.Path, "sheet.png");
        float[] picture = new float[width * height];
        picture[^1] = 1;

        PictureSheet.Write(file, new ImageShape(1, height, width), [picture, picture], columns: 2);

        DecodedImage sheet = ImageReader.Read(file, channels: 1);
        Assert.Equal((2 * (width * scale + 1) + 1, height * scale + 2), (sheet.Width, sheet.Height));
        Assert.Equal(2 * scale * scale, sheet.Planes.Count(pixel => pixel == byte.MaxValue));
    }
}
