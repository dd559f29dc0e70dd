using System.Linq;
using DrawAot.Generators.Emit;
using DrawAot.Generators.Planning;
using DrawAot.Manifest;
using Microsoft.CodeAnalysis.CSharp;

namespace DrawAot.Generators.Models.Classifier;

/// <summary>The texts and members of the class of a glimpse classifier.</summary>
internal static class ClassifierClassFile
{
    public static SourceFile Emit(ModelPlan plan, ClassifierManifest manifest)
    {
        ClassifierShape shape = manifest.Shape;
        return new ClassFile(
            Summary: $"The glimpse classifier '{manifest.Name}': {shape.ClassCount} classes of images of {SourceFile.Image(shape)}, in {SourceFile.Glimpses(shape)}.",
            Remarks: $"""
                Each glimpse places a window by the hidden state h, reads through it, and updates h; the classes follow from h after any glimpse:
                <code>
                {Dataflow(shape)}
                </code>
                """,
            Constants: [("ClassCount", shape.ClassCount, "Number of classes K.")],
            Members: $$"""
                private static readonly global::System.Collections.Generic.IReadOnlyList<string> s_classes = new[]
                {
                {{Lines.Indent(1, string.Join("\n", manifest.Classes.Select(label => SymbolDisplay.FormatLiteral(label, quote: true) + ",")))}}
                };

                /// <summary>The labels of the classes [K].</summary>
                public global::System.Collections.Generic.IReadOnlyList<string> Classes => s_classes;
                """,
            Interface: "IClassifierModel",
            ShapeType: nameof(ClassifierShape),
            ShapeArguments: $"""
                Width, Height, Channels, Glimpses,
                Hidden: {shape.Hidden},
                ReadAttention: {shape.ReadAttention},
                ClassCount
                """,
            SessionSummary: "Classifies images, on one thread at a time, without allocating.")
            .Emit(plan);
    }

    private static string Dataflow(ClassifierShape shape)
    {
        int n = shape.ReadAttention;
        string window = $"h ─┬─► read window ─► FX [{n}, {shape.Width}], FY [{n}, {shape.Height}] ─► r = γ·FY x FXᵀ [{shape.Channels}, {n}, {n}] ─┐";
        string loop = "   ├".PadRight(window.Length - 1, '─') + $"┴─► LSTM [{shape.Hidden}] ─► next h";
        return $"""
            {window}
            {loop}
            {"   └"}─► class logits [{shape.ClassCount}] ─► softmax
            """;
    }
}
