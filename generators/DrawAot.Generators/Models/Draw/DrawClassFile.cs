using System.Globalization;
using DrawAot.Generators.Emit;
using DrawAot.Generators.Planning;
using DrawAot.Manifest;

namespace DrawAot.Generators.Models.Draw;

/// <summary>The texts and members of the class of a DRAW model.</summary>
internal static class DrawClassFile
{
    public static SourceFile Emit(ModelPlan plan, DrawShape shape) => new ClassFile(
        Summary: $"The DRAW model '{plan.Manifest.Name}': pictures of {shape.Width}×{shape.Height}×{shape.Channels} in {SourceFile.Glimpses(shape)}.",
        Remarks: $"""
            Each glimpse changes the canvas, and the picture is σ(canvas) after the last:
            <code>
            {Dataflow.OfDecoding(shape)}
            </code>
            To draw an image x again, each glimpse first reads x and the error image x̂ = x − σ(canvas):
            <code>
            {Dataflow.OfEncoding(shape)}
            </code>
            """,
        Constants: [("Latent", shape.Latent, "Latent values Z of one glimpse.")],
        Members: "",
        Interface: "IDrawModel",
        ShapeType: nameof(DrawShape),
        ShapeArguments: $"""
            Width, Height, Channels, Glimpses, Latent,
            EncoderHidden: {shape.EncoderHidden},
            DecoderHidden: {shape.DecoderHidden},
            ReadAttention: {OrNull(shape.ReadAttention)},
            WriteAttention: {OrNull(shape.WriteAttention)}
            """,
        SessionSummary: "Samples, reconstructs, encodes, decodes and scores, on one thread at a time, without allocating.")
        .Emit(plan);

    private static string OrNull(int? size) => size?.ToString(CultureInfo.InvariantCulture) ?? "null";
}
