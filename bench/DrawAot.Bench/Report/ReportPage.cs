using System.Globalization;
using DrawAot.Bench.Kernels;
using DrawAot.Bench.Measuring;
using DrawAot.Bench.Ratios;
using DrawAot.Bench.Roof;

namespace DrawAot.Bench.Report;

/// <summary>The page of all figures.</summary>
internal static class ReportPage
{
    /// <summary>Lays it out.</summary>
    public static string Of(
        HeadlineResults headlines, IReadOnlyList<KernelFigure> kernels, IReadOnlyList<(Question Question, IReadOnlyList<Measurement> Answer)> answers) => $"""
        # Benchmarks

        ```
        dotnet publish src/DrawAot.Cli -c Release -r linux-x64 -p:IlcInstructionSet=native -o out/cli
        dotnet run -c Release --project bench/DrawAot.Bench -- report
        ```

        wrote this page; `-- ratios` measures the first section alone, in two minutes, and `-- --filter '*Latency*'` is BenchmarkDotNet's way to ask one question.

        Everything draws the shipped model, the paper's MNIST sizes at T = 64, and was seen to agree with the reference before it was timed: pictures within 5e-5 a pixel, bounds within 5e-3 nats. All take the same latents from the same seeds, inside what is timed. Figures are medians; those of the first two sections are of the thread's processor time, the others of time as it passes.

        - **TorchSharp, step by step**: the trainer's own module, its weights put in order once, inference mode and dispose scopes.
        - **TorchSharp, TorchScript**: the same operations with the loop in TorchScript.
        - **TorchSharp, one LSTM**: one `nn.LSTM` over the sequence, then every write at once as one product.
        - **ONNX Runtime**: the graph that `drawaot-train onnx` exports, an LSTM operator over the sequence and every write at once; to score, a Scan over the glimpses. Tensors are made once and bound.
        - **ONNX Runtime int8**: the same graphs with `DynamicQuantizeLSTM` in place of `LSTM`; the other products stay float32.
        - **naive C#**: readable loops over arrays of floats.

        ## Headlines

        {HeadlineText.Of(headlines)}

        ## The measured roof

        The larger of two times, for each phase: merely to read its bytes, from a buffer as large as what a glimpse walks through, in the order of the phases; and merely to do its arithmetic, at the width of this tier's vectors, in registers or, for bfloat16 and int8, on weights from the first-level cache. What a sample reads once for all glimpses counts 1/T a glimpse. Both are measured in the same process and in turns with the work itself. Phases add up. Nothing is padded in these counts. Times are of one picture, in µs.

        {string.Join("\n\n", headlines.Roofs.Select(RoofTable))}

        Each kernel of sampling by itself, for all glimpses of one picture:

        {KernelTable.Of(kernels)}

        {string.Join("\n\n", answers.Select(answer => Section(answer.Question, answer.Answer)))}

        """;

    private static string RoofTable(RoofRow roof) => MarkdownTable.Of(
        [roof.Work, .. roof.Phases.Select(phase => phase.Name), "roof", "measured", "fraction"],
        [["µs", .. roof.Phases.Select(phase => Number(phase.Seconds * 1e6)), Number(roof.Least * 1e6), Number(roof.Measured * 1e6), Number(roof.Fraction)]]);

    private static string Section(Question question, IReadOnlyList<Measurement> answer)
    {
        (int Threads, int Count)[] columns = [.. answer.Select(measurement => (measurement.Threads, measurement.Count)).Distinct().Order()];
        IEnumerable<IReadOnlyList<string>> rows = answer.GroupBy(measurement => measurement.Case).Select(
            row => (IReadOnlyList<string>)[row.Key, .. columns.Select(column => Cell(row, column))]);
        return $"""
            ## {question.Text}

            Milliseconds a piece.

            {MarkdownTable.Of([question.Type.Name, .. columns.Select(column => Heading(column, columns))], rows)}
            """;
    }

    private static string Heading((int Threads, int Count) column, (int Threads, int Count)[] all)
    {
        string threads = column.Threads == 1 ? "one thread" : $"{column.Threads} threads";
        bool batches = all.Any(other => other.Count > 1), cores = all.Any(other => other.Threads > 1);
        return (batches, cores) switch
        {
            (true, true) => $"{threads}, batch {column.Count}",
            (true, false) => $"batch {column.Count}",
            (false, true) => threads,
            _ => "ms",
        };
    }

    private static string Cell(IEnumerable<Measurement> row, (int Threads, int Count) column) =>
        row.SingleOrDefault(measurement => (measurement.Threads, measurement.Count) == column) is { } cell
            ? Number(cell.Seconds * 1e3 / cell.Count)
            : "";

    private static string Number(double value) => value switch
    {
        >= 100 => value.ToString("F0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("F1", CultureInfo.InvariantCulture),
        >= 0.1 => value.ToString("F2", CultureInfo.InvariantCulture),
        _ => value.ToString("G2", CultureInfo.InvariantCulture),
    };
}
