using DrawAot.Conformance;
using DrawAot.TestModels;

namespace DrawAot.Tests.Sampling;

/// <summary>Between the creation of a session and its disposal nothing is allocated.</summary>
public class AllocationTests(WeightsFolder folder)
{
    [Theory]
    [InlineData(nameof(Seven), 1000)]
    [InlineData(nameof(Whole), 1000)]
    [InlineData(nameof(Digits), 50)]
    public void Drawing_pictures_allocates_no_byte(string name, int pictures)
    {
        TestModel test = ModelsUnderTest.Named(name);
        using IDrawModel model = test.Load(folder.PathOf(test));
        using DrawSession session = model.CreateSession();
        float[] images = new float[2 * test.Shape.PixelCount];
        Draw(session, images, pictures: 2);

        // Read before anything is formatted: a message allocates.
        long before = GC.GetAllocatedBytesForCurrentThread();
        Draw(session, images, pictures);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
    }

    private static void Draw(DrawSession session, Span<float> images, int pictures)
    {
        for (int index = 0; index < pictures; index += 2)
        {
            session.Sample(seed: 1, (ulong)index, images[..(images.Length / 2)]);
            session.SampleBatch(seed: 1, (ulong)index, images);
        }
    }
}
