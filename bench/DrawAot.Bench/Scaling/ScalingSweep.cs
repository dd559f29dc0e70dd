using DrawAot.Bench.Baselines;
using DrawAot.Bench.Measuring;
using DrawAot.Bench.Roof;
using DrawAot.Manifest;
using DrawAot.Torch;
using DrawAot.Trainer.Evaluation;

namespace DrawAot.Bench.Scaling;

/// <summary>
/// Samples of models with the sizes of the paper's MNIST model, except T and the decoder's hidden size H: alone and many together, in every
/// precision, in turns with the rates of the roof. Weights are initial ones.
/// </summary>
internal static class ScalingSweep
{
    /// <summary>Samples drawn together: eight tiles.</summary>
    public const int Batch = 48;

    // Enough for a large model's weights to be read again and again, and few enough for the sweep to end in minutes.
    private const int Glimpses = 16;

    private static readonly (WeightPrecision Precision, int WeightSize)[] Precisions =
        [(WeightPrecision.Float32, sizeof(float)), (WeightPrecision.Bfloat16, 2), (WeightPrecision.Int8, 1)];

    /// <summary>Measures all precisions of one size.</summary>
    /// <param name="hidden">H.</param>
    /// <param name="rates">The rates of this core; measured again in every round.</param>
    /// <param name="rounds">Rounds to take medians of.</param>
    /// <param name="slice">The least time of a measurement.</param>
    public static IReadOnlyList<ScalingFigure> Measure(int hidden, Rates rates, int rounds, TimeSpan slice)
    {
        var shape = new DrawShape(28, 28, 1, Glimpses, 100, 32, hidden, 2, 5);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("drawaot-");
        var samplers = new List<GeneratedSampler>();
        try
        {
            LibTorch.EnsureLoadable();
            using (var module = new DrawModule(shape))
            {
                ExportedModel.Save(module, "scaling", folder.FullName, []);
            }

            var exported = ExportedModel.Load(Path.Combine(folder.FullName, "scaling.draw.json"));
            var contest = new Contest();
            var entries = new List<(string Name, WeightPrecision Precision, int Pictures, RoofOf Roof)>();
            foreach ((WeightPrecision precision, int weightSize) in Precisions)
            {
                foreach (int pictures in (ReadOnlySpan<int>)[1, Batch])
                {
                    var sampler = new GeneratedSampler(GeneratedCode.Load<IDrawModel>(exported, Glimpses, precision), pictures, threads: 1);
                    samplers.Add(sampler);
                    float[] images = new float[pictures * shape.PixelCount];
                    string name = $"{precision} {pictures}";
                    contest.Enter(name, pictures, () => sampler.Sample(1, 0, images));
                    entries.Add((name, precision, pictures, RoofOf.Sample(shape, weightSize, pictures == 1 ? 1 : Math.Min(pictures, sampler.BatchSize))));
                }
            }

            contest.WarmUp(slice);
            contest.Run(rounds, slice, () =>
            {
                rates.Measure();
                entries.ForEach(entry => entry.Roof.Measure(rates));
            });
            double work = entries[0].Roof.Phases.Sum(phase => phase.Float32);
            return
            [
                .. entries.Select(entry => new ScalingFigure(
                    hidden, entry.Precision, entry.Pictures, work, contest.Seconds(entry.Name), entry.Roof.Seconds)),
            ];
        }
        finally
        {
            samplers.ForEach(sampler => sampler.Dispose());
            folder.Delete(recursive: true);
        }
    }
}
