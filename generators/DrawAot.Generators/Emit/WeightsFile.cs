using DrawAot.Generators.Planning;
using DrawAot.Layout;

namespace DrawAot.Generators.Emit;

/// <summary>The place of each matrix in the packed weights.</summary>
internal static class WeightsFile
{
    public static SourceFile Emit(ModelPlan plan, WeightPlan weights) => SourceFile.Of(plan, "Weights", $$"""
        namespace {{plan.KernelNamespace}};

        using static Shape;

        /// <summary>Offsets and sizes of the matrices in the packed weights, in words of 32 bits. Each lies in panels of 16 rows.</summary>
        internal static class Weights
        {
        {{Lines.Indent(1, Constants.Of(weights))}}
        }
        """);
}
