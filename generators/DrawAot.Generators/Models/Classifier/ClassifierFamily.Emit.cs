using System.Collections.Generic;
using DrawAot.Generators.Emit;
using DrawAot.Generators.Models.Classifier;
using DrawAot.Generators.Ops.Dense;
using DrawAot.Generators.Ops.Filterbank;
using DrawAot.Generators.Ops.Lstm;
using DrawAot.Generators.Ops.Read;
using DrawAot.Generators.Planning;
using DrawAot.Layout;

namespace DrawAot.Manifest;

/// <content>Its operations, and the files of a model.</content>
internal sealed partial class ClassifierFamily
{
    /// <inheritdoc/>
    public override IReadOnlyList<ModelManifest> Examples { get; } =
    [
        new ClassifierManifest(
            "any", new ClassifierShape(1, 1, 1, 1, 1, 1, FewestClasses), ["a", "b"], "any", new string('0', 64), WeightPrecision.Float32),
    ];

    /// <inheritdoc/>
    public override string SessionBase => "ClassifierSession";

    /// <inheritdoc/>
    public override IReadOnlyList<(string Namespace, string Type)> OwnTypes { get; } =
    [
        ("DrawAot", "ClassifierSession"), ("DrawAot", "ClassifierState"), ("DrawAot", "IClassifierModel"),
        ("DrawAot.Manifest", nameof(ClassifierShape)), ("System.Collections.Generic", "IReadOnlyList`1"),
    ];

    /// <inheritdoc/>
    public override string Describe(ModelManifest manifest)
    {
        ClassifierShape shape = ((ClassifierManifest)manifest).Shape;
        return $"{SourceFile.Image(shape)}, {SourceFile.Glimpses(shape)}, LSTM {shape.Hidden}, "
            + $"read window {shape.ReadAttention}×{shape.ReadAttention}, {shape.ClassCount} classes";
    }

    /// <inheritdoc/>
    public override SourceFile EmitClass(ModelPlan plan) => ClassifierClassFile.Emit(plan, (ClassifierManifest)plan.Manifest);

    /// <inheritdoc/>
    public override SourceFile EmitShape(ModelPlan plan) => ShapeFile.Emit(plan, ClassifierConstants.Groups(LayoutOf(plan)));

    /// <inheritdoc/>
    public override IEnumerable<SourceFile> Emit(ModelPlan plan)
    {
        ClassifierLayout layout = LayoutOf(plan);
        yield return EmitClass(plan);
        yield return EmitShape(plan);
        yield return WeightsFile.Emit(plan, layout.Weights);
        yield return ClassifierStateFile.Emit(plan, layout);
        yield return new DenseOp(
            layout.Read.Head, "The read window of the next glimpse, from the hidden state.",
            "the window g̃X, g̃Y, log σ², log δ̃, log γ", "h", layout.Lstm.StatesSize).Emit(plan);
        yield return FilterbankOp.Emit(plan, FilterbankOp.Columns);
        yield return FilterbankOp.Emit(plan, FilterbankOp.Rows);
        yield return ReadOp.Emit(plan, layout.Read);
        yield return new DenseOp(
            layout.Lstm.InputProjection, "The LSTM's gate pre-activations from what was read, without the recurrent product.",
            DenseOp.Gates, "r", layout.ReadSize.Padded).Emit(plan);
        yield return new LstmRecurrenceOp(layout.Lstm).Emit(plan);
        yield return new DenseOp(
            layout.ClassHead, "The class logits, from the hidden state.", "the logits [ClassCount]", "h", layout.Lstm.StatesSize).Emit(plan);
    }

    private static ClassifierLayout LayoutOf(ModelPlan plan) => new(((ClassifierManifest)plan.Manifest).Shape, plan.Precision);
}
