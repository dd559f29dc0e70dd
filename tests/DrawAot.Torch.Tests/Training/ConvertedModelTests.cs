using DrawAot.Manifest;
using JsonObject = System.Text.Json.Nodes.JsonObject;

namespace DrawAot.Torch.Tests.Training;

/// <summary>A model at another precision is one more manifest of the same weights.</summary>
public sealed class ConvertedModelTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("drawaot-");

    [Theory]
    [InlineData(WeightPrecision.Bfloat16, "bfloat16")]
    [InlineData(WeightPrecision.Int8, "int8")]
    public void It_names_the_same_weights_and_no_figures_of_the_other(WeightPrecision precision, string word)
    {
        ExportedModel model = Save();
        string path = model.SaveAt(precision, "other");
        ExportedModel converted = ExportedModel.Load(path);

        Assert.Equal(Path.Combine(_folder.FullName, "other.draw.json"), path);
        Assert.Contains($"\"precision\": \"{word}\"", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.Equal(model.Manifest with { Name = "other", Precision = precision }, converted.Manifest);
        Assert.Equal(["epochs"], converted.Training.Select(entry => entry.Key));
    }

    [Fact]
    public void A_name_that_no_model_may_have_is_refused_and_nothing_written()
    {
        ExportedModel model = Save();

        Assert.Throws<InvalidDataException>(() => model.SaveAt(WeightPrecision.Int8, "no name"));
        Assert.Equal(2, _folder.GetFiles().Length);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private ExportedModel Save()
    {
        using var module = new DrawModule(new DrawShape(5, 4, 1, 2, 3, 4, 5, 2, 2));
        return ExportedModel.Load(ExportedModel.Save(
            module, "model", _folder.FullName, new JsonObject { ["epochs"] = 3, ["test"] = new JsonObject { ["nats"] = 1 } }));
    }
}
