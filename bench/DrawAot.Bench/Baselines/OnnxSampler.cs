using DrawAot.Manifest;
using DrawAot.Torch.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace DrawAot.Bench.Baselines;

/// <summary>ONNX Runtime over the exported graph: one LSTM operator over the sequence, tensors made once and bound.</summary>
internal sealed class OnnxSampler : ISampler
{
    private readonly DrawShape _shape;
    private readonly InferenceSession _session;
    private readonly OrtIoBinding _binding;
    private readonly RunOptions _options = new();
    private readonly float[] _latents, _images;
    private readonly OrtValue _latentsValue, _imagesValue;

    public OnnxSampler(DrawShape shape, string path, int count, int threads)
    {
        _shape = shape;
        _session = OnnxFile.Load(path, count, threads);
        _latents = GC.AllocateArray<float>(shape.Glimpses * count * shape.Latent, pinned: true);
        _images = GC.AllocateArray<float>(count * shape.PixelCount, pinned: true);
        _latentsValue = OrtValue.CreateTensorValueFromMemory(_latents, [shape.Glimpses, count, shape.Latent]);
        _imagesValue = OrtValue.CreateTensorValueFromMemory(_images, [count, shape.Channels, shape.Height, shape.Width]);
        _binding = _session.CreateIoBinding();
        _binding.BindInput(OnnxModel.Latents, _latentsValue);
        _binding.BindOutput(OnnxModel.Images, _imagesValue);
    }

    /// <inheritdoc/>
    public void Sample(ulong seed, ulong first, Span<float> images)
    {
        Latents.Fill(_shape, seed, first, firstStream: 0, _latents);
        _session.RunWithBinding(_options, _binding);
        _images.CopyTo(images);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _binding.Dispose();
        _latentsValue.Dispose();
        _imagesValue.Dispose();
        _options.Dispose();
        _session.Dispose();
    }
}
