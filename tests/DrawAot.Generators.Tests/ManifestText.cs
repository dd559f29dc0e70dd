using System.Globalization;

namespace DrawAot.Generators.Tests;

/// <summary>A sound manifest of any shape, one field of the root a line.</summary>
internal sealed record ManifestText
{
    public string Name { get; init; } = "tiny";

    public int Width { get; init; } = 5;

    public int Height { get; init; } = 4;

    public int Channels { get; init; } = 1;

    public int Glimpses { get; init; } = 3;

    public int Latent { get; init; } = 2;

    public int Encoder { get; init; } = 3;

    public int Decoder { get; init; } = 4;

    public int? Read { get; init; } = 2;

    public int? Write { get; init; } = 2;

    public string Precision { get; init; } = "float32";

    public static implicit operator string(ManifestText manifest) => manifest.ToString();

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $$"""
        {
          "$schema": "draw.schema.json",
          "format": 1,
          "name": "{{Name}}",
          "image": { "width": {{Width}}, "height": {{Height}}, "channels": {{Channels}} },
          "glimpses": {{Glimpses}},
          "latent": {{Latent}},
          "hidden": { "encoder": {{Encoder}}, "decoder": {{Decoder}} },
          "attention": { "read": {{OrNull(Read)}}, "write": {{OrNull(Write)}} },
          "weights": {
            "file": "{{Name}}.safetensors",
            "sha256": "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
            "precision": "{{Precision}}"
          },
          "training": { "dataset": "shapes", "epochs": 12.5, "notes": [true, null, "ε"] }
        }

        """);

    private static string OrNull(int? size) => size?.ToString(CultureInfo.InvariantCulture) ?? "null";
}
