using DrawAot.ImageFiles;

namespace DrawAot.Trainer.Datasets;

/// <summary>
/// Two digits of MNIST at random places of a larger image, added and clipped to white. An image depends on its split and
/// its number alone, so that all runs see the same ones.
/// </summary>
internal static class TwoDigitDataset
{
    /// <summary>Pixels along a side.</summary>
    public const int Side = 60;

    private const ulong Seed = 2;

    public static Dataset Open(string? folder)
    {
        Dataset digits = MnistDatasets.OpenGrey(folder, Dataset.TwoDigitMnist);
        if (digits.Train.Width > Side || digits.Train.Height > Side)
        {
            throw new DatasetException(
                $"Data set '{Dataset.TwoDigitMnist}' is pasted from digits of at most {Side}×{Side}; " +
                $"those in the folder '{folder}' are {digits.Train.Width}×{digits.Train.Height}.");
        }

        return new Dataset
        {
            Name = Dataset.TwoDigitMnist,
            Description = $"two digits of MNIST at random places of {Side}×{Side}, added and clipped",
            Targets = "grey",
            IsBinary = false,
            Train = Paste(digits.Train, split: 0),
            Validation = Paste(digits.Validation, split: 1),
            Test = Paste(digits.Test, split: 2),
        };
    }

    /// <summary>Pastes two digits into each picture; there is one picture a digit of the set.</summary>
    private static ImageSet Paste(ImageSet digits, ulong split) =>
        new(Enumerable.Range(0, digits.Count).Select(k => Paste(digits, split, k)), channels: 1, Side, Side);

    private static ReadOnlyMemory<byte> Paste(ImageSet digits, ulong split, int k)
    {
        byte[] pixels = new byte[Side * Side];
        SplitMix64 random = SplitMix64.For(Seed, split, (ulong)k);
        for (int digit = 0; digit < 2; digit++)
        {
            ReadOnlySpan<byte> from = digits.Pixels(random.Between(0, digits.Count - 1));
            int left = random.Between(0, Side - digits.Width), top = random.Between(0, Side - digits.Height);
            for (int y = 0; y < digits.Height; y++)
            {
                for (int x = 0; x < digits.Width; x++)
                {
                    ref byte pixel = ref pixels[(top + y) * Side + left + x];
                    pixel = (byte)Math.Min(byte.MaxValue, pixel + from[y * digits.Width + x]);
                }
            }
        }

        return pixels;
    }
}
