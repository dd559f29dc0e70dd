using System.Globalization;
using System.Text;
using DrawAot.ImageFiles;
using DrawAot.Manifest;
using DrawAot.Numerics;
using DrawAot.Torch;
using DrawAot.Trainer.Datasets;
using DrawAot.Trainer.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace DrawAot.Trainer.Reports;

/// <summary>
/// What a run leaves for its reader: <c>run.json</c>, which describes it wholly; <c>epochs.csv</c> and <c>curve.png</c>;
/// samples and reconstructions of each epoch; and TensorBoard's events.
/// </summary>
internal sealed class RunReport : IDisposable
{
    private const int Columns = 8, Samples = 64, Pairs = 32;
    private const ulong SampleSeed = 1;

    private readonly RunFolder _folder;
    private readonly ImageSet _images;
    private readonly TensorBoardEvents _events;

    /// <summary>Describes the run and begins its events.</summary>
    public RunReport(RunFolder folder, RunDescription run, Dataset dataset)
    {
        _folder = folder;
        _images = dataset.Validation.Slice(0, Math.Min(Pairs, dataset.Validation.Count));
        run.Write(folder.At(RunDescription.FileName));
        _events = new TensorBoardEvents(folder.Path);
    }

    /// <summary>Notes a step.</summary>
    public void StepDone(long step, double loss, double bound, double gradientNorm, double rate) => _events.Write(
        step, ("step/loss", loss), ("step/bound", bound), ("step/gradient norm", gradientNorm), ("step/rate", rate));

    /// <summary>Draws what an epoch has made.</summary>
    /// <param name="epochs">All epochs so far.</param>
    /// <param name="module">The last one's averaged weights.</param>
    public void EpochDone(IReadOnlyList<EpochReport> epochs, DrawModule module)
    {
        EpochReport last = epochs[^1];
        _events.Write(
            last.Steps,
            ("epoch/validation bound", last.ValidationBound),
            ("epoch/reconstruction", last.Reconstruction),
            ("epoch/KL", last.Divergence),
            ("epoch/glimpses", last.Glimpses));
        if (last.TrainBound is double train)
        {
            _events.Write(last.Steps, ("epoch/training bound", train));
        }

        _events.Flush();
        WriteTable(epochs);
        LossCurve.Write(_folder.At("curve.png"), epochs);

        string number = last.Epoch.ToString("000", CultureInfo.InvariantCulture);
        PictureSheet.Write(_folder.At($"samples-{number}.png"), module.Shape, Sample(module), Columns);
        PictureSheet.Write(_folder.At($"reconstructions-{number}.png"), module.Shape, Reconstruct(module), Columns);
    }

    /// <inheritdoc/>
    public void Dispose() => _events.Dispose();

    private void WriteTable(IReadOnlyList<EpochReport> epochs)
    {
        var table = new StringBuilder("epoch,steps,glimpses,rate,train,validation,reconstruction,kl,seconds\n");
        foreach (EpochReport epoch in epochs)
        {
            table.Append(
                CultureInfo.InvariantCulture,
                $"{epoch.Epoch},{epoch.Steps},{epoch.Glimpses},{epoch.Rate:G4},{epoch.TrainBound:F4},{epoch.ValidationBound:F4}," +
                $"{epoch.Reconstruction:F4},{epoch.Divergence:F4},{epoch.Seconds:F1}\n");
        }

        byte[] text = Encoding.UTF8.GetBytes(table.ToString());
        WholeFile.Write(_folder.At("epochs.csv"), stream => stream.Write(text));
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

        return Pictures(module.Draw(tensor(latents, [shape.Glimpses, Samples, shape.Latent])), shape);
    }

    /// <summary>Rows of images, each above the row of its reconstructions from the means of the latents.</summary>
    private List<float[]> Reconstruct(DrawModule module)
    {
        using IDisposable inference = inference_mode();
        using DisposeScope scope = NewDisposeScope();
        DrawShape shape = module.Shape;
        Tensor x = Batches.Images(_images, [.. Enumerable.Range(0, _images.Count)]);
        List<float[]> again = Pictures(module.Infer(x, zeros(shape.Glimpses, _images.Count, shape.Latent)).Canvas, shape);
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
