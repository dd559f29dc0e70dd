using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using DrawAot.Manifest;
using DrawAot.Weights;

namespace DrawAot.Models.Tests;

/// <summary>Every model of the registry is whole: manifest, weights and class belong together.</summary>
public sealed class ShippedModelsTests
{
    public static TheoryData<string> Names => [.. ShippedModels.All.Select(model => model.Name)];

    public static TheoryData<string> DrawNames => [.. ShippedModels.Draw.Select(model => model.Name)];

    public static TheoryData<string> ClassifierNames => [.. ShippedModels.Classifiers.Select(model => model.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_manifest_describes_the_weights_that_are_built_in(string name)
    {
        ShippedModel model = Find(name);
        ModelManifest manifest = ModelManifest.Parse(model.ReadManifest(), model.ManifestFile);
        using Stream weights = model.OpenWeights();
        Assert.Equal(manifest.WeightsSha256, Convert.ToHexStringLower(SHA256.HashData(weights)));
        Assert.Equal((manifest.WeightsFile, manifest.WeightsSha256), (model.WeightsFile, model.WeightsSha256));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_build_vouches_for_the_weights_that_are_built_in(string name)
    {
        ShippedModel model = Find(name);
        AssemblyMetadataAttribute entry = Assert.Single(
            typeof(ShippedModel).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>(),
            entry => entry.Key == $"DrawAot.Weights:{model.WeightsFile}");
        Assert.Equal(model.WeightsSha256, entry.Value);
    }

    /// <summary>A manifest states its model's figures, measured on all images of a test set.</summary>
    [Fact]
    public void The_manifest_of_mnist_states_its_test_bound()
    {
        ShippedModel model = Find("mnist");
        using JsonDocument manifest = JsonDocument.Parse(model.ReadManifest());
        JsonElement test = manifest.RootElement.GetProperty("training").GetProperty("test");

        Assert.Equal(10_000, test.GetProperty("images").GetInt32());
        Assert.InRange(test.GetProperty("nats").GetDouble(), 50, 100);
        Assert.Equal(
            test.GetProperty("nats").GetDouble(),
            test.GetProperty("reconstruction").GetDouble() + test.GetProperty("divergence").GetDouble(),
            tolerance: 0.002);
    }

    /// <summary>The build vouches for one hash; a class that states another is hashed at run time, and refused.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Weights_that_are_built_in_are_refused_for_another_hash(string name)
    {
        ShippedModel model = Find(name);
        ModelShape shape = ModelManifest.Parse(model.ReadManifest(), model.ManifestFile).ModelShape;
        string other = new('0', model.WeightsSha256.Length);
        WeightsException refusal = Assert.Throws<WeightsException>(
            () => ModelWeights.ReadEmbedded(typeof(ShippedModel).Assembly, model.WeightsFile, other, shape));
        Assert.Equal($"{model.WeightsFile}: the file has the SHA-256 {model.WeightsSha256}; expected {other}.", refusal.Message);
    }

    [Theory]
    [MemberData(nameof(DrawNames))]
    public void A_model_is_of_its_manifests_shape_and_draws(string name)
    {
        ShippedModel<IDrawModel> shipped = ShippedModels.Draw.Single(model => model.Name == name);
        using IDrawModel model = shipped.LoadEmbedded();
        using DrawSession session = model.CreateSession();
        Assert.Equal(DrawManifest.Parse(shipped.ReadManifest(), shipped.ManifestFile).Shape, model.Shape);

        float[] picture = new float[model.Shape.PixelCount];
        session.Sample(seed: 1, index: 0, picture);
        Assert.All(picture, value => Assert.InRange(value, 0, 1));
        Assert.NotEqual(picture.Min(), picture.Max());
    }

    [Theory]
    [MemberData(nameof(DrawNames))]
    public void Weights_from_a_file_draw_the_same(string name)
    {
        ShippedModel<IDrawModel> shipped = ShippedModels.Draw.Single(model => model.Name == name);
        using TemporaryFolder folder = new();
        using (Stream weights = shipped.OpenWeights())
        using (FileStream file = File.Create(folder.Combine("copy.safetensors")))
        {
            weights.CopyTo(file);
        }

        using IDrawModel embedded = shipped.LoadEmbedded(), loaded = shipped.Load(folder.Combine("copy.safetensors"));
        Assert.Equal(Draw(embedded), Draw(loaded));

        static float[] Draw(IDrawModel model)
        {
            using DrawSession session = model.CreateSession();
            float[] picture = new float[model.Shape.PixelCount];
            session.Sample(seed: 3, index: 5, picture);
            return picture;
        }
    }

    [Theory]
    [MemberData(nameof(ClassifierNames))]
    public void A_classifier_is_of_its_manifests_shape_and_classifies(string name)
    {
        ShippedModel<IClassifierModel> shipped = ShippedModels.Classifiers.Single(model => model.Name == name);
        ClassifierManifest manifest = ClassifierManifest.Parse(shipped.ReadManifest(), shipped.ManifestFile);
        using IClassifierModel model = shipped.LoadEmbedded();
        using ClassifierSession session = model.CreateSession();
        Assert.Equal((manifest.Shape, manifest.Precision), (model.Shape, model.Precision));
        Assert.Equal(manifest.Classes, model.Classes);

        float[] probabilities = new float[model.Shape.ClassCount];
        session.Classify(new float[model.Shape.PixelCount], probabilities);
        Assert.Equal(1, probabilities.Sum(), 1e-5);
    }

    [Fact]
    public void Names_are_found_in_upper_or_lower_case_and_others_are_not()
    {
        Assert.Same(ShippedModels.All[0], ShippedModels.Find("MNIST"));
        Assert.Null(ShippedModels.Find("mnist.draw.json"));
        Assert.Null(ShippedModels.Find(""));
    }

    private static ShippedModel Find(string name) => ShippedModels.Find(name)!;
}
