namespace ShapesTests;

/// <summary>
/// A model's pictures and scores as they were when somebody looked at them. To try it, copy this folder out of the repository and
/// run `dotnet test`; to test a model of your own, replace the two files shapes.*, and the expected values by those that the tests
/// then state.
/// </summary>
public sealed class PictureTests : IDisposable
{
    /// <summary>The picture of seed 1 and index 0 [B, A], two hexadecimal digits a pixel.</summary>
    private const string Picture = """
        000000010101020304020000
        000103070C131E231E180800
        01020712233A4B4940403306
        02050E28465F66615E60672F
        03081A466B776B6269758973
        040C2D759994796C7689A9AE
        061550A9C2B28C78849DC0D2
        0C2571C1CFBD907D8BA6CBE1
        0F2866AAB8A07B6E86ABCFDF
        0C18355E6856434C74A6C6C0
        0507101F272526396697A55A
        010104090E11192F5B816B0C
        """;

    private const double Nats = 35.338;

    // The item DrawWeights in the project lays the weights where the tests run.
    private readonly Shapes _model = Shapes.Load("shapes.safetensors");
    private readonly Shapes.Session _session;

    public PictureTests() => _session = _model.CreateSession();

    public void Dispose()
    {
        _session.Dispose();
        _model.Dispose();
    }

    /// <summary>
    /// Within one of 255 grey levels: processors that fuse multiply-adds draw the same bits as each other, and those that do not
    /// differ from these by rounding.
    /// </summary>
    [Fact]
    public void A_seed_has_the_picture_that_it_had()
    {
        float[] image = new float[Shapes.PixelCount];
        _session.Sample(seed: 1, index: 0, image);

        byte[] found = [.. image.Select(value => (byte)MathF.Round(value * 255))];
        byte[] expected = Convert.FromHexString(string.Concat(Picture.Split('\n', StringSplitOptions.TrimEntries)));
        Assert.True(
            found.Length == expected.Length && found.Zip(expected).All(pixel => Math.Abs(pixel.First - pixel.Second) <= 1),
            "The picture is\n" + string.Join('\n', found.Chunk(Shapes.Width).Select(Convert.ToHexString)));
    }

    [Fact]
    public void An_image_has_the_bound_that_it_had()
    {
        float[] cross = new float[Shapes.PixelCount];
        for (int k = 2; k < 10; k++)
        {
            cross[(k * Shapes.Width) + 5] = cross[(5 * Shapes.Width) + k] = 1;
        }

        Assert.Equal(Nats, _session.Score(cross, seed: 1, index: 0).Nats, tolerance: 0.01);
    }

    /// <summary>A batch, a picture alone and one drawn glimpse by glimpse: the same bits.</summary>
    [Fact]
    public void A_picture_depends_on_seed_and_index_alone()
    {
        const int Count = 7;
        float[] batch = new float[Count * Shapes.PixelCount], image = new float[Shapes.PixelCount];
        _session.SampleBatch(seed: 1, first: 0, batch);
        for (int k = 0; k < Count; k++)
        {
            _session.Begin(seed: 1, index: (ulong)k);
            while (_session.Step())
            {
            }

            _session.CopyPicture(image);
            Assert.Equal<float>(batch.AsSpan(k * Shapes.PixelCount, Shapes.PixelCount), image.AsSpan());
        }
    }

    [Fact]
    public void Drawing_allocates_nothing()
    {
        float[] image = new float[Shapes.PixelCount];
        _session.Sample(seed: 1, index: 0, image);

        long before = GC.GetAllocatedBytesForCurrentThread();
        _session.Sample(seed: 1, index: 1, image);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
