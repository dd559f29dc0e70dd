using DrawAot.Manifest;
using DrawAot.TestModels;
using Xunit;

namespace DrawAot.Conformance;

/// <summary>Two engines agree on everything between the image and the class probabilities, at every glimpse, for every classifier.</summary>
/// <param name="engine">The one.</param>
/// <param name="baseline">The other.</param>
/// <param name="tolerance">What parts may differ by.</param>
public abstract class ClassifierTheories(IClassifyingEngine engine, IClassifyingEngine baseline, double tolerance = Trace.Tolerance)
{
    public static TheoryData<string> Models() => [.. TestClassifier.FloatNames];

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_intermediate_of_an_image_of_noise_agrees(string name)
    {
        TestClassifier model = TestClassifier.Named(name);
        RequireAgreement(engine, baseline, model, Images.Noise(model.Shape, seed: 3), tolerance);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Every_intermediate_of_an_even_image_agrees(float value)
    {
        TestClassifier model = Lens.Test;
        float[] image = new float[model.Shape.PixelCount];
        Array.Fill(image, value);
        RequireAgreement(engine, baseline, model, image, tolerance);
    }

    /// <summary>A window of g̃ = 0 is centred on the middle of the image, (A − 1)/2 from its first pixel.</summary>
    [Fact]
    public void A_window_without_an_offset_is_centred_on_the_image()
    {
        ClassifierShape shape = Lens.Test.Shape;
        Dictionary<string, float[]> weights = shape.Tensors.ToDictionary(tensor => tensor.Name, tensor => new float[tensor.Shape.Aggregate(1, (a, b) => a * b)]);
        ClassifierParts glimpse = engine.Classify(Lens.Test, weights, new float[shape.PixelCount])[0];
        for (int i = 0; i < shape.ReadAttention; i++)
        {
            for (int a = 0; a < shape.Width; a++)
            {
                double mirrored = glimpse.FilterX[(shape.ReadAttention - 1 - i) * shape.Width + shape.Width - 1 - a];
                Assert.Equal(mirrored, glimpse.FilterX[i * shape.Width + a], 1e-5);
            }
        }
    }

    [Fact]
    public void Probabilities_sum_to_1_and_follow_the_logits()
    {
        foreach (ClassifierParts glimpse in engine.Classify(Lens.Test, Lens.Test.Weights, Images.Noise(Lens.Test.Shape, seed: 5)))
        {
            Assert.Equal(1, glimpse.Probabilities.Sum(), 1e-6);
            Assert.Equal(
                Enumerable.Range(0, glimpse.Logits.Length).MaxBy(k => glimpse.Logits[k]),
                Enumerable.Range(0, glimpse.Logits.Length).MaxBy(k => glimpse.Probabilities[k]));
        }
    }

    /// <summary>Requires two engines to agree, and says where they first do not.</summary>
    internal static void RequireAgreement(
        IClassifyingEngine engine, IClassifyingEngine baseline, TestClassifier model, float[] image, double tolerance = Trace.Tolerance)
    {
        IReadOnlyList<ClassifierParts> expected = baseline.Classify(model, model.Weights, image);
        IReadOnlyList<ClassifierParts> actual = engine.Classify(model, model.Weights, image);
        Assert.Equal(model.Shape.Glimpses, actual.Count);
        foreach ((ClassifierParts wanted, ClassifierParts found, int t) in expected.Zip(actual, Enumerable.Range(1, actual.Count)))
        {
            foreach (((string name, double[] values), (string _, double[] others)) in wanted.All.Zip(found.All))
            {
                Deviation worst = Deviation.Worst($"{name} of glimpse {t}", values, others)!;
                Assert.True(worst.Error <= tolerance, $"{model.Name}: {worst}");
            }
        }
    }
}
