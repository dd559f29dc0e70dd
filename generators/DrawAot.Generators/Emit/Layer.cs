using System;
using DrawAot.Generators.Planning;
using DrawAot.Manifest;

namespace DrawAot.Generators.Emit;

/// <summary>An affine layer: what tells one from another.</summary>
/// <param name="Name">The name of its class.</param>
/// <param name="Summary">What it is for.</param>
/// <param name="Outputs">What its rows are.</param>
/// <param name="Symbol">Its input in the paper's notation.</param>
/// <param name="Rows">The constant of its number of rows.</param>
/// <param name="RowCount">That number in a model.</param>
/// <param name="Inputs">The constant of its number of inputs.</param>
/// <param name="InputCount">That number in a model.</param>
internal sealed record Layer(
    string Name, string Summary, string Outputs, string Symbol,
    string Rows, Func<ModelPlan, int> RowCount, string Inputs, Func<ModelPlan, int> InputCount)
{
    private const string GatesInOrder = "the gates i, f, g and o of 16 units, then those of the next 16";

    public static readonly Layer EncoderGates = new(
        "EncoderGates", "What the encoder LSTM makes of what was read: its gates but for the hidden states.",
        GatesInOrder, "r", "EncoderGateRows", plan => 4 * plan.EncoderHiddenPadded, "ReadSize", plan => plan.Shape.ReadSize);

    public static readonly Layer DecoderGates = new(
        "DecoderGates", "What the decoder LSTM makes of the latent: its gates but for its own state.",
        GatesInOrder, "z", "DecoderGateRows", plan => 4 * plan.DecoderHiddenPadded, "Latent", plan => plan.Shape.Latent);

    public static readonly Layer PosteriorHeads = new(
        "PosteriorHeads", "What the encoder says of this glimpse's latents: the posterior N(μ, σ²), both of its layers as one.",
        "μ [Latent], then log σ [Latent]", "h_enc", "PosteriorRows", plan => plan.PosteriorRows, "EncoderHidden", plan => plan.Shape.EncoderHidden);

    public static readonly Layer ReadHead = new(
        "ReadHead", "Where the decoder of the glimpse before wants to look.",
        "the window g̃X, g̃Y, log σ², log δ̃, log γ", "h_dec", "ReadHeadRows", _ => PanelLayout.ReadHeadRows, "DecoderHidden", plan => plan.Shape.DecoderHidden);

    public static Layer WriteHeads(ModelPlan plan) => new(
        "WriteHeads", "What the decoder says of this glimpse's writing, all of it as one layer.",
        plan.Shape.WriteAttention is null
            ? "the patch w [PatchSize]"
            : "the window g̃X, g̃Y, log σ², log δ̃, log γ, and from FirstPatchRow on the patch w [PatchSize]",
        "h_dec", "HeadRows", plan => plan.HeadRows, "DecoderHidden", plan => plan.Shape.DecoderHidden);
}
