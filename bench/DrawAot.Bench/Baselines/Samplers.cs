using TorchSharp;

namespace DrawAot.Bench.Baselines;

/// <summary>All that draw the shipped model's pictures, by the names under which they are reported.</summary>
internal static class Samplers
{
    public const string TorchSteps = "TorchSharp, step by step";
    public const string TorchSequence = "TorchSharp, one LSTM";
    public const string Onnx = "ONNX Runtime";
    public const string Naive = "naive C#";

    /// <summary>What people would use instead.</summary>
    public static IReadOnlyList<string> Baselines { get; } = [TorchSteps, TorchSequence, Onnx, Naive];

    /// <summary>Makes one.</summary>
    /// <param name="name">Which.</param>
    /// <param name="files">The model.</param>
    /// <param name="count">Pictures in a batch.</param>
    /// <param name="threads">Threads it may use.</param>
    public static ISampler Create(string name, ShippedFiles files, int count, int threads)
    {
        torch.set_num_threads(threads);
        return name switch
        {
            TorchSteps => new TorchStepSampler(files.Module, count),
            TorchSequence => new TorchSequenceSampler(files.Module, count),
            Onnx => new OnnxSampler(files.Shape, files.SamplerGraph, count, threads),
            Naive => new NaiveSampler(files.Shape, files.Weights),
            _ => Generated.Find(name) is { } precision
                ? new GeneratedSampler(precision.Load(), count, threads)
                : throw new ArgumentException($"There is no sampler called '{name}'.", nameof(name)),
        };
    }
}
