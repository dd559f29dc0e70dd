using DrawAot.Bench.Baselines;
using DrawAot.Manifest;
using DrawAot.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace DrawAot.Bench.Classifier;

/// <summary>TorchSharp, with the loop over the glimpses in TorchScript. For square images of one channel.</summary>
internal sealed class TorchScriptClassifier : IClassifier
{
    private readonly jit.CompilationUnit _unit = jit.compile(DrawScript.Operations + """
        def classify(images: Tensor, glimpses: int, h: Tensor, c: Tensor, weight: Tensor, bias: Tensor,
                     read_weight: Tensor, read_bias: Tensor, offsets: Tensor, pixels: Tensor,
                     class_weight: Tensor, class_bias: Tensor) -> Tensor:
            for t in range(glimpses):
                fx, fy, gamma = filterbanks(torch.addmm(read_bias, h, read_weight), offsets, pixels)
                read = gamma.flatten(1) * torch.bmm(fy, torch.bmm(images, fx.transpose(1, 2))).flatten(1)
                h, c = lstm(torch.addmm(bias, torch.cat([read, h], 1), weight), c)
            return torch.addmm(class_bias, h, class_weight).softmax(1)

        """);

    private readonly Tensor _images; // [n, B, A]
    private readonly object[] _arguments;

    public TorchScriptClassifier(ClassifierModule module, int count)
    {
        using IDisposable inference = inference_mode();
        ClassifierShape shape = module.Shape;
        if (shape.Channels != 1 || shape.Width != shape.Height)
        {
            throw new NotSupportedException("The script reads square images of one channel.");
        }

        _images = zeros(count, shape.Height, shape.Width);
        (Tensor readWeight, Tensor readBias) = module.Stack("read.window");
        (Tensor classWeight, Tensor classBias) = module.Stack("classes");
        Tensor h = module["lstm.h0"].view(1, shape.Hidden).expand(count, shape.Hidden).contiguous();
        _arguments =
        [
            _images, shape.Glimpses, h, zeros_like(h),
            ScriptWeights.GatesLast(cat([module["lstm.weight_ih"], module["lstm.weight_hh"]], 1)).t(), ScriptWeights.GatesLast(module["lstm.bias"]),
            readWeight, readBias, ScriptWeights.Offsets(shape, shape.ReadAttention), arange(shape.Width, dtype: float32),
            classWeight, classBias,
        ];
    }

    /// <inheritdoc/>
    public void Classify(ReadOnlySpan<float> images, Span<float> probabilities)
    {
        using IDisposable inference = inference_mode();
        using DisposeScope scope = NewDisposeScope();
        images.CopyTo(_images.Floats());
        ((Tensor)_unit.invoke("classify", _arguments)).Floats().CopyTo(probabilities);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor tensor in _arguments.OfType<Tensor>())
        {
            tensor.Dispose();
        }

        _unit.Dispose();
    }
}
