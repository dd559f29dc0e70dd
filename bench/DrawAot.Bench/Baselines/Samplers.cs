using TorchSharp;

namespace DrawAot.Bench.Baselines;

/// <summary>All engines that draw the shipped model's pictures, by the names under which they are reported.</summary>
internal static class Samplers
{
    /// <summary>TorchSharp, glimpse by glimpse.</summary>
    public const string TorchSteps = "TorchSharp, step by step";

    /// <summary>The same in TorchScript.</summary>
    public const string TorchScript = "TorchSharp, TorchScript";

    /// <summary>TorchSharp, restructured.</summary>
    public const string TorchSequence = "TorchSharp, one LSTM";

    /// <summary>ONNX Runtime.</summary>
    public const string Onnx = "ONNX Runtime";

    /// <summary>ONNX Runtime, with int8 LSTMs.</summary>
    public const string OnnxInt8 = "ONNX Runtime int8";

    /// <summary>Loops in C#.</summary>
    public const string Naive = "naive C#";

    /// <summary>The libraries that people would use instead.</summary>
    public static IReadOnlyList<string> Baselines { get; } = [TorchSteps, TorchScript, TorchSequence, Onnx, OnnxInt8, Naive];

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
            TorchScript => new TorchScriptSampler(files.Module, count),
            TorchSequence => new TorchSequenceSampler(files.Module, count),
            Onnx => new OnnxSampler(files.Shape, files.SamplerGraph, count, threads),
            OnnxInt8 => new OnnxSampler(files.Shape, files.SamplerGraphInt8, count, threads),
            Naive => new NaiveSampler(files.Shape, files.Weights),
            _ => new GeneratedSampler(Generated.Named(name).Load(), count, threads),
        };
    }
}
