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
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Of(DrawManifest manifest, JsonObject training)
    {
        DrawShape shape = manifest.Shape;
        string block = training.ToJsonString(Readable).ReplaceLineEndings("\n  ");
        return $$"""
            {
              "format": 1,
              "name": {{Quote(manifest.Name)}},
              "image": { "width": {{shape.Width}}, "height": {{shape.Height}}, "channels": {{shape.Channels}} },
              "glimpses": {{shape.Glimpses}},
              "latent": {{shape.Latent}},
              "hidden": { "encoder": {{shape.EncoderHidden}}, "decoder": {{shape.DecoderHidden}} },
              "attention": { "read": {{OrNull(shape.ReadAttention)}}, "write": {{OrNull(shape.WriteAttention)}} },
              "weights": {
                "file": {{Quote(manifest.WeightsFile)}},
                "sha256": {{Quote(manifest.WeightsSha256)}},
                "precision": {{Quote(manifest.Precision.ToString().ToLowerInvariant())}}
              },
              "training": {{block}}
            }

            """;
    }

    private static string Quote(string text) => JsonSerializer.Serialize(text, Readable);

    private static string OrNull(int? size) => size?.ToString(CultureInfo.InvariantCulture) ?? "null";
}
