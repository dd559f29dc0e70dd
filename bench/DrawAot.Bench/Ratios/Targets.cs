namespace DrawAot.Bench.Ratios;

/// <summary>Targets for the figures of one precision, on one core; null where none is set.</summary>
/// <param name="SampleOverSteps">One sample, times as fast as TorchSharp step by step.</param>
/// <param name="SampleOverFastest">One sample, times as fast as the fastest baseline.</param>
/// <param name="ScoreOverSteps">One score, times as fast as TorchSharp step by step.</param>
/// <param name="BatchOverFastest">Samples a second at batch 64, over the fastest baseline at its best batch size.</param>
/// <param name="BatchOverTorch">The same over TorchSharp at its best batch size.</param>
/// <param name="Nats">Cost in nats on the test set.</param>
internal sealed record Targets(
    double? SampleOverSteps, double? SampleOverFastest, double? ScoreOverSteps, double? BatchOverFastest, double? BatchOverTorch, double? Nats)
{
    /// <summary>The fraction of the measured roof, at every precision.</summary>
    public const double Roof = 0.85;

    /// <summary>Process start to a finished picture, times as fast as TorchSharp.</summary>
    public const double StartUp = 50;

    /// <summary>Those of a precision, as the manifest says it.</summary>
    public static Targets Of(string precision) => precision switch
    {
        "float32" => new(15, 1.25, 10, 1.2, 2.5, Nats: null),
        "bfloat16" => new(25, 2, ScoreOverSteps: null, BatchOverFastest: null, BatchOverTorch: null, 0.02),
        "int8" => new(40, 3.5, 25, 2.2, BatchOverTorch: null, 0.3),
        _ => throw new ArgumentOutOfRangeException(nameof(precision), precision, "float32, bfloat16 or int8 was expected."),
    };
}
