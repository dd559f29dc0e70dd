using DrawAot.Conformance;
using DrawAot.Layout;
using DrawAot.Manifest;
using DrawAot.TestModels;

namespace DrawAot.Tests.Sampling;

/// <summary>The sizes by which a manifest is refused are those that a model takes.</summary>
public class MemorySizeTests
{
    public static TheoryData<string> Models() => [.. ModelsUnderTest.AllNames];

    [Theory]
    [MemberData(nameof(Models))]
    public void The_sizes_that_a_manifest_is_checked_for_are_those_of_the_model_and_of_its_session(string name)
    {
        TestModel test = ModelsUnderTest.Named(name);
        using IDrawModel model = GeneratedEngine.Load(test, test.Weights);

        Assert.Equal(new DrawLayout(test.Shape, test.Precision).Weights.Words * sizeof(float), model.MemorySize);
        using DrawSession session = model.CreateSession();
        Assert.Equal(new DrawLayout(test.Shape, test.Precision).SessionFloats * sizeof(float), session.MemorySize);
    }
}
