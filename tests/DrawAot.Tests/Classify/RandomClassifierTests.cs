using CsCheck;
using DrawAot.Conformance;
using DrawAot.Layout;
using DrawAot.Manifest;
using DrawAot.RandomCases;
using DrawAot.TestModels;
using DrawAot.Tests.Sampling;

namespace DrawAot.Tests.Classify;

/// <summary>Emitted code for a classifier of any sizes computes the same as the reference, at every precision.</summary>
[Trait("Category", "Slow")]
public class RandomClassifierTests
{
    [Fact]
    [Trait("Cases", "Random")]
    public void Generated_code_of_any_shape_computes_the_same_as_the_reference_and_has_the_same_bits_in_a_batch() =>
        RandomModels.Classifiers.Array[1, 12].Check(RequireOfEach, count: 8, print: models => string.Join('\n', models.AsEnumerable()));

    private static void RequireOfEach(RandomClassifier[] models)
    {
        using var compiled = CompiledModels.Of(models, out TestClassifier[] tests);
        foreach (TestClassifier test in tests)
        {
            using IClassifierModel model = test.Of(test.Weights);
            using ClassifierSession session = model.CreateSession();
            ModelLayout layout = test.Shape.Layout(test.Precision);
            Assert.Equal(layout.Weights.Words * sizeof(float), model.MemorySize);
            Assert.Equal(layout.SessionFloats * sizeof(float), session.MemorySize);
            ClassifierSessionTests.RequireSameBits(session);
            float[] image = Images.Noise(test.Shape, seed: 1);
            if (test.Precision is WeightPrecision.Int8)
            {
                Int8ClassifierTests.RequireSteps(test, image);
            }
            else
            {
                ClassifierTheories.RequireAgreement(new GeneratedClassifyingEngine(), new ReferenceClassifyingEngine(), test, image);
            }
        }
    }
}
