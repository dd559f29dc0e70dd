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
            yield return EmitLayer(plan, Layer.ReadHead);
            yield return ReadEmitter.Emit(plan);
        }

        yield return EmitLayer(plan, Layer.EncoderGates);
        yield return EmitStep(plan, Lstm.Encoder);
        yield return EmitLayer(plan, Layer.PosteriorHeads);
        yield return EmitLayer(plan, Layer.DecoderGates);
        yield return EmitStep(plan, Lstm.Decoder);
        yield return EmitLayer(plan, Layer.WriteHeads(plan));
        yield return writes ? WriteEmitter.EmitWindowed(plan) : WriteEmitter.EmitWhole(plan);
    }

    private static SourceFile EmitLayer(ModelPlan plan, Layer layer) => plan.Precision is WeightPrecision.Float32
        ? LayerEmitter.Emit(plan, layer)
        : Bfloat16LayerEmitter.Emit(plan, layer);

    private static SourceFile EmitStep(ModelPlan plan, Lstm lstm) => plan.Precision switch
    {
        WeightPrecision.Float32 => LstmStepEmitter.Emit(plan, lstm),
        WeightPrecision.Bfloat16 => Bfloat16LstmStepEmitter.Emit(plan, lstm),
        _ => Int8LstmStepEmitter.Emit(plan, lstm),
    };
}
