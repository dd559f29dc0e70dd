using DrawAot.Bench.Baselines;
using DrawAot.Manifest;
using DrawAot.Torch.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace DrawAot.Bench.Classifier;

/// <summary>ONNX Runtime over the exported graph, tensors made once and bound.</summary>
internal sealed class OnnxClassifier : IClassifier
{
    private readonly InferenceSession _session;
    private readonly OrtIoBinding _binding;
    private readonly RunOptions _options = new();
    private readonly float[] _images, _probabilities;
    private readonly OrtValue _input, _output;

    public OnnxClassifier(ClassifierShape shape, string path, int count, int threads)
    {
        _session = OnnxFile.Load(path, count, threads);
        _images = GC.AllocateArray<float>(count * shape.PixelCount, pinned: true);
        _probabilities = GC.AllocateArray<float>(count * shape.ClassCount, pinned: true);
        _input = OrtValue.CreateTensorValueFromMemory(_images, [count, shape.Channels, shape.Height, shape.Width]);
        _output = OrtValue.CreateTensorValueFromMemory(_probabilities, [count, shape.ClassCount]);
        _binding = _session.CreateIoBinding();
        _binding.BindInput(OnnxModel.Images, _input);
        _binding.BindOutput(OnnxModel.Probabilities, _output);
    }

    /// <inheritdoc/>
    public void Classify(ReadOnlySpan<float> images, Span<float> probabilities)
    {
        images.CopyTo(_images);
        _session.RunWithBinding(_options, _binding);
        _probabilities.CopyTo(probabilities);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _binding.Dispose();
        _input.Dispose();
        _output.Dispose();
        _options.Dispose();
        _session.Dispose();
    }
}
