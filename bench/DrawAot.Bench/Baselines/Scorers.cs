using TorchSharp;

namespace DrawAot.Bench.Baselines;

/// <summary>All engines that score images under the shipped model, by the names of <see cref="Samplers"/>.</summary>
internal static class Scorers
{
    /// <summary>The libraries that people would use instead.</summary>
    public static IReadOnlyList<string> Baselines { get; } = [Samplers.TorchSteps, Samplers.TorchScript, Samplers.Onnx, Samplers.OnnxInt8];

    /// <summary>Makes one.</summary>
    /// <param name="name">Which.</param>
    /// <param name="files">The model.</param>
    /// <param name="count">Images in a batch.</param>
    /// <param name="threads">Threads it may use.</param>
    public static IScorer Create(string name, ShippedFiles files, int count, int threads)
    {
        torch.set_num_threads(threads);
        return name switch
        {
            Samplers.TorchSteps => new TorchStepScorer(files.Module, count),
            Samplers.TorchScript => new TorchScriptScorer(files.Module, count),
            Samplers.Onnx => new OnnxScorer(files.Shape, files.ScorerGraph, count, threads),
            Samplers.OnnxInt8 => new OnnxScorer(files.Shape, files.ScorerGraphInt8, count, threads),
            _ => new GeneratedScorer(Generated.Named(name).Load(), count, threads),
        };
    }
}
