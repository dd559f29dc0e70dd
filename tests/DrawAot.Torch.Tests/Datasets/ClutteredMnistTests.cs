using DrawAot.Trainer.Datasets;

namespace DrawAot.Torch.Tests.Datasets;

/// <summary>Digits among clutter, drawn from small sets whose pixels tell where they come from.</summary>
public sealed class ClutteredMnistTests : IDisposable
{
    private const int Side = 28, TrainCount = 60, Kept = 50, HeldOut = 10, TestCount = 12;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_digit_is_drawn_once_with_its_label_on_a_field_of_a_hundred_pixels()
    {
        WriteNumbered();
        LabelledDataset dataset = Open();

        Assert.Equal((Kept, HeldOut, TestCount), (dataset.TrainAt(0, 1).Count, dataset.Validation.Count, dataset.Test.Count));
        Assert.Equal((1, 100, 100), (dataset.Test.Channels, dataset.Test.Height, dataset.Test.Width));
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], dataset.Classes);
        Assert.Equal("digits among 8 distractors of 8×8", dataset.Targets);
        foreach ((LabelledImages images, int first) in Sets(Open(new ClutterOptions(Distractors: 0))))
        {
            for (int k = 0; k < images.Count; k++)
            {
                // The digit alone: its own grey on 28×28 pixels, the rest black.
                byte[] pixels = Draw(images, k);
                Assert.Equal((first + k) % 10, images.Label(k));
                Assert.Equal(Side * Side, pixels.Count(pixel => pixel == Grey(images, first + k)));
                Assert.Equal(100 * 100 - Side * Side, pixels.Count(pixel => pixel == 0));
            }
        }

        byte Grey(LabelledImages images, int number) => NumberedGrey(images.Count == TestCount ? "t10k" : "train", number);
    }

    [Fact]
    public void Without_clutter_on_a_field_of_its_own_size_a_digit_is_itself()
    {
        DigitFiles.Write(_folder, Side, TrainCount, TestCount, (_, number, y, x) => (byte)(number * y + x));

        LabelledImages test = Open(new ClutterOptions(Distractors: 0), (Side, Side)).Test;

        Assert.Equal([.. Enumerable.Range(0, Side * Side).Select(k => (byte)(7 * (k / Side) + k % Side))], Draw(test, 7));
    }

    [Fact]
    public void Training_digits_are_deformed_a_little_and_differently_each_epoch_and_others_are_not()
    {
        DigitFiles.Write(_folder, Side, TrainCount, TestCount, (_, _, y, x) => y is > 8 and < 18 && x is > 11 and < 15 ? byte.MaxValue : (byte)0);
        LabelledDataset plain = Open(new ClutterOptions(Distractors: 0), (Side, Side));
        LabelledDataset hardly = Open(new ClutterOptions(Distractors: 0, Deformation: 1e-6), (Side, Side));
        LabelledDataset deformed = Open(new ClutterOptions(Distractors: 0, Deformation: 10), (Side, Side));
        byte[] digit = Draw(plain.TrainAt(0, 1), 0);
        int brightness = digit.Sum(pixel => pixel);

        Assert.Equal(digit, Draw(hardly.TrainAt(0, 1), 0));
        Assert.Equal(plain.Test.Sha256(), deformed.Test.Sha256());
        Assert.Equal(plain.Validation.Sha256(), deformed.Validation.Sha256());
        for (int k = 0; k < Kept; k++)
        {
            byte[] one = Draw(deformed.TrainAt(0, 1), k);
            Assert.Equal(one, Draw(deformed.TrainAt(0, 1), k));
            Assert.NotEqual(digit, one);
            Assert.NotEqual(one, Draw(deformed.TrainAt(1, 1), k));

            // Two sides change by up to 10% each, and the digit stays about where it was.
            Assert.InRange(one.Sum(pixel => pixel), 0.78 * brightness, 1.25 * brightness);
            Assert.Equal(byte.MaxValue, one[13 * Side + 13]);
        }
    }

    [Fact]
    public void Clutter_is_cut_from_other_digits_of_the_same_set_and_held_out_ones_are_in_no_training_image()
    {
        WriteNumbered();
        foreach ((LabelledImages images, int first) in Sets(Open(new ClutterOptions(Distractors: 1, DistractorWidth: 8))))
        {
            string set = images.Count == TestCount ? "t10k" : "train";
            byte[] greys = [.. Enumerable.Range(first, images.Count).Select(number => NumberedGrey(set, number))];
            var cutFrom = new HashSet<byte>();
            for (int k = 0; k < images.Count; k++)
            {
                byte own = NumberedGrey(set, first + k);
                byte[] pixels = Draw(images, k);
                byte[] clutter = [.. pixels.Where(pixel => pixel != 0 && pixel != own).Distinct()];

                // Beside the digit there is the grey of one other digit, and their sum where the two overlap.
                Assert.All(clutter, grey => Assert.True(greys.Contains(grey) || greys.Contains((byte)(grey - own)), $"{grey} is of another set."));
                cutFrom.UnionWith(clutter.Where(grey => greys.Contains(grey)));
                Assert.InRange(pixels.Count(pixel => pixel != 0), Side * Side, Side * Side + 64);
            }

            Assert.True(cutFrom.Count > images.Count / 3, "The clutter comes from a few digits.");
        }
    }

    [Fact]
    public void A_distractor_is_a_piece_at_a_uniform_place_of_a_digit_and_lies_at_a_uniform_place_of_the_field()
    {
        const int Field = 200, Width = 8, Cuts = Side - Width + 1, Places = Field - Width + 1;
        DigitFiles.Write(_folder, Side, train: 900, TestCount, (_, _, y, x) => Code(y, x));
        LabelledImages images = Open(new ClutterOptions(Distractors: 1, DistractorWidth: Width), (Field, Field)).TrainAt(0, 1);
        List<(int Y, int X)> cuts = [], places = [];
        for (int k = 0; k < images.Count; k++)
        {
            byte[] pixels = Draw(images, k);
            if (!TakeDigit(pixels))
            {
                continue; // the two overlap, in one image out of 25
            }

            int first = Array.FindIndex(pixels, pixel => pixel != 0), y = first / Field, x = first % Field;
            (int Y, int X) cut = Enumerable.Range(0, Cuts * Cuts).Select(n => (n / Cuts, n % Cuts)).First(IsCutAt);
            Assert.Equal(Width * Width, pixels.Count(pixel => pixel != 0));
            cuts.Add(cut);
            places.Add((y, x));

            bool IsCutAt((int Y, int X) cut) => Enumerable.Range(0, Width * Width)
                .All(n => pixels[(y + n / Width) * Field + x + n % Width] == Code(cut.Y + n / Width, cut.X + n % Width));
        }

        // Both axes of both, in thirds: each holds a third of the images, give or take five standard deviations.
        Assert.True(cuts.Count > 600, $"{cuts.Count} of {images.Count} images tell.");
        double spread = 5 * Math.Sqrt(cuts.Count * 2 / 9.0);
        foreach ((IEnumerable<int> axis, int count) in (ReadOnlySpan<(IEnumerable<int>, int)>)
            [(cuts.Select(cut => cut.Y), Cuts), (cuts.Select(cut => cut.X), Cuts), (places.Select(place => place.Y), Places), (places.Select(place => place.X), Places)])
        {
            int[] values = [.. axis];
            Assert.InRange(values.Min(), 0, count / 20);
            Assert.InRange(values.Max(), count - 1 - count / 20, count - 1);
            for (int third = 0; third < 3; third++)
            {
                Assert.InRange(values.Count(value => value * 3 / count == third), values.Length / 3.0 - spread, values.Length / 3.0 + spread);
            }
        }

        // Noise: no two pieces are equal.
        static byte Code(int y, int x) => (byte)(1 + (y * 7919 + x * 104_729 + y * x * 1_299_709) % 251);

        // Paints the whole digit over, if it can be found.
        static bool TakeDigit(byte[] pixels)
        {
            for (int place = 0; place < (Field - Side + 1) * (Field - Side + 1); place++)
            {
                int top = place / (Field - Side + 1), left = place % (Field - Side + 1);
                if (pixels[top * Field + left] == Code(0, 0) && Enumerable.Range(0, Side * Side).All(n => pixels[(top + n / Side) * Field + left + n % Side] == Code(n / Side, n % Side)))
                {
                    for (int y = 0; y < Side; y++)
                    {
                        pixels.AsSpan((top + y) * Field + left, Side).Clear();
                    }

                    return true;
                }
            }

            return false;
        }
    }

    [Fact]
    public void What_overlaps_is_added_and_clipped_to_white()
    {
        DigitFiles.Write(_folder, Side, TrainCount, TestCount, (_, _, _, _) => 100);
        LabelledImages test = Open(new ClutterOptions(Distractors: 30, DistractorWidth: 20), (60, 60)).Test;

        for (int k = 0; k < test.Count; k++)
        {
            Assert.Empty(Draw(test, k).Except<byte>([0, 100, 200, 255]));
            Assert.Contains(byte.MaxValue, Draw(test, k));
        }
    }

    [Fact]
    public void An_image_depends_on_seed_epoch_and_index_alone()
    {
        WriteNumbered();
        LabelledDataset dataset = Open(), again = Open();
        LabelledImages images = dataset.TrainAt(3, 5);
        byte[][] expected = [.. Enumerable.Range(0, images.Count).Select(k => Draw(images, k))];

        byte[][] others = new byte[images.Count][];
        Parallel.For(0, images.Count, k => others[images.Count - 1 - k] = Draw(again.TrainAt(3, 5), images.Count - 1 - k));

        Assert.Equal(expected, others);
        Assert.Equal(expected[4], images.Draw([7, 4]).Pixels(1));
        Assert.NotEqual(expected[4], Draw(dataset.TrainAt(4, 5), 4));
        Assert.NotEqual(expected[4], Draw(dataset.TrainAt(3, 6), 4));
        Assert.NotEqual(expected[4], expected[5]);
    }

    [Fact]
    public void The_test_set_has_a_checksum_and_another_seed_gives_another_one_of_the_same_digits()
    {
        WriteNumbered();
        LabelledDataset dataset = Open(), other = Open(new ClutterOptions(TestSeed: 2));
        byte[] bytes = [.. Enumerable.Range(0, TestCount).SelectMany(k => Draw(dataset.Test, k))];

        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)), dataset.Test.Sha256());
        Assert.NotEqual(dataset.Test.Sha256(), other.Test.Sha256());
        Assert.Equal(dataset.Validation.Sha256(), other.Validation.Sha256());
        Assert.Equal(Enumerable.Range(0, TestCount).Select(dataset.Test.Label), Enumerable.Range(0, TestCount).Select(other.Test.Label));
    }

    [Theory]
    [InlineData("no labels", "lacks a file in the folder")]
    [InlineData("images", "is no IDX file of labels: its first four bytes are not 0x00000801")]
    [InlineData("short", "announces 60 labels and holds 59; the 60 labels of the images beside it were expected.")]
    [InlineData("long", "announces 60 labels and holds more than 60; the 60 labels of the images beside it were expected.")]
    [InlineData("count", "announces 61 labels and holds 60")]
    [InlineData("class", "the label of image 3 is 10; one from 0 to 9 was expected.")]
    [InlineData("zip", "cannot be unzipped")]
    public void Labels_that_are_not_those_of_the_images_are_refused(string fault, string sentence)
    {
        WriteNumbered();
        string path = Path.Combine(_folder.Path, "train-labels-idx1-ubyte");
        byte[] labels = File.ReadAllBytes(path);
        switch (fault)
        {
            case "no labels":
                File.Delete(path);
                break;
            case "images":
                File.Copy(Path.Combine(_folder.Path, "train-images-idx3-ubyte"), path, overwrite: true);
                break;
            case "short":
                File.WriteAllBytes(path, labels[..^1]);
                break;
            case "long":
                File.WriteAllBytes(path, TemporaryFolder.Gzip([.. labels, .. new byte[100_000]]));
                break;
            case "count":
                File.WriteAllBytes(path, DigitFiles.Labels(DigitFiles.LabelMagic, 61, labels[8..]));
                break;
            case "class":
                labels[8 + 3] = 10;
                File.WriteAllBytes(path, labels);
                break;
            default:
                File.WriteAllBytes(path, [0x1F, 0x8B, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
                break;
        }

        Assert.Contains(sentence, Assert.Throws<DatasetException>(() => Open()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(27, 100, 8, 8, "digits of 28×28 do not fit on a field of 27×100; a larger --image-size was expected.")]
    [InlineData(100, 100, 8, 29, "8 distractors of 29 pixels along a side cannot be cut from digits of 28×28; 0 or more of 1 to 28 pixels were expected.")]
    public void What_does_not_fit_is_refused(int width, int height, int distractors, int distractorWidth, string sentence)
    {
        WriteNumbered();

        Assert.Contains(
            sentence,
            Assert.Throws<DatasetException>(() => Open(new ClutterOptions(distractors, distractorWidth), (width, height))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_of_images_alone_does_not_take_it()
    {
        WriteNumbered();

        Assert.Equal(
            "Data set 'cluttered-mnist' is for classifiers; one of images alone was expected.",
            Assert.Throws<DatasetException>(() => Dataset.Open(new DatasetOptions("cluttered-mnist", _folder.Path))).Message);
    }

    /// <summary>All pixels of a digit are of a grey that tells its number: small enough that two of them do not clip.</summary>
    private void WriteNumbered() => DigitFiles.Write(_folder, Side, TrainCount, TestCount, (set, number, _, _) => NumberedGrey(set, number));

    private static byte NumberedGrey(string set, int number) => (byte)(set == "train" ? 1 + number : 101 + number);

    private static IEnumerable<(LabelledImages Images, int First)> Sets(LabelledDataset dataset) =>
        [(dataset.TrainAt(0, 1), 0), (dataset.Validation, Kept), (dataset.Test, 0)];

    private static byte[] Draw(LabelledImages images, int index)
    {
        byte[] pixels = new byte[images.PixelCount];
        pixels.AsSpan().Fill(77);
        images.Draw(index, pixels);
        return pixels;
    }

    private LabelledDataset Open(ClutterOptions? clutter = null, (int Width, int Height)? size = null) =>
        (LabelledDataset)TrainingData.Open(new DatasetOptions("cluttered-mnist", _folder.Path, size, Clutter: clutter));
}
