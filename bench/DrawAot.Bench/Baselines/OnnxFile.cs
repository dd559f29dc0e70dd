using DrawAot.Torch.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace DrawAot.Bench.Baselines;

/// <summary>A graph that the trainer exported, loaded by ONNX Runtime for batches of one size.</summary>
internal static class OnnxFile
{
    /// <summary>Loads a graph with all optimisations, its batch a constant.</summary>
    public static InferenceSession Load(string path, int count, int threads)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
        };
        options.AddFreeDimensionOverrideByName(OnnxModel.BatchDimension, count);
        return new InferenceSession(path, options);
    }
}
