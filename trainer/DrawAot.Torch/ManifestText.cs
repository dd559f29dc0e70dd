using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using DrawAot.Manifest;
using JsonObject = System.Text.Json.Nodes.JsonObject;

namespace DrawAot.Torch;

/// <summary>Writes a manifest as a person would: one line a thought, the training block last.</summary>
internal static class ManifestText
{
    /// <summary>Every version of the reader knows DRAW's; the classifier came with format 2.</summary>
    private const string Draw = """  "format": 1,""", Classifier = """
          "format": 2,
          "model": "classifier",
        """;

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Of(ModelManifest manifest, JsonObject training)
    {
        ModelShape shape = manifest.ModelShape;
        (string format, string rest) = manifest switch
        {
            DrawManifest draw => (Draw, Sizes(draw.Shape)),
            ClassifierManifest classifier => (Classifier, Sizes(classifier)),
            _ => throw new InvalidOperationException($"No text is known for the manifest of a {manifest.Family.Title}."),
        };
        string block = training.ToJsonString(Readable).ReplaceLineEndings("\n  ");
        return $$"""
            {
            {{format}}
              "name": {{Quote(manifest.Name)}},
              "image": { "width": {{shape.Width}}, "height": {{shape.Height}}, "channels": {{shape.Channels}} },
              "glimpses": {{shape.Glimpses}},
            {{rest}}
              "weights": {
                "file": {{Quote(manifest.WeightsFile)}},
                "sha256": {{Quote(manifest.WeightsSha256)}},
                "precision": {{Quote(manifest.Precision.ToString().ToLowerInvariant())}}
              },
              "training": {{block}}
            }

            """;
    }

    private static string Sizes(DrawShape shape) => $$"""
          "latent": {{shape.Latent}},
          "hidden": { "encoder": {{shape.EncoderHidden}}, "decoder": {{shape.DecoderHidden}} },
          "attention": { "read": {{OrNull(shape.ReadAttention)}}, "write": {{OrNull(shape.WriteAttention)}} },
        """;

    private static string Sizes(ClassifierManifest manifest) => $$"""
          "hidden": {{manifest.Shape.Hidden}},
          "attention": { "read": {{manifest.Shape.ReadAttention}} },
          "classes": [{{string.Join(", ", manifest.Classes.Select(Quote))}}],
        """;

    private static string Quote(string text) => JsonSerializer.Serialize(text, Readable);

    private static string OrNull(int? size) => size?.ToString(CultureInfo.InvariantCulture) ?? "null";
}
