using CsCheck;
using DrawAot.Conformance;
using DrawAot.Manifest;
using DrawAot.TestModels;

namespace DrawAot.Tests.Sampling;

/// <summary>Whatever a model's sizes are, the C# that is emitted for it computes what the reference does.</summary>
public class RandomModelTests
{
    /// <summary>Several at a time, since the compiler takes as long for one.</summary>
    [Fact]
    public void Generated_code_of_any_shape_computes_like_the_reference() =>
        RandomModels.Any.Array[1, 12].Sample(RequireAgreement, iter: 8, threads: 1, print: Print);

    private static void RequireAgreement((DrawShape Shape, ulong Seed)[] shapes)
    {
        using var models = new CompiledModels(shapes);
        foreach (TestModel test in models.All)
        {
            float[] image = Images.Noise(test.Shape, seed: 1);
            Trace expected = new ReferenceEngine().Trace(test, test.Weights, image, seed: 2, index: 3);
            Trace actual = new GeneratedEngine().Trace(test, test.Weights, image, seed: 2, index: 3);
            actual.RequireCloseTo(expected, test.Name);

            using IDrawModel model = GeneratedEngine.Load(test, test.Weights);
            Assert.Equal(PanelLayout.PackedSize(test.Shape, test.Precision) * sizeof(float), model.MemorySize);
        }
    }

    private static string Print((DrawShape Shape, ulong Seed)[] shapes) => string.Join('\n', shapes);
}
