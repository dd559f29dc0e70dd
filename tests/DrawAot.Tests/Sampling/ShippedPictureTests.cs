using DrawAot.Conformance;
using DrawAot.Manifest;
using DrawAot.TestModels;

namespace DrawAot.Tests.Sampling;

/// <summary>
/// Trained weights amplify rounding more than seeded ones, in a few pictures most of all: they write with a γ near 0 and cancel
/// earlier writes. Most pictures keep a distance from the bound, as a margin for those that no test draws.
/// </summary>
[Trait("Category", "Slow")]
public class ShippedPictureTests
{
    private const int Pictures = 50;

    public static TheoryData<string> Names() => [.. ModelsUnderTest.Names.Where(ModelsUnderTest.IsTrained)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Nine_of_ten_pictures_are_within_the_bound_and_half_within_a_quarter_of_it_and_none_is_far_beyond(string name)
    {
        TestModel model = ModelsUnderTest.Named(name);
        var generated = new GeneratedEngine();
        var reference = new ReferenceEngine();
        double[] worst = new double[Pictures];
        for (int index = 0; index < Pictures; index++)
        {
            float[] expected = reference.Draw(model, model.Weights, seed: 1, (ulong)index);
            float[] actual = generated.Draw(model, model.Weights, seed: 1, (ulong)index);
            worst[index] = expected.Zip(actual, (e, a) => Math.Abs((double)e - a)).Max();
        }

        Array.Sort(worst);
        (double usual, double largest) = model.Precision is WeightPrecision.Bfloat16
            ? (2 * Trace.Tolerance, Trace.TrainedBfloat16Tolerance)
            : (Trace.Tolerance, Trace.TrainedPictureTolerance);
        TestContext.Current.TestOutputHelper?.WriteLine(
            FormattableString.Invariant($"{name}: half within {worst[Pictures / 2]:g3}, nine of ten within {worst[Pictures * 9 / 10]:g3}, all within {worst[^1]:g3}"));
        Assert.InRange(worst[Pictures / 2], 0, usual / 4);
        Assert.InRange(worst[Pictures * 9 / 10], 0, usual);
        Assert.InRange(worst[^1], 0, largest);
    }
}
