using DrawAot.Manifest;
using DrawAot.TestModels;
using Xunit;

namespace DrawAot.Conformance;

/// <summary>Two engines agree on everything between the image and the canvas, at every glimpse, for every model.</summary>
/// <param name="engine">The one.</param>
/// <param name="baseline">The other.</param>
/// <param name="trainedTolerance">What all but the filters of a trained model may differ by when it draws one of its own pictures.</param>
public abstract class TraceTheories(IEncodingEngine engine, IEncodingEngine baseline, double trainedTolerance = Trace.Tolerance)
{
    public static TheoryData<string> Models() => [.. ModelsUnderTest.Names];

    /// <summary>
    /// A trained model has learned nothing of noise: glimpse after glimpse it corrects what it wrote by 1/γ in the
    /// hundreds, and rounding errors with it. There it is held to 1e-4.
    /// </summary>
    [Theory]
    [MemberData(nameof(Models))]
    public void Every_intermediate_of_an_image_of_noise_agrees_within_1e_5(string name)
    {
        TestModel model = ModelsUnderTest.Named(name);
        RequireAgreement(model, Images.Noise(model.Shape, seed: 3), Trace.TrainedTolerance);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_intermediate_of_a_picture_of_the_model_s_own_agrees_within_1e_5(string name)
    {
        TestModel model = ModelsUnderTest.Named(name);
        RequireAgreement(
            model, Images.DrawnBy(model, seed: 4),
            model.Precision is WeightPrecision.Bfloat16 ? Math.Max(trainedTolerance, Trace.TrainedBfloat16Tolerance) : trainedTolerance);
    }

    private void RequireAgreement(TestModel model, float[] image, double trained)
    {
        Trace expected = baseline.Trace(model, model.Weights, image, seed: 5, index: 6);
        Trace actual = engine.Trace(model, model.Weights, image, seed: 5, index: 6);
        bool isTrained = ModelsUnderTest.IsTrained(model.Name);
        actual.RequireCloseTo(
            expected,
            model.Name,
            isTrained ? trained : Trace.Tolerance,
            !isTrained ? Trace.Tolerance
                : model.Precision is WeightPrecision.Bfloat16 ? Trace.TrainedBfloat16Tolerance : Trace.TrainedTolerance);
    }
}
