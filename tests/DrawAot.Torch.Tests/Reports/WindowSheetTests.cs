using DrawAot.ImageFiles;
using DrawAot.Manifest;
using DrawAot.Torch.Tests.Training;
using DrawAot.Trainer.Families.Classifier;
using DrawAot.Trainer.Runs;

namespace DrawAot.Torch.Tests.Reports;

public sealed class WindowSheetTests : IDisposable
{
    private const int Scale = 17, Width = 9, Height = 8, Filters = 3;

    private static readonly int[] Green = [41, 199, 61], Red = [255, 61, 41];

    private readonly TemporaryFolder _folder = new();

    public WindowSheetTests() => LibTorch.EnsureLoadable();

    public void Dispose() => _folder.Dispose();

    /// <summary>Weights of 0 and given biases place the same window at every glimpse and give every image the same class.</summary>
    [Fact]
    public void A_row_is_an_image_in_the_colour_of_its_verdict_and_the_windows_of_its_glimpses()
    {
        var shape = new ClassifierShape(Width, Height, 1, Glimpses: 2, Hidden: 3, Filters, ClassCount: 3);
        float[] weights = new float[shape.Tensors.Sum(tensor => tensor.Shape.Aggregate((product, size) => product * size))];
        int place = 0;
        foreach (ModelTensor tensor in shape.Tensors)
        {
            int length = tensor.Shape.Aggregate((product, size) => product * size);
            switch (tensor.Name)
            {
                case "read.window.bias":
                    // The centre in the middle, σ = 1, the stride 2 pixels, where δ̃ = 1 is (9 − 1)/(3 − 1) = 4.
                    float[] window = [0, 0, 0, MathF.Log(0.5f), 0];
                    window.CopyTo(weights, place);
                    break;
                case "classes.bias":
                    weights[place + 1] = 1;
                    break;
            }

            place += length;
        }

        new WindowSheet(Bars.Dataset.Test, Bars.Dataset.Classes).Write(new RunFolder(_folder.Path), 7, shape, weights);

        DecodedImage sheet = ImageReader.Read(Path.Combine(_folder.Path, "glimpses-007.png"), channels: 3);
        Assert.Equal((3 * (Width * Scale + 1) + 1, 10 * (Height * Scale + 1) + 1), (sheet.Width, sheet.Height));
        for (int row = 0; row < 10; row++)
        {
            int top = row * (Height * Scale + 1) + 1;
            int[] frame = Pixel(sheet, 1, top + Height * Scale - 1);
            Assert.Equal(row % 3 == 1 ? Green : Red, frame);
            for (int glimpse = 1; glimpse <= 2; glimpse++)
            {
                // The line of a window 6 pixels wide, half a pixel wide as σ = 1 says, around the middle.
                int left = glimpse * (Width * Scale + 1) + 1;
                int middleX = left + Width * Scale / 2, middleY = top + Height * Scale / 2, half = Filters * 2 * Scale / 2;
                Assert.Equal(Green, Pixel(sheet, middleX - half, middleY));
                Assert.Equal(Green, Pixel(sheet, middleX + half, middleY));
                Assert.Equal(Green, Pixel(sheet, middleX, middleY - half));
                Assert.True(Pixel(sheet, middleX - half + 9, middleY) is [int red, int green, int blue] && red == green && green == blue, "The line is too wide.");
            }
        }
    }

    [Fact]
    public void The_same_weights_give_the_same_bytes_and_others_another_path()
    {
        using var module = new ClassifierModule(new ClassifierShape(Width, Height, 1, 2, 3, Filters, 3), seed: 1);
        using var other = new ClassifierModule(module.Shape, seed: 2);
        var sheet = new WindowSheet(Bars.Dataset.Test, Bars.Dataset.Classes);
        var folder = new RunFolder(_folder.Path);
        sheet.Write(folder, 1, module.Shape, module.Flatten());
        sheet.Write(folder, 2, module.Shape, module.Flatten());
        sheet.Write(folder, 3, module.Shape, other.Flatten());

        Assert.Equal(File.ReadAllBytes(folder.At("glimpses-001.png")), File.ReadAllBytes(folder.At("glimpses-002.png")));
        Assert.NotEqual(File.ReadAllBytes(folder.At("glimpses-001.png")), File.ReadAllBytes(folder.At("glimpses-003.png")));
    }

    private static int[] Pixel(DecodedImage image, int x, int y) =>
        [.. Enumerable.Range(0, 3).Select(channel => (int)image.Planes[(channel * image.Height + y) * image.Width + x])];
}
