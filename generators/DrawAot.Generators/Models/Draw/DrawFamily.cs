using System.Collections.Generic;
using DrawAot.Generators.Emit;
using DrawAot.Generators.Ops.Dense;
using DrawAot.Generators.Ops.Filterbank;
using DrawAot.Generators.Ops.Lstm;
using DrawAot.Generators.Ops.Read;
using DrawAot.Generators.Ops.Write;
using DrawAot.Generators.Planning;
using DrawAot.Layout;

namespace DrawAot.Generators.Models.Draw;

/// <summary>DRAW: its operations, and the files of a model in the order in which one would read them.</summary>
internal static class DrawFamily
{
    public static IEnumerable<SourceFile> Emit(ModelPlan plan)
    {
        var layout = new DrawLayout(plan.Shape, plan.Precision);
        yield return DrawClassFile.Emit(plan);
        yield return DrawShapeFile.Emit(plan, layout);
        yield return WeightsFile.Emit(plan, layout.Weights);
        yield return DrawStateFile.Emit(plan, layout);
        if (layout.ReadFilters is not null || layout.WriteFilters is not null)
        {
            yield return FilterbankOp.Emit(plan, FilterbankOp.Columns);
            yield return FilterbankOp.Emit(plan, FilterbankOp.Rows);
        }

        if (layout.ReadHead is MatrixBlock readHead)
        {
            yield return new DenseOp(
                readHead, "The read window of the next glimpse, from the decoder's hidden state.",
                "the window g̃X, g̃Y, log σ², log δ̃, log γ", "h_dec", layout.Decoder.StatesSize).Emit(plan);
            yield return ReadOp.Emit(plan);
        }

        yield return new DenseOp(
            layout.Encoder.InputProjection, "The encoder LSTM's gate pre-activations from what was read, without the recurrent product.",
            DenseOp.Gates, "r", layout.ReadSize.Padded).Emit(plan);
        yield return new LstmRecurrenceOp(layout.Encoder, "encoder").Emit(plan);
        yield return new DenseOp(
            layout.PosteriorHeads, "The posterior N(μ, σ²) of this glimpse's latents: both of its layers as one.",
            "μ [Latent], then log σ [Latent]", "h_enc", layout.Encoder.HiddenPadded).Emit(plan);
        yield return new DenseOp(
            layout.Decoder.InputProjection, "The decoder LSTM's gate pre-activations from the latent, without the recurrent product.",
            DenseOp.Gates, "z", layout.LatentSize).Emit(plan);
        yield return new LstmRecurrenceOp(layout.Decoder, "decoder").Emit(plan);
        yield return new DenseOp(
            layout.WriteHeads,
            layout.WriteFilters is null ? "The patch of this glimpse, from the decoder's hidden state." : "Window and patch of this glimpse's write, from the decoder's hidden state.",
            layout.WriteFilters is null
                ? "the patch w [PatchSize]"
                : "the window g̃X, g̃Y, log σ², log δ̃, log γ, and from FirstPatchRow on the patch w [PatchSize]",
            "h_dec", layout.Decoder.HiddenPadded).Emit(plan);
        yield return layout.WriteFilters is null ? WriteOp.EmitWhole(plan) : WriteOp.EmitWindowed(plan);
    }
}
