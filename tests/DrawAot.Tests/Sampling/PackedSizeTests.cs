using DrawAot.Conformance;
using DrawAot.Manifest;
using DrawAot.TestModels;

namespace DrawAot.Tests.Sampling;

/// <summary>What a manifest is refused for, if it is too much, is what a model really takes.</summary>
public class PackedSizeTests
{
    public static TheoryData<string> Models() => [.. ModelsUnderTest.Names];

    [Theory]
    [MemberData(nameof(Models))]
    public void The_packed_size_that_a_manifest_is_checked_for_is_the_model_s_memory(string name)
    {
        TestModel test = ModelsUnderTest.Named(name);
        using IDrawModel model = GeneratedEngine.Load(test, test.Weights);

        Assert.Equal(PanelLayout.PackedSize(test.Shape, test.Precision) * sizeof(float), model.MemorySize);
    }
}
