using DrawAot.Manifest;
using TorchSharp;
using static TorchSharp.torch;

namespace DrawAot.Torch;

/// <summary>
/// The glimpse classifier (Gregor et al. 2015, section 4.1) as a TorchSharp module. Its parameters carry the names and layouts
/// of <see cref="ClassifierTensors"/>.
/// </summary>
/// <remarks>
/// <code>
///        x ─► read ─► LSTM ─► h ─► class logits
///              ▲       ▲      │
///              └───────┴──────┘  × T
/// </code>
/// </remarks>
public sealed class ClassifierModule : ModelModule
{
    /// <summary>Creates a module whose parameters are drawn as <see cref="ClassifierInitialiser"/> says.</summary>
    /// <param name="shape">The model's sizes.</param>
    /// <param name="seed">Seeds the initial weights, which do not depend on the device.</param>
    /// <param name="device">Where its tensors are; the CPU when left out.</param>
    public ClassifierModule(ClassifierShape shape, long seed = 0, Device? device = null)
        : base("classifier", shape, (tensor, generator) => ClassifierInitialiser.Create(tensor, shape, generator), seed, device) =>
        Shape = shape;

    /// <summary>The model's sizes.</summary>
    public ClassifierShape Shape { get; }

    /// <summary>The class logits after every glimpse.</summary>
    /// <param name="images">x [n, C, B, A] in [0, 1].</param>
    /// <returns>The logits [T, n, K].</returns>
    public Tensor Logits(Tensor images) => stack([.. GlimpseSteps(images).Select(glimpse => glimpse.Logits)]);

    /// <summary>The cross entropy after the last glimpse, in nats [n].</summary>
    /// <param name="images">x [n, C, B, A] in [0, 1].</param>
    /// <param name="labels">The class of each image [n], 64-bit integers from 0 to K − 1.</param>
    public Tensor CrossEntropy(Tensor images, Tensor labels) =>
        nn.functional.cross_entropy(GlimpseSteps(images).Last().Logits, labels, reduction: nn.Reduction.None);

    /// <summary>The read window of each glimpse.</summary>
    /// <param name="images">x [n, C, B, A] in [0, 1].</param>
    /// <returns>(g̃X, g̃Y, log σ², log δ̃, log γ) of the read windows [T, n, 5].</returns>
    public Tensor ReadWindows(Tensor images)
    {
        (Tensor weight, Tensor bias) = Stack("read.window");
        IEnumerable<Tensor> before = GlimpseSteps(images).Select(glimpse => glimpse.Lstm.H).Prepend(this["lstm.h0"].expand(images.shape[0], -1));
        return stack([.. before.Take(Shape.Glimpses).Select(h => addmm(bias, h, weight, 1, 1))]);
    }

    /// <summary>Classifies glimpse by glimpse, with all intermediates between image and logits.</summary>
    /// <param name="images">x [n, C, B, A] in [0, 1].</param>
    internal IEnumerable<ClassifierGlimpse> GlimpseSteps(Tensor images)
    {
        var lstm = new TorchLstmCell(this, "lstm");
        var read = new ReadOp(this, Shape.ReadAttention);
        (Tensor weight, Tensor bias) = Stack("classes");
        LstmState state = lstm.Start(images.shape[0]);
        for (int t = 0; t < Shape.Glimpses; t++)
        {
            ReadOutput readOutput = read.Read(state.H, images);
            state = lstm.Step(state, readOutput.Read);
            yield return new ClassifierGlimpse(readOutput, state, addmm(bias, state.H, weight, 1, 1));
        }
    }
}

/// <summary>The intermediates of a classifier's glimpse between the image and the logits, for one batch.</summary>
/// <param name="ReadOutput">r and the read's filterbanks.</param>
/// <param name="Lstm">The LSTM's new state.</param>
/// <param name="Logits">The class logits [n, K].</param>
internal readonly record struct ClassifierGlimpse(ReadOutput ReadOutput, LstmState Lstm, Tensor Logits);
