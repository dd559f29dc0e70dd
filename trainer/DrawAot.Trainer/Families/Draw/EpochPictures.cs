using System.Globalization;
using DrawAot.ImageFiles;
using DrawAot.Manifest;
using DrawAot.Numerics;
using DrawAot.Torch;
using DrawAot.Trainer.Datasets;
using DrawAot.Trainer.Reports;
using DrawAot.Trainer.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace DrawAot.Trainer.Families.Draw;

/// <summary>Samples and reconstructions of an epoch's averaged weights. The same weights give the same files.</summary>
/// <param name="images">Images to reconstruct.</param>
internal sealed class EpochPictures(ImageSet images)
{
    private const int Columns = 8, Samples = 64, Pairs = 32;
    private const ulong SampleSeed = 1;

    /// <summary>Images to reconstruct, at even distances in a set: images of one class often follow each other.</summary>
    public static ImageSet Choose(ImageSet images)
    {
        int count = Math.Min(Pairs, images.Count);
        return images.Select(Enumerable.Range(0, count).Select(k => (int)((long)k * images.Count / count)));
    }

    /// <summary>Draws the pictures of an epoch.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="epoch">Its number, from 1.</param>
    /// <param name="shape">The model's sizes in it.</param>
    /// <param name="weights">Its averaged weights [P].</param>
    public void Write(RunFolder folder, int epoch, DrawShape shape, ReadOnlySpan<float> weights)
    {
        // On one thread, whatever the run has: libtorch's sums depend on how many there are.
        int threads = get_num_threads();
        set_num_threads(1);
        try
        {
            using var module = new DrawModule(shape);
            module.Load(weights);
            string number = epoch.ToString("000", CultureInfo.InvariantCulture);
            var size = new ImageShape(shape.Channels, shape.Height, shape.Width);
            PictureSheet.Write(folder.At($"samples-{number}.png"), size, Sample(module), Columns);
            PictureSheet.Write(folder.At($"reconstructions-{number}.png"), size, Reconstruct(module), Columns);
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    /// <summary>The pictures that generated code would draw with seed 1.</summary>
    private static List<float[]> Sample(DrawModule module)
    {
        using IDisposable inference = inference_mode();
        using DisposeScope scope = NewDisposeScope();
        DrawShape shape = module.Shape;
        float[] latents = new float[shape.Glimpses * Samples * shape.Latent];
        for (int t = 0; t < shape.Glimpses; t++)
        {
            for (int k = 0; k < Samples; k++)
            {
                Normals.Fill(SampleSeed, (ulong)k, (uint)t, latents.AsSpan((t * Samples + k) * shape.Latent, shape.Latent));
            }
        }

        // A tensor over managed memory lies anywhere, and the order of libtorch's sums depends on alignment; a clone is aligned.
        return Pictures(module.Draw(tensor(latents, [shape.Glimpses, Samples, shape.Latent]).clone()), shape);
    }

    /// <summary>Rows of images, each above the row of its reconstructions from the means of the latents.</summary>
    private List<float[]> Reconstruct(DrawModule module)
    {
        using IDisposable inference = inference_mode();
        using DisposeScope scope = NewDisposeScope();
        DrawShape shape = module.Shape;
        Tensor x = tensor(ImageBatch.Pixels(images, 0, images.Count), [images.Count, images.Channels, images.Height, images.Width]).clone();
        List<float[]> again = Pictures(module.Infer(x, zeros(shape.Glimpses, images.Count, shape.Latent)).Canvas, shape);
        List<float[]> originals = [.. x.flatten(1).data<float>().ToArray().Chunk(shape.PixelCount)];
        var pictures = new List<float[]>();
        for (int first = 0; first < again.Count; first += Columns)
        {
            foreach (List<float[]> row in (ReadOnlySpan<List<float[]>>)[originals, again])
            {
                float[][] line = [.. row.Skip(first).Take(Columns)];
                pictures.AddRange(line);
                pictures.AddRange(Enumerable.Repeat(new float[shape.PixelCount], Columns - line.Length));
            }
        }

        return pictures;
    }

    private static List<float[]> Pictures(Tensor canvas, DrawShape shape) =>
        [.. canvas.sigmoid().contiguous().data<float>().ToArray().Chunk(shape.PixelCount)];
}
