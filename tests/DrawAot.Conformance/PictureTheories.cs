using System.Globalization;
using DrawAot.Manifest;
using DrawAot.TestModels;
using Xunit;

namespace DrawAot.Conformance;

/// <summary>Two engines draw the same pictures, for every model, over its whole sequence of glimpses.</summary>
/// <param name="engine">The one.</param>
/// <param name="baseline">The other.</param>
/// <param name="trainedTolerance">What pixels of a trained model may differ by: it amplifies what an engine rounds off.</param>
public abstract class PictureTheories(IDrawingEngine engine, IDrawingEngine baseline, double trainedTolerance = Trace.Tolerance)
{
    /// <summary>Every model with some seeds and indices, the largest among them.</summary>
    public static TheoryData<string, ulong, ulong> Pictures()
    {
        var pictures = new TheoryData<string, ulong, ulong>();
        foreach (string model in ModelsUnderTest.Names)
        {
            pictures.Add(model, 0, 0);
            pictures.Add(model, 1, 1);
            pictures.Add(model, 42, 1_000_000_007);
            pictures.Add(model, ulong.MaxValue, ulong.MaxValue);
        }

        return pictures;
    }

    [Theory]
    [MemberData(nameof(Pictures))]
    public void Both_engines_draw_the_same_picture_within_1e_5_a_pixel(string name, ulong seed, ulong index)
    {
        TestModel model = ModelsUnderTest.Named(name);
        float[] expected = baseline.Draw(model, model.Weights, seed, index);
        float[] actual = engine.Draw(model, model.Weights, seed, index);

        double worst = expected.Zip(actual, (e, a) => Math.Abs((double)e - a)).Max();
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"worst pixel: {worst:g3}"));
        Assert.Equal(expected.Length, actual.Length);
        double trained = Math.Max(
            trainedTolerance, model.Precision is WeightPrecision.Bfloat16 ? Trace.TrainedBfloat16Tolerance : Trace.TrainedPictureTolerance);
        Assert.True(worst <= (ModelsUnderTest.IsTrained(name) ? trained : Trace.Tolerance), $"A pixel of {name} is off by {worst:g3}.");
    }
}
