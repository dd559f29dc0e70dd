using System.Collections.Generic;
using DrawAot.Generators.Planning;

namespace DrawAot.Generators.Emit;

/// <summary>The files of a model, in the order in which one would read them.</summary>
internal static class ModelEmitter
{
    public static IEnumerable<SourceFile> Emit(ModelPlan plan)
    {
        bool attention = plan.Shape.WriteAttention is not null;
        yield return PartialClassEmitter.Emit(plan);
        yield return ShapeEmitter.Emit(plan);
        yield return WeightsEmitter.Emit(plan);
        yield return DrawingEmitter.Emit(plan);
        yield return DecoderStepEmitter.Emit(plan);
        yield return WriteHeadsEmitter.Emit(plan);
        if (attention)
        {
            yield return FilterbankEmitter.Emit(plan, FilterbankEmitter.Columns);
            yield return FilterbankEmitter.Emit(plan, FilterbankEmitter.Rows);
            yield return WriteEmitter.EmitWindowed(plan);
        }
        else
        {
            yield return WriteEmitter.EmitWhole(plan);
        }
    }
}
