using System.Text.Json;

namespace DrawAot.Cli;

/// <summary>Facts of a manifest's training block. The block is free: whatever is missing or of another kind is null.</summary>
/// <param name="TestBound">The variational bound on the test set, in nats an image: <c>training.test.nats</c>.</param>
/// <param name="TestError">The error of a classifier on the test set, in percent: <c>training.test.errorPercent</c>.</param>
internal sealed record TrainingBlock(double? TestBound, double? TestError)
{
    /// <summary>Reads it from a manifest's text.</summary>
    public static TrainingBlock Parse(string manifest)
    {
        using JsonDocument document = JsonDocument.Parse(manifest);
        JsonElement? test = Field(Field(document.RootElement, "training"), "test");
        return new TrainingBlock(Number(test, "nats"), Number(test, "errorPercent"));
    }

    private static double? Number(JsonElement? parent, string name) =>
        Field(parent, name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;

    private static JsonElement? Field(JsonElement? parent, string name) =>
        parent is { ValueKind: JsonValueKind.Object } fields && fields.TryGetProperty(name, out JsonElement field) ? field : null;
}
