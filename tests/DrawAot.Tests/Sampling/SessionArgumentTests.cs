using DrawAot.TestModels;

namespace DrawAot.Tests.Sampling;

/// <summary>A span of the wrong length is refused in a sentence, and stays as it was.</summary>
public sealed class SessionArgumentTests : IDisposable
{
    private const float Untouched = -1;

    private readonly Wide _model;
    private readonly Wide.Session _session;

    public SessionArgumentTests(WeightsFolder folder)
    {
        _model = Wide.Load(folder.PathOf(Wide.Test));
        _session = _model.CreateSession();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Wide.PixelCount - 1)]
    [InlineData(Wide.PixelCount + 1)]
    [InlineData(2 * Wide.PixelCount)]
    public void One_picture_needs_a_span_of_its_size(int length)
    {
        float[] image = Enumerable.Repeat(Untouched, length).ToArray();

        ArgumentException refusal = Assert.Throws<ArgumentException>(() => _session.Sample(0, 0, image));

        Assert.Equal($"The image holds {length} values; 285 (3×5×19) were expected.", refusal.Message);
        Assert.All(image, pixel => Assert.Equal(Untouched, pixel));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(Wide.PixelCount - 1)]
    [InlineData(2 * Wide.PixelCount + 1)]
    public void Several_pictures_need_a_multiple_of_it(int length)
    {
        float[] images = Enumerable.Repeat(Untouched, length).ToArray();

        ArgumentException refusal = Assert.Throws<ArgumentException>(() => _session.SampleBatch(0, 0, images));

        Assert.Equal($"The images hold {length} values; a multiple of 285 (3×5×19) was expected.", refusal.Message);
        Assert.All(images, pixel => Assert.Equal(Untouched, pixel));
    }

    [Fact]
    public void No_picture_at_all_is_a_multiple_too() => _session.SampleBatch(0, 0, []);

    public void Dispose()
    {
        _session.Dispose();
        _model.Dispose();
    }
}
