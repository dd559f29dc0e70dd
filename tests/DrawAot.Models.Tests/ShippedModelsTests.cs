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

    [Theory]
    [MemberData(nameof(Names))]
    public void The_manifest_describes_the_weights_that_are_built_in(string name)
    {
        ShippedModel model = Find(name);
        DrawManifest manifest = DrawManifest.Parse(model.ReadManifest(), model.ManifestFile);
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

    /// <summary>How good a model is stands in its manifest, measured on all images of a test set.</summary>
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

    /// <summary>What is vouched for is one hash: a class that states another is hashed at run time, and refused.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Weights_that_are_built_in_are_refused_for_another_hash(string name)
    {
        ShippedModel model = Find(name);
        DrawShape shape = DrawManifest.Parse(model.ReadManifest(), model.ManifestFile).Shape;
        string other = new('0', model.WeightsSha256.Length);
        WeightsException refusal = Assert.Throws<WeightsException>(
            () => ModelWeights.ReadEmbedded(typeof(ShippedModel).Assembly, model.WeightsFile, other, shape));
        Assert.Equal($"{model.WeightsFile}: the file has the SHA-256 {model.WeightsSha256}; expected {other}.", refusal.Message);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_model_is_of_its_manifests_shape_and_draws(string name)
    {
        ShippedModel shipped = Find(name);
        using IDrawModel model = shipped.LoadEmbedded();
        using DrawSession session = model.CreateSession();
        Assert.Equal(DrawManifest.Parse(shipped.ReadManifest(), shipped.ManifestFile).Shape, model.Shape);

        float[] picture = new float[model.Shape.PixelCount];
        session.Sample(seed: 1, index: 0, picture);
        Assert.All(picture, value => Assert.InRange(value, 0, 1));
        Assert.NotEqual(picture.Min(), picture.Max());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Weights_from_a_file_draw_the_same(string name)
    {
        ShippedModel shipped = Find(name);
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

    [Fact]
    public void Names_are_found_in_upper_or_lower_case_and_others_are_not()
    {
        Assert.Same(ShippedModels.All[0], ShippedModels.Find("MNIST"));
        Assert.Null(ShippedModels.Find("mnist.draw.json"));
        Assert.Null(ShippedModels.Find(""));
    }

    private static ShippedModel Find(string name) => ShippedModels.Find(name)!;
}
