using DrawAot.Manifest;
using DrawAot.Numerics;
using DrawAot.Torch.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace DrawAot.Bench.Baselines;

/// <summary>ONNX Runtime over the exported graph: a <c>Scan</c> over the glimpses, tensors made once and bound.</summary>
internal sealed class OnnxScorer : IScorer
{
    private readonly DrawShape _shape;
    private readonly InferenceSession _session;
    private readonly OrtIoBinding _binding;
    private readonly RunOptions _options = new();
    private readonly float[] _images, _noise, _reconstruction, _divergence;
    private readonly OrtValue[] _values;

    public OnnxScorer(DrawShape shape, string path, int count, int threads)
    {
        _shape = shape;
        _session = OnnxFile.Load(path, count, threads);
        _images = GC.AllocateArray<float>(count * shape.PixelCount, pinned: true);
        _noise = GC.AllocateArray<float>(shape.Glimpses * count * shape.Latent, pinned: true);
        _reconstruction = GC.AllocateArray<float>(count, pinned: true);
        _divergence = GC.AllocateArray<float>(count, pinned: true);
        _values =
        [
            OrtValue.CreateTensorValueFromMemory(_images, [count, shape.Channels, shape.Height, shape.Width]),
            OrtValue.CreateTensorValueFromMemory(_noise, [shape.Glimpses, count, shape.Latent]),
            OrtValue.CreateTensorValueFromMemory(_reconstruction, [count]),
            OrtValue.CreateTensorValueFromMemory(_divergence, [count]),
        ];
        _binding = _session.CreateIoBinding();
        _binding.BindInput(OnnxModel.Images, _values[0]);
        _binding.BindInput(OnnxModel.Noise, _values[1]);
        _binding.BindOutput(OnnxModel.Reconstruction, _values[2]);
        _binding.BindOutput(OnnxModel.Divergence, _values[3]);
    }

    /// <inheritdoc/>
    public void Score(ReadOnlySpan<float> images, ulong seed, ulong first, Span<Score> scores)
    {
        images.CopyTo(_images);
        Latents.Fill(_shape, seed, first, Normals.PosteriorStream, _noise);
        _session.RunWithBinding(_options, _binding);
        for (int k = 0; k < scores.Length; k++)
        {
            scores[k] = new Score(_reconstruction[k], _divergence[k]);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _binding.Dispose();
        foreach (OrtValue value in _values)
        {
            value.Dispose();
        }

        _options.Dispose();
        _session.Dispose();
    }
}
