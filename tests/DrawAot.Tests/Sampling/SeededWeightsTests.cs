using System.Security.Cryptography;
using DrawAot.Conformance;
using DrawAot.TestModels;

namespace DrawAot.Tests.Sampling;

/// <summary>The test models' manifests state the SHA-256 of weights that are made anew wherever tests run.</summary>
public class SeededWeightsTests(WeightsFolder folder)
{
    public static TheoryData<string> Models() => [.. TestModel.All.Select(model => model.Name)];

    public static TheoryData<string> Classifiers() => [.. TestClassifier.Names];

    /// <summary>After a change to a manifest, or to how weights are made, the message says what to write there.</summary>
    [Theory]
    [MemberData(nameof(Models))]
    public void The_manifest_states_their_SHA_256(string name)
    {
        TestModel model = ModelsUnderTest.Named(name);
        RequireSha256(name, model.WeightsFile, model.WeightsSha256);
    }

    [Theory]
    [MemberData(nameof(Classifiers))]
    public void The_manifest_of_a_classifier_states_their_SHA_256(string name)
    {
        TestClassifier model = TestClassifier.Named(name);
        RequireSha256(name, model.WeightsFile, model.WeightsSha256);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Shipped_models_draw_pictures_with_light_and_shade(string name)
    {
        TestModel model = ModelsUnderTest.Named(name);
        float[] picture = new ReferenceEngine().Draw(model, model.Weights, seed: 1, index: 2);

        Assert.All(picture, p => Assert.InRange(p, 1e-4f, 1 - 1e-4f));
        Assert.True(picture.Length == 1 || picture.Max() - picture.Min() > 0.2f, "The picture is nearly even.");
    }

    private void RequireSha256(string name, string file, string stated)
    {
        string sha256 = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(folder.PathOf(file))));
        Assert.True(
            sha256 == stated,
            $"""In tests/DrawAot.TestModels/Manifests/{name.ToLowerInvariant()}.draw.json write "sha256": "{sha256}".""");
    }
}
