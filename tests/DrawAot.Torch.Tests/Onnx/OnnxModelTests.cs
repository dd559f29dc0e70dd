using DrawAot.Conformance;
using DrawAot.Reference;
using DrawAot.TestModels;

namespace DrawAot.Torch.Tests.Onnx;

/// <summary>The outputs of the exported graphs for batches and for single images.</summary>
public sealed class OnnxModelTests
{
    private const int Count = 3;

    public static TheoryData<string> Models() => [.. TestModel.All.Select(model => model.Name)];

    [Theory]
    [MemberData(nameof(Models))]
    public void Pictures_of_a_batch_are_those_drawn_alone(string name)
    {
        TestModel model = ModelsUnderTest.Named(name);
        float[][][] latents = [.. Enumerable.Range(0, Count).Select(k => Latents.Of(model.Shape, 3, (ulong)k))];

        float[] batch = OnnxEngine.Draw(model, model.Weights, latents);

        float[] alone = [.. latents.SelectMany(picture => OnnxEngine.Draw(model, model.Weights, [picture]))];
        Assert.Equal(Count * model.Shape.PixelCount, batch.Length);
        Assert.True(batch.Zip(alone, (b, a) => Math.Abs(b - a)).Max() <= 1e-5);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Bounds_of_a_batch_are_the_references(string name)
    {
        TestModel model = ModelsUnderTest.Named(name);
        var reference = new ReferenceDraw(model.Shape, model.Weights);
        float[][] images = [.. Enumerable.Range(0, Count).Select(k => Images.Noise(model.Shape, (ulong)k))];
        float[][][] noise = [.. Enumerable.Range(0, Count).Select(k => Latents.NoiseOf(model.Shape, 5, (ulong)k))];

        (float[] reconstruction, float[] divergence) = OnnxEngine.Score(model, model.Weights, images, noise);

        for (int k = 0; k < Count; k++)
        {
            Reference.Inference expected = reference.Infer(Doubles(images[k]), [.. noise[k].Select(Doubles)]);
            AssertClose(expected.ReconstructionLoss, reconstruction[k]);
            AssertClose(expected.LatentLoss, divergence[k]);
        }
    }

    private static void AssertClose(double expected, float actual) =>
        Assert.True(Math.Abs(expected - actual) <= 1e-4 + 1e-5 * Math.Abs(expected), $"{actual} nats, where {expected} were expected.");

    private static double[] Doubles(float[] values) => [.. values.Select(value => (double)value)];
}
