using System.Text.Json;

namespace DrawAot.Cli;

/// <summary>What a manifest's training block says. The block is free: whatever is missing or of another kind is null.</summary>
/// <param name="TestBound">The variational bound on the test set, in nats an image: <c>training.test.nats</c>.</param>
internal sealed record TrainingBlock(double? TestBound)
{
    /// <summary>Reads it from a manifest's text.</summary>
    public static TrainingBlock Parse(string manifest)
    {
        using JsonDocument document = JsonDocument.Parse(manifest);
        JsonElement? nats = Field(Field(Field(document.RootElement, "training"), "test"), "nats");
        return new TrainingBlock(nats is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null);
    }

    private static JsonElement? Field(JsonElement? parent, string name) =>
        parent is { ValueKind: JsonValueKind.Object } fields && fields.TryGetProperty(name, out JsonElement field) ? field : null;
}
