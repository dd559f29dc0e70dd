using CsCheck;
using DrawAot.Conformance;
using DrawAot.Manifest;
using DrawAot.RandomCases;
using DrawAot.TestModels;

namespace DrawAot.Torch.Tests.Conformance;

/// <summary>A module of any sizes computes the same as the reference.</summary>
[Trait("Category", "Slow")]
public class TorchRandomModelTests
{
    [Fact]
    [Trait("Cases", "Random")]
    public void A_module_of_any_shape_computes_the_same_as_the_reference() =>
        RandomModels.Any.Check(model => RequireAgreement(model.Shape, model.Seed), count: 100);

    [Fact]
    [Trait("Cases", "Random")]
    public void A_classifier_of_any_shape_computes_the_same_as_the_reference() =>
        RandomModels.Classifiers.Check(
            model => ClassifierTheories.RequireAgreement(
                new TorchClassifyingEngine(), new ReferenceClassifyingEngine(),
                new TestClassifier($"{model}", model.Shape, "", "", _ => throw new NotSupportedException(), _ => throw new NotSupportedException())
                {
                    Weights = RandomModels.WeightsOf(model.Shape, model.Seed),
                },
                Images.Noise(model.Shape, seed: 1), tolerance: 2e-5),
            count: 100);

    private static void RequireAgreement(DrawShape shape, ulong seed)
    {
        var model = new TestModel("random", shape, "", "", _ => throw new NotSupportedException(), _ => throw new NotSupportedException())
        {
            Weights = RandomModels.WeightsOf(shape, seed),
        };
        float[] image = Images.Noise(shape, seed: 1);
        Trace expected = new ReferenceEngine().Trace(model, model.Weights, image, seed: 2, index: 3);
        Trace actual = new TorchEngine().Trace(model, model.Weights, image, seed: 2, index: 3);
        actual.RequireCloseTo(expected, $"{shape} with weights of seed {seed}");
    }
}
