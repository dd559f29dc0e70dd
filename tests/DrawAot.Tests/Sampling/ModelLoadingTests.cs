using DrawAot.Conformance;
using DrawAot.Reference;
using DrawAot.TestModels;
using DrawAot.Weights;

namespace DrawAot.Tests.Sampling;

/// <summary>A model loads the file that its manifest names, and refuses every other in a sentence with the file's name.</summary>
public class ModelLoadingTests(WeightsFolder folder)
{
    public static TheoryData<string> Models() => [.. TestModel.All.Select(model => model.Name)];

    [Theory]
    [MemberData(nameof(Models))]
    public void The_file_that_the_manifest_names_loads(string name)
    {
        TestModel test = ModelsUnderTest.Named(name);
        using IDrawModel model = test.Load(folder.PathOf(test));

        Assert.Equal(test.Shape, model.Shape);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(100)]
    [InlineData(2000)]
    [InlineData(-1)]
    public void A_file_that_ends_too_early_is_refused(int length)
    {
        byte[] whole = File.ReadAllBytes(folder.PathOf(Seven.Test));
        string path = folder.PathOf($"truncated{length}.safetensors");
        File.WriteAllBytes(path, whole[..(length < 0 ? whole.Length + length : length)]);

        AssertRefusal(path, Assert.Throws<WeightsException>(() => Seven.Load(path)));
    }

    [Fact]
    public void A_file_of_another_shape_is_refused_with_both_shapes()
    {
        string path = folder.PathOf(Wide.Test);

        WeightsException refusal = Assert.Throws<WeightsException>(() => Seven.Load(path));

        AssertRefusal(path, refusal);
        Assert.Contains("'encoder.weight_ih'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("[48, 588]", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("[20, 15]", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_the_same_shape_with_other_weights_is_refused_with_both_hashes()
    {
        string path = folder.PathOf("other.safetensors");
        using (FileStream file = File.Create(path))
        {
            SeededWeights.Write(file, Seven.Test.Shape, SeededWeights.Of(Seven.Test.Shape, seed: 2));
        }

        WeightsException refusal = Assert.Throws<WeightsException>(() => Seven.Load(path));

        AssertRefusal(path, refusal);
        Assert.Contains(Seven.WeightsSha256, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(SafetensorsFile.Read(path).Sha256, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        string path = folder.PathOf("nowhere.safetensors");

        AssertRefusal(path, Assert.Throws<FileNotFoundException>(() => Seven.Load(path)));
    }

    [Fact]
    public void A_model_without_its_resource_says_how_to_embed_it()
    {
        WeightsException refusal = Assert.Throws<WeightsException>(Seven.LoadEmbedded);

        AssertRefusal(Seven.WeightsFile, refusal);
        Assert.Contains("DrawAot.TestModels", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("<EmbeddedResource ", refusal.Message, StringComparison.Ordinal);
    }

    private static void AssertRefusal(string file, IOException refusal)
    {
        Assert.Contains(file, refusal.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }
}
