using DrawAot.Manifest;
using DrawAot.Weights;
using JsonObject = System.Text.Json.Nodes.JsonObject;

namespace DrawAot.Torch.Tests.Training;

/// <summary>A classifier's exported files, and the module that they give back.</summary>
public sealed class ExportedClassifierTests : IDisposable
{
    private static readonly ClassifierShape Shape = new(9, 7, 3, 2, 5, 2, 3);
    private static readonly string[] Classes = ["a \"b\"", "größer", "c\\d"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("drawaot-");

    public ExportedClassifierTests() => LibTorch.EnsureLoadable();

    [Fact]
    public void The_manifest_has_format_2_and_is_read_back()
    {
        string path = Save(new JsonObject { ["epochs"] = 3 });

        string[] lines = File.ReadAllLines(path);
        Assert.Equal(
            [
                "{",
                "  \"format\": 2,",
                "  \"model\": \"classifier\",",
                "  \"name\": \"model\",",
                "  \"image\": { \"width\": 9, \"height\": 7, \"channels\": 3 },",
                "  \"glimpses\": 2,",
                "  \"hidden\": 5,",
                "  \"attention\": { \"read\": 2 },",
                "  \"classes\": [\"a \\\"b\\\"\", \"größer\", \"c\\\\d\"],",
                "  \"weights\": {",
            ],
            lines[..10]);
        ExportedModel model = ExportedModel.Load(path);
        Assert.Equal(
            new ClassifierManifest("model", Shape, Classes, "model.safetensors", model.Manifest.WeightsSha256, WeightPrecision.Float32),
            model.Manifest);
        Assert.Equal(3, (int)model.Training["epochs"]!);
    }

    [Fact]
    public void A_module_takes_the_exported_weights_at_any_number_of_glimpses()
    {
        ExportedModel model = ExportedModel.Load(Save([]));
        using var expected = new ClassifierModule(Shape, seed: 3);
        using var module = new ClassifierModule(Shape with { Glimpses = 5 });

        model.CopyTo(module);

        Assert.Equal(expected.Flatten(), module.Flatten());
    }

    [Fact]
    public void A_module_of_another_shape_or_family_is_refused()
    {
        ExportedModel model = ExportedModel.Load(Save([]));
        using var larger = new ClassifierModule(Shape with { Hidden = 6 });
        using var more = new ClassifierModule(Shape with { ClassCount = 4 });
        using var draw = new DrawModule(new DrawShape(9, 7, 3, 2, 3, 4, 5, 2, 2));

        Assert.Throws<WeightsException>(() => model.CopyTo(larger));
        Assert.Throws<WeightsException>(() => model.CopyTo(more));
        Assert.Throws<WeightsException>(() => model.CopyTo(draw));
        InvalidDataException refused = Assert.Throws<InvalidDataException>(() => model.ToModule());
        Assert.Equal($"{model.ManifestPath} describes a glimpse classifier; a DRAW model was expected.", refused.Message);
    }

    [Theory]
    [InlineData(WeightPrecision.Bfloat16, "bfloat16")]
    [InlineData(WeightPrecision.Int8, "int8")]
    public void Another_precision_is_one_more_manifest_of_the_same_weights(WeightPrecision precision, string word)
    {
        ExportedModel model = ExportedModel.Load(Save(new JsonObject { ["epochs"] = 3, ["test"] = new JsonObject { ["error"] = 1 } }));

        string path = model.SaveAt(precision, "other");

        ExportedModel converted = ExportedModel.Load(path);
        Assert.Contains($"\"precision\": \"{word}\"", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.Equal(model.Manifest with { Name = "other", Precision = precision }, converted.Manifest);
        Assert.Equal(["epochs"], converted.Training.Select(entry => entry.Key));
        Assert.Equal(3, _folder.GetFiles().Length);
    }

    [Fact]
    public void Labels_of_another_number_than_the_classes_are_refused_and_nothing_is_written()
    {
        using var module = new ClassifierModule(Shape);

        Assert.Throws<ArgumentException>(() => ExportedModel.Save(module, ["a", "b"], "model", _folder.FullName, []));
        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    public void Labels_that_the_generator_would_refuse_are_an_objection()
    {
        Assert.Null(ExportedModel.Objection("model", Shape, Classes));
        Assert.Contains("classes[2]", ExportedModel.Objection("model", Shape, ["a", "b", "a"])!, StringComparison.Ordinal);
        Assert.Contains("classes[0]", ExportedModel.Objection("model", Shape, ["", "b", "c"])!, StringComparison.Ordinal);
        Assert.Contains("name", ExportedModel.Objection("no name", Shape, Classes)!, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string Save(JsonObject training)
    {
        using var module = new ClassifierModule(Shape, seed: 3);
        return ExportedModel.Save(module, Classes, "model", _folder.FullName, training);
    }
}
