using DrawAot.Manifest;
using DrawAot.Reference;
using DrawAot.TestModels;
using DrawAot.Weights;

namespace DrawAot.Tests;

/// <summary>Window parameters beyond the range of floats give extreme windows and finite pictures.</summary>
public class AttentionWindowTests
{
    [Fact]
    public void Ordinary_parameters_are_taken_as_they_are()
    {
        AttentionWindow window = AttentionWindow.FromParameters([0, 0, 0, 0, 0], width: 17, height: 5, filters: 5);

        Assert.Equal(new AttentionWindow(CentreX: 8, CentreY: 2, Stride: 4, Variance: 1, Intensity: 1), window);
    }

    [Theory]
    [InlineData(-1e30f)]
    [InlineData(-104)]
    [InlineData(-88)]
    [InlineData(-70)]
    [InlineData(70)]
    [InlineData(88.8f)]
    [InlineData(float.MaxValue)]
    public void Variance_stride_and_intensity_have_finite_reciprocals(float logarithm)
    {
        AttentionWindow window = AttentionWindow.FromParameters(
            [0, 0, logarithm, logarithm, logarithm], width: 28, height: 28, filters: 5);

        foreach (float value in (float[])[window.Variance, window.Stride, window.Intensity])
        {
            Assert.True(value > 0 && float.IsFinite(value) && float.IsFinite(1 / value), $"{value} of {logarithm}");
        }
    }

    /// <summary>At 0 the middle of an odd number of filters sits on the middle pixel, exactly: 0 pixels from it, 0 strides off.</summary>
    [Theory]
    [InlineData(-104, 0, 0)]
    [InlineData(104, 0, 0)]
    [InlineData(0, -104, 0)]
    [InlineData(0, 104, 0)]
    [InlineData(0, 0, -104)]
    [InlineData(0, 0, 104)]
    [InlineData(-104, 104, -104)]
    [InlineData(104, 104, 104)]
    public void No_window_makes_a_picture_of_NaN(float variance, float stride, float intensity)
    {
        DrawShape shape = Seventeen.Test.Shape;
        Assert.True(shape is { WriteAttention: int filters } && filters % 2 == 1 && shape.Width % 2 == 1);
        var weights = SeededWeights.Of(shape).ToDictionary(tensor => tensor.Key, tensor => new float[tensor.Value.Length]);
        weights["write.window.bias"] = [0, 0, variance, stride, intensity];
        weights["write.patch.bias"].AsSpan().Fill(0.1f);
        using var file = new MemoryStream();
        SeededWeights.Write(file, shape, weights);
        using IDrawModel model = Seventeen.Test.FromTensors(SafetensorsFile.Parse(file.ToArray(), "crafted"));
        using DrawSession session = model.CreateSession();

        float[] picture = new float[shape.PixelCount];
        session.Sample(seed: 1, index: 0, picture);

        Assert.All(picture, value => Assert.InRange(value, 0, 1));
    }
}
