using DrawAot.ImageFiles;

namespace DrawAot.Trainer.Datasets;

/// <summary>
/// Brings images to a size: the largest middle part of the wanted ratio, scaled by a triangle filter that is as wide as the
/// pixels of the coarser of the two grids, so that nothing is left out when an image shrinks.
/// </summary>
internal static class Resampling
{
    /// <summary>Brings an image to a size.</summary>
    /// <returns>[Channels, Height, Width].</returns>
    public static byte[] Fit(DecodedImage image, ImageShape shape)
    {
        double scale = Math.Min((double)image.Width / shape.Width, (double)image.Height / shape.Height);
        (int First, double[] Weights)[] columns = Axis(image.Width, shape.Width, scale), rows = Axis(image.Height, shape.Height, scale);
        byte[] result = new byte[shape.PixelCount];
        double[] narrow = new double[image.Height * shape.Width];
        for (int channel = 0; channel < shape.Channels; channel++)
        {
            ReadOnlySpan<byte> plane = image.Planes.AsSpan(channel * image.Height * image.Width, image.Height * image.Width);
            for (int y = 0; y < image.Height; y++)
            {
                for (int x = 0; x < shape.Width; x++)
                {
                    (int first, double[] weights) = columns[x];
                    double sum = 0;
                    for (int k = 0; k < weights.Length; k++)
                    {
                        sum += weights[k] * plane[y * image.Width + first + k];
                    }

                    narrow[y * shape.Width + x] = sum;
                }
            }

            for (int y = 0; y < shape.Height; y++)
            {
                (int first, double[] weights) = rows[y];
                for (int x = 0; x < shape.Width; x++)
                {
                    double sum = 0;
                    for (int k = 0; k < weights.Length; k++)
                    {
                        sum += weights[k] * narrow[(first + k) * shape.Width + x];
                    }

                    result[(channel * shape.Height + y) * shape.Width + x] = (byte)Math.Clamp(Math.Round(sum), byte.MinValue, byte.MaxValue);
                }
            }
        }

        return result;
    }

    /// <summary>The sources of each pixel of the result: pixels from the first on, and their weights.</summary>
    private static (int First, double[] Weights)[] Axis(int source, int target, double scale)
    {
        double reach = Math.Max(1, scale), start = (source - target * scale) / 2;
        int lowest = Math.Clamp((int)Math.Round(start), 0, source - 1);
        int highest = Math.Clamp((int)Math.Round(start + target * scale) - 1, lowest, source - 1);
        var axis = new (int, double[])[target];
        for (int k = 0; k < target; k++)
        {
            double centre = start + (k + 0.5) * scale - 0.5;
            int first = Math.Clamp((int)Math.Ceiling(centre - reach + 1e-9), lowest, highest);
            int last = Math.Clamp((int)Math.Floor(centre + reach - 1e-9), first, highest);
            double[] weights = [.. Enumerable.Range(first, last - first + 1).Select(p => Math.Max(1e-9, 1 - Math.Abs(p - centre) / reach))];
            double sum = weights.Sum();
            axis[k] = (first, [.. weights.Select(weight => weight / sum)]);
        }

        return axis;
    }
}
