using DrawAot.Conformance;
using DrawAot.TestModels;

namespace DrawAot.Tests.Sampling;

/// <summary>A picture depends on the model, the seed and the index, to the last bit, and on nothing else.</summary>
public class SamePictureTests(WeightsFolder folder)
{
    private const ulong Seed = 42;
    private const int Count = 16;

    public static TheoryData<string> Models() => [.. TestModel.All.Select(model => model.Name)];

    [Theory]
    [MemberData(nameof(Models))]
    public void A_picture_is_the_same_in_every_order_and_in_every_session(string name)
    {
        using IDrawModel model = Load(name);
        float[][] expected = DrawEachInItsOwnSession(model);

        using DrawSession session = model.CreateSession();
        float[] image = new float[model.Shape.PixelCount];
        for (int index = Count - 1; index >= 0; index--)
        {
            session.Sample(Seed, (ulong)index, image);
            Assert.Equal(expected[index], image);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_picture_is_the_same_in_a_batch_of_any_size(string name)
    {
        using IDrawModel model = Load(name);
        float[][] expected = DrawEachInItsOwnSession(model);

        using DrawSession session = model.CreateSession();
        foreach (int size in (int[])[1, 2, 3, 8, Count])
        {
            float[] images = new float[size * model.Shape.PixelCount];
            int first = Count - size;
            session.SampleBatch(Seed, (ulong)first, images);
            Assert.Equal(expected[first..].SelectMany(image => image), images);
        }
    }

    [Fact]
    public void The_index_after_the_last_one_is_the_first_one()
    {
        using IDrawModel model = Load(nameof(Seven));
        using DrawSession session = model.CreateSession();
        float[] both = new float[2 * Seven.PixelCount], first = new float[Seven.PixelCount];

        session.SampleBatch(Seed, ulong.MaxValue, both);
        session.Sample(Seed, 0, first);

        Assert.Equal(first, both[Seven.PixelCount..]);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Other_seeds_and_indices_give_other_pictures(string name)
    {
        using IDrawModel model = Load(name);
        using DrawSession session = model.CreateSession();
        var pictures = new HashSet<string>();
        foreach ((ulong seed, ulong index) in ((ulong, ulong)[])[(0, 0), (0, 1), (1, 0), (1, 1), (1ul << 32, 0), (0, 1ul << 32)])
        {
            float[] image = new float[model.Shape.PixelCount];
            session.Sample(seed, index, image);
            Assert.True(pictures.Add(string.Join(' ', image)), $"Seed {seed}, index {index} gives a picture that another pair gave.");
        }
    }

    private IDrawModel Load(string name) => ModelsUnderTest.Named(name).Load(folder.PathOf(ModelsUnderTest.Named(name)));

    private static float[][] DrawEachInItsOwnSession(IDrawModel model)
    {
        float[][] images = new float[Count][];
        for (int index = 0; index < Count; index++)
        {
            using DrawSession session = model.CreateSession();
            images[index] = new float[model.Shape.PixelCount];
            session.Sample(Seed, (ulong)index, images[index]);
        }

        return images;
    }
}
