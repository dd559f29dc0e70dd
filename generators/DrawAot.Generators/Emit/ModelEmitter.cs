using System.Collections.Generic;
using DrawAot.Generators.Planning;
using DrawAot.Manifest;

namespace DrawAot.Generators.Emit;

/// <summary>The files of a model, in the order in which one would read them.</summary>
internal static class ModelEmitter
{
    public static IEnumerable<SourceFile> Emit(ModelPlan plan)
    {
        bool reads = plan.Shape.ReadAttention is not null, writes = plan.Shape.WriteAttention is not null;
        yield return PartialClassEmitter.Emit(plan);
        yield return ShapeEmitter.Emit(plan);
        yield return WeightsEmitter.Emit(plan);
        yield return DrawingEmitter.Emit(plan);
        if (plan.HasWindow)
        {
            yield return FilterbankEmitter.Emit(plan, FilterbankEmitter.Columns);
            yield return FilterbankEmitter.Emit(plan, FilterbankEmitter.Rows);
        }

        if (reads)
        {
            yield return LayerEmitter.Emit(plan, Layer.ReadHead);
            yield return ReadEmitter.Emit(plan);
        }

        yield return LayerEmitter.Emit(plan, Layer.EncoderGates);
        yield return EmitStep(plan, Lstm.Encoder);
        yield return LayerEmitter.Emit(plan, Layer.PosteriorHeads);
        yield return plan.Precision is WeightPrecision.Int8
            ? Int8LayerEmitter.Emit(plan, Layer.DecoderGates)
            : LayerEmitter.Emit(plan, Layer.DecoderGates);
        yield return EmitStep(plan, Lstm.Decoder);
        yield return LayerEmitter.Emit(plan, Layer.WriteHeads(plan));
        yield return writes ? WriteEmitter.EmitWindowed(plan) : WriteEmitter.EmitWhole(plan);
    }

    private static SourceFile EmitStep(ModelPlan plan, Lstm lstm) => plan.Precision is WeightPrecision.Int8
        ? Int8LstmStepEmitter.Emit(plan, lstm)
        : LstmStepEmitter.Emit(plan, lstm);
}
