using DrawAot.Numerics;
using DrawAot.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace DrawAot.Bench.Baselines;

/// <summary>TorchSharp, glimpse by glimpse: what <see cref="DrawModule.Infer"/> does, with the weights put in order once.</summary>
internal sealed class TorchStepScorer : IScorer
{
    private readonly DrawModule _module;
    private readonly TorchLstmCell _encoder, _decoder;
    private readonly ReadOp _read;
    private readonly WriteOp _write;
    private readonly Tensor _weight, _bias; // of μ and log σ [He, 2·Z]
    private readonly Tensor _images; // [n, C, B, A]
    private readonly Tensor _noise; // [T, n, Z]

    public TorchStepScorer(DrawModule module, int count)
    {
        using IDisposable inference = inference_mode();
        _module = module;
        (_encoder, _decoder) = (new TorchLstmCell(module, "encoder"), new TorchLstmCell(module, "decoder"));
        (_read, _write) = (new ReadOp(module, module.Shape.ReadAttention), new WriteOp(module));
        (_weight, _bias) = module.Stack("latent.mean", "latent.log_sigma");
        _images = zeros(count, module.Shape.Channels, module.Shape.Height, module.Shape.Width);
        _noise = zeros(module.Shape.Glimpses, count, module.Shape.Latent);
    }

    /// <inheritdoc/>
    public void Score(ReadOnlySpan<float> images, ulong seed, ulong first, Span<Score> scores)
    {
        using IDisposable inference = inference_mode();
        using DisposeScope scope = NewDisposeScope();
        images.CopyTo(_images.Floats());
        Latents.Fill(_module.Shape, seed, first, Normals.PosteriorStream, _noise.Floats());
        LstmState encoder = _encoder.Start(scores.Length), decoder = _decoder.Start(scores.Length);
        Tensor canvas = _write.Start(scores.Length);
        var posteriors = new Tensor[_module.Shape.Glimpses];
        for (int t = 0; t < posteriors.Length; t++)
        {
            using DisposeScope glimpse = NewDisposeScope();
            Tensor read = _read.Read(decoder.H, _images, _images - canvas.sigmoid()).Read;
            encoder = _encoder.Step(encoder, read, decoder.H);
            posteriors[t] = addmm(_bias, encoder.H, _weight, 1, 1);
            Tensor[] moments = posteriors[t].chunk(2, 1);
            decoder = _decoder.Step(decoder, addcmul(moments[0], moments[1].exp(), _noise[t], 1));
            canvas = _write.Write(canvas, decoder.H).Canvas;
            glimpse.MoveToOuter(encoder.H, encoder.C, posteriors[t], decoder.H, decoder.C, canvas);
        }

        Tensor[] all = stack(posteriors).chunk(2, 2);
        var inferred = new Inference(canvas, all[0], all[1]);
        Span<float> reconstruction = inferred.Reconstruction(_images).Floats();
        Span<float> divergence = inferred.Divergence().Floats();
        for (int k = 0; k < scores.Length; k++)
        {
            scores[k] = new Score(reconstruction[k], divergence[k]);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor tensor in (Tensor[])[_weight, _bias, _images, _noise])
        {
            tensor.Dispose();
        }
    }
}
