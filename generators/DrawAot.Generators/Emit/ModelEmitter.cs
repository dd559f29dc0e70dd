using System.Collections.Generic;
using DrawAot.Generators.Planning;

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
            yield return LayerEmitter.EmitReadHead(plan);
            yield return ReadEmitter.Emit(plan);
        }

        yield return LstmStepEmitter.Emit(plan, LstmStepEmitter.Encoder);
        yield return LayerEmitter.EmitPosterior(plan);
        yield return LstmStepEmitter.Emit(plan, LstmStepEmitter.Decoder);
        yield return LayerEmitter.EmitWriteHeads(plan);
        yield return writes ? WriteEmitter.EmitWindowed(plan) : WriteEmitter.EmitWhole(plan);
    }
}
