using DrawAot.Bench.Baselines;
using DrawAot.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace DrawAot.Bench.Classifier;

/// <summary>TorchSharp, glimpse by glimpse: what <see cref="ClassifierModule.GlimpseSteps"/> does, with the weights put in order once.</summary>
internal sealed class TorchStepClassifier : IClassifier
{
    private readonly ClassifierModule _module;
    private readonly TorchLstmCell _lstm;
    private readonly ReadOp _read;
    private readonly Tensor _weight, _bias; // of the classes [H, K]
    private readonly Tensor _images; // [n, C, B, A]

    public TorchStepClassifier(ClassifierModule module, int count)
    {
        using IDisposable inference = inference_mode();
        _module = module;
        _lstm = new TorchLstmCell(module, "lstm");
        _read = new ReadOp(module, module.Shape.ReadAttention);
        (_weight, _bias) = module.Stack("classes");
        _images = zeros(count, module.Shape.Channels, module.Shape.Height, module.Shape.Width);
    }

    /// <inheritdoc/>
    public void Classify(ReadOnlySpan<float> images, Span<float> probabilities)
    {
        using IDisposable inference = inference_mode();
        using DisposeScope scope = NewDisposeScope();
        images.CopyTo(_images.Floats());
        LstmState lstm = _lstm.Start(_images.shape[0]);
        for (int t = 0; t < _module.Shape.Glimpses; t++)
        {
            using DisposeScope glimpse = NewDisposeScope();
            lstm = _lstm.Step(lstm, _read.Read(lstm.H, _images).Read);
            glimpse.MoveToOuter(lstm.H, lstm.C);
        }

        addmm(_bias, lstm.H, _weight, 1, 1).softmax(1).Floats().CopyTo(probabilities);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor tensor in (Tensor[])[_weight, _bias, _images])
        {
            tensor.Dispose();
        }
    }
}
