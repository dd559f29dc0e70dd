using System.Globalization;
using System.Text.Json;

namespace DrawAot.Generators.Tests;

/// <summary>A sound manifest of a glimpse classifier of any shape, one field of the root a line.</summary>
internal sealed record ClassifierText
{
    public string Name { get; init; } = "tiny";

    public int Width { get; init; } = 5;

    public int Height { get; init; } = 4;

    public int Channels { get; init; } = 1;

    public int Glimpses { get; init; } = 3;

    public int Hidden { get; init; } = 4;

    public int Read { get; init; } = 2;

    public string[] Classes { get; init; } = ["cat", "dog", "other"];

    public string Precision { get; init; } = "float32";

    public static implicit operator string(ClassifierText manifest) => manifest.ToString();

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $$"""
        {
          "format": 2,
          "model": "classifier",
          "name": "{{Name}}",
          "image": { "width": {{Width}}, "height": {{Height}}, "channels": {{Channels}} },
          "glimpses": {{Glimpses}},
          "hidden": {{Hidden}},
          "attention": { "read": {{Read}} },
          "classes": {{JsonSerializer.Serialize(Classes)}},
          "weights": {
            "file": "{{Name}}.safetensors",
            "sha256": "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
            "precision": "{{Precision}}"
          }
        }

        """);
}
