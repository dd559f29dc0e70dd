using DrawAot.Bench.Baselines;
using DrawAot.Bench.Measuring;
using DrawAot.Bench.Roof;
using DrawAot.Manifest;
using DrawAot.Models;

namespace DrawAot.Bench.Kernels;

/// <summary>Times every kernel of sampling by itself, in turns with its roof.</summary>
internal static class KernelFigures
{
    /// <summary>Measures them at every precision, on one core.</summary>
    public static IReadOnlyList<KernelFigure> Measure(int rounds, TimeSpan slice, TimeSpan warmUp)
    {
        using Mnist model = Mnist.LoadEmbedded();
        DrawShape shape = model.Shape;
        using var rates = new Rates(TimeSpan.FromMilliseconds(4));
        using var write = new GeneratedWriteOp();
        var contest = new Contest();
        var roofs = new Dictionary<string, RoofOf>();
        var kernels = new List<DecoderKernels>();
        float[] window = [0.1f, -0.2f, 0.3f, -1f, 0.4f];
        foreach (Generated precision in Generated.All)
        {
            var decoder = DecoderKernels.Create(precision.Precision);
            kernels.Add(decoder);
            decoder.Normals();
            decoder.InputProduct();
            decoder.KeepGates();
            roofs.Add(precision.Precision, RoofOf.Sample(shape, precision.WeightSize, sharing: 1));
            Enter("normals", decoder.Normals);
            Enter("input product", decoder.InputProduct);
            Enter("recurrence", () => EveryGlimpse(decoder.Recurrence));
            Enter("activations", () => EveryGlimpse(t => decoder.Activations(decoder.KeptGates, t)));
            Enter("heads", decoder.Heads);
            Enter("filterbanks and write", () => EveryGlimpse(_ => write.Write(window)));

            void Enter(string kernel, Action work) => contest.Enter(Name(precision.Precision, kernel), 1, work);
        }

        contest.WarmUp(warmUp);
        contest.Run(rounds, slice, () =>
        {
            rates.Measure();
            foreach (RoofOf roof in roofs.Values)
            {
                roof.Measure(rates);
            }
        });
        KernelFigure[] figures =
        [
            .. Generated.All.SelectMany(precision => roofs[precision.Precision].Phases.Zip(roofs[precision.Precision].PhaseSeconds)
                .Where(phase => phase.First.Name != "picture")
                .Select(phase => new KernelFigure(
                    precision.Precision, phase.First.Name, contest.Seconds(Name(precision.Precision, phase.First.Name)), phase.Second))),
        ];
        kernels.ForEach(decoder => decoder.Dispose());
        return figures;
    }

    private static string Name(string precision, string kernel) => $"{precision}, {kernel}";

    private static void EveryGlimpse(Action<int> kernel)
    {
        for (int t = 0; t < DecoderKernels.Glimpses; t++)
        {
            kernel(t);
        }
    }
}
