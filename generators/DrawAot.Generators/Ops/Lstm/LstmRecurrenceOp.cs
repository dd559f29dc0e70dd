using DrawAot.Generators.Emit;
using DrawAot.Generators.Planning;
using DrawAot.Layout;
using DrawAot.Manifest;

namespace DrawAot.Generators.Ops.Lstm;

/// <summary>The recurrent product of an LSTM, as one static class <c>Run(weights, states, gates, pictures, reverse)</c>.</summary>
/// <param name="Layout">The LSTM.</param>
internal sealed record LstmRecurrenceOp(LstmLayout Layout)
{
    /// <summary>The class's summary.</summary>
    public string Summary => $"Adds the recurrent product U·h to the gate pre-activations of the {Layout.Role}.";

    /// <summary>The class's file.</summary>
    public SourceFile Emit(ModelPlan plan) => Layout.Recurrence.Format.Precision is WeightPrecision.Int8
        ? Int8LstmRecurrenceKernel.Emit(plan, this)
        : LstmRecurrenceKernel.Emit(plan, this);
}
