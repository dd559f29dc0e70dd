using System.Collections.Generic;
using DrawAot.Generators.Emit;
using DrawAot.Generators.Models.Draw;
using DrawAot.Generators.Ops.Dense;
using DrawAot.Generators.Ops.Filterbank;
using DrawAot.Generators.Ops.Lstm;
using DrawAot.Generators.Ops.Read;
using DrawAot.Generators.Ops.Write;
using DrawAot.Generators.Planning;
using DrawAot.Layout;

namespace DrawAot.Manifest;

/// <content>Its operations, and the files of a model.</content>
internal sealed partial class DrawFamily
{
    /// <inheritdoc/>
    public override IReadOnlyList<ModelManifest> Examples { get; } = [Example(attention: 1), Example(attention: null)];

    /// <inheritdoc/>
    public override string SessionBase => "DrawSession";

    /// <inheritdoc/>
    public override IReadOnlyList<(string Namespace, string Type)> OwnTypes { get; } =
    [
        ("DrawAot", "DrawSession"), ("DrawAot", "DrawState"), ("DrawAot", "IDrawModel"), ("DrawAot.Manifest", nameof(DrawShape)),
        ("DrawAot.Numerics", "LatentQuantizer"), ("DrawAot.Numerics", "Likelihood"),
    ];

    /// <inheritdoc/>
    public override string Describe(ModelManifest manifest)
    {
        DrawShape shape = ((DrawManifest)manifest).Shape;
        return string.Join(
            ", ", SourceFile.Image(shape), SourceFile.Glimpses(shape), $"latent {shape.Latent}", $"encoder {shape.EncoderHidden}",
            $"decoder {shape.DecoderHidden}", Window("read", shape.ReadAttention), Window("write", shape.WriteAttention));

        static string Window(string role, int? filters) => filters is int n ? $"{role} window {n}×{n}" : $"no {role} window";
    }

    /// <inheritdoc/>
    public override SourceFile EmitClass(ModelPlan plan) => DrawClassFile.Emit(plan, ((DrawManifest)plan.Manifest).Shape);

    /// <inheritdoc/>
    public override SourceFile EmitShape(ModelPlan plan) => ShapeFile.Emit(plan, DrawConstants.Groups(LayoutOf(plan)));

    /// <inheritdoc/>
    public override IEnumerable<SourceFile> Emit(ModelPlan plan)
    {
        DrawLayout layout = LayoutOf(plan);
        yield return EmitClass(plan);
        yield return EmitShape(plan);
        yield return WeightsFile.Emit(plan, layout.Weights);
        yield return DrawStateFile.Emit(plan, layout);
        if (layout.WindowedRead is not null || layout.WriteFilters is not null)
        {
            yield return FilterbankOp.Emit(plan, FilterbankOp.Columns);
            yield return FilterbankOp.Emit(plan, FilterbankOp.Rows);
        }

        if (layout.WindowedRead is ReadLayout read)
        {
            yield return new DenseOp(
                read.Head, "The read window of the next glimpse, from the decoder's hidden state.",
                "the window g̃X, g̃Y, log σ², log δ̃, log γ", "h_dec", layout.Decoder.StatesSize).Emit(plan);
            yield return ReadOp.Emit(plan, read);
        }

        yield return new DenseOp(
            layout.Encoder.InputProjection, "The encoder LSTM's gate pre-activations from what was read, without the recurrent product.",
            DenseOp.Gates, "r", layout.ReadSize.Padded).Emit(plan);
        yield return new LstmRecurrenceOp(layout.Encoder).Emit(plan);
        yield return new DenseOp(
            layout.PosteriorHeads, "The posterior N(μ, σ²) of this glimpse's latents: both of its layers as one.",
            "μ [Latent], then log σ [Latent]", "h_enc", layout.Encoder.HiddenPadded).Emit(plan);
        yield return new DenseOp(
            layout.Decoder.InputProjection, "The decoder LSTM's gate pre-activations from the latent, without the recurrent product.",
            DenseOp.Gates, "z", layout.LatentSize).Emit(plan);
        yield return new LstmRecurrenceOp(layout.Decoder).Emit(plan);
        yield return new DenseOp(
            layout.WriteHeads,
            layout.WriteFilters is null ? "The patch of this glimpse, from the decoder's hidden state." : "Window and patch of this glimpse's write, from the decoder's hidden state.",
            layout.WriteFilters is null
                ? "the patch w [PatchSize]"
                : "the window g̃X, g̃Y, log σ², log δ̃, log γ, and from FirstPatchRow on the patch w [PatchSize]",
            "h_dec", layout.Decoder.HiddenPadded).Emit(plan);
        yield return layout.WriteFilters is null ? WriteOp.EmitWhole(plan) : WriteOp.EmitWindowed(plan, (int)layout.WriteFilters.X.Dimensions[0].Value);
    }

    private static DrawLayout LayoutOf(ModelPlan plan) => new(((DrawManifest)plan.Manifest).Shape, plan.Precision);

    private static DrawManifest Example(int? attention) => new(
        "any", new DrawShape(1, 1, 1, 1, 1, 1, 1, attention, attention), "any", new string('0', 64), WeightPrecision.Float32);
}
