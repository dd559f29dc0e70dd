using DrawAot.Cli.Files;
using DrawAot.ImageFiles;
using DrawAot.Models;

namespace DrawAot.Cli.Tests;

/// <summary>Files of digits, as the model draws them, and of what is none.</summary>
internal static class DigitFiles
{
    /// <summary>A digit, each pixel black or white.</summary>
    public static float[] Digit(ulong index)
    {
        using Mnist model = Mnist.LoadEmbedded();
        using Mnist.Session session = model.CreateSession();
        float[] picture = new float[Mnist.PixelCount];
        session.Sample(seed: 1, index, picture);
        return [.. picture.Select(value => MathF.Round(value))];
    }

    /// <summary>Writes a PNG file.</summary>
    public static void SavePng(string path, float[] picture)
    {
        var sheet = new Sheet(ShippedWeights.Shape, count: 1, columns: 1);
        sheet.Place(0, picture);
        using FileStream stream = File.Create(path);
        Png.Write(stream, sheet);
    }

    /// <summary>Writes .amat text of the first digits.</summary>
    public static void SaveAmat(string path, int count) => File.WriteAllLines(
        path, Enumerable.Range(0, count).Select(k => string.Join(' ', Digit((ulong)k).Select(value => value > 0 ? '1' : '0'))));

    /// <summary>The library's results for a file, image by image.</summary>
    public static double[] Scores(string path, ulong seed)
    {
        using Mnist model = Mnist.LoadEmbedded();
        using Mnist.Session session = model.CreateSession();
        float[] image = new float[Mnist.PixelCount];
        return
        [
            .. ImageInput.Open(path, new ImageShape(1, Mnist.Height, Mnist.Width)).Images.Select((input, k) =>
            {
                input.CopyTo(image);
                return session.Score(image, seed, (ulong)k).Nats;
            }),
        ];
    }
}
