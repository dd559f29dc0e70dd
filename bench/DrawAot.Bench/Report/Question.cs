using BenchmarkDotNet.Parameters;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using DrawAot.Bench.Questions;

namespace DrawAot.Bench.Report;

/// <summary>A question, and the class that answers it.</summary>
/// <param name="Text">The question.</param>
/// <param name="Type">The class.</param>
internal sealed record Question(string Text, Type Type)
{
    /// <summary>All of them, in the order of the report.</summary>
    public static IReadOnlyList<Question> All { get; } =
    [
        new("How long does one picture take?", typeof(SampleLatency)),
        new("How long does a picture take in a batch?", typeof(Throughput)),
        new("How long does the bound of one image take, alone and in a batch?", typeof(EncodeAndScore)),
        new("How long do 64 steps of the decoder's LSTM take, one picture?", typeof(LstmStep)),
        new("How long does it take to make two filterbanks and write a patch through them?", typeof(FilterbankWrite)),
        new("How long from the start of a process to a picture in a file?", typeof(StartUp)),
        new("How long does the generator take?", typeof(GeneratorTime)),
    ];

    /// <summary>Has BenchmarkDotNet measure all cases.</summary>
    /// <exception cref="InvalidOperationException">A case could not be measured.</exception>
    public IReadOnlyList<Measurement> Measure()
    {
        Summary summary = BenchmarkRunner.Run(Type, new InThisProcess());
        return summary.HasCriticalValidationErrors || summary.Reports.Any(report => report.ResultStatistics is null)
            ? throw new InvalidOperationException($"A case of {Type.Name} could not be measured; see above.")
            : [.. summary.Reports.Select(Of)];
    }

    private static Measurement Of(BenchmarkReport report)
    {
        ParameterInstances parameters = report.BenchmarkCase.Parameters;
        return new Measurement(
            Value("Engine") as string ?? report.BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo,
            Value("Count") as int? ?? 1,
            Value("Threads") as int? ?? 1,
            report.ResultStatistics!.Median * 1e-9);

        object? Value(string name) => parameters.Items.FirstOrDefault(item => item.Name == name)?.Value;
    }
}
