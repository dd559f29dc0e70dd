using DrawAot.Conformance;
using DrawAot.Runtime;
using DrawAot.TestModels;

namespace DrawAot.Tests.Sampling;

/// <summary>Encoding, decoding, reconstructing and scoring agree with each other to the last bit, alone and in batches.</summary>
public class ReconstructionTests(WeightsFolder folder)
{
    private const ulong Seed = 9, First = ulong.MaxValue;
    private const int Count = 3;

    public static TheoryData<string> Models() => [.. TestModel.All.Select(model => model.Name)];

    /// <summary>Those that can be compared over a whole sequence: see <see cref="ModelsUnderTest.Int8Names"/>.</summary>
    public static TheoryData<string> Comparable() => [.. TestModel.All.Select(model => model.Name).Except(ModelsUnderTest.Int8Names)];

    [Theory]
    [MemberData(nameof(Models))]
    public void A_reconstruction_is_the_decoded_code(string name)
    {
        using IDrawModel model = Load(name);
        using DrawSession session = model.CreateSession();
        float[] x = Images.Noise(model.Shape, seed: 1), code = new float[model.Shape.Glimpses * model.Shape.Latent];
        float[] decoded = new float[x.Length], reconstructed = new float[x.Length];

        session.Encode(x, code);
        session.Decode(code, decoded);
        session.Reconstruct(x, reconstructed);
        Assert.Equal(reconstructed, decoded);

        session.Encode(x, Seed, First, code);
        session.Decode(code, decoded);
        session.Reconstruct(x, Seed, First, reconstructed);
        Assert.Equal(reconstructed, decoded);
    }

    [Theory]
    [MemberData(nameof(Comparable))]
    public void Codes_are_means_and_samples_of_the_posteriors(string name)
    {
        TestModel test = ModelsUnderTest.Named(name);
        using IDrawModel model = Load(name);
        using DrawSession session = model.CreateSession();
        float[] x = Images.Noise(model.Shape, seed: 1), code = new float[model.Shape.Glimpses * model.Shape.Latent];

        session.Encode(x, Seed, index: 2, code);
        RequireEqual(new ReferenceEngine().Trace(test, test.Weights, x, Seed, index: 2).All(DrawBuffer.Latent), code);

        session.Encode(x, code);
        float[][] silence = [.. Enumerable.Range(0, test.Shape.Glimpses).Select(_ => new float[test.Shape.Latent])];
        RequireEqual([.. ReferenceEngine.Infer(test, test.Weights, x, silence).Encoded.SelectMany(encoded => encoded.Mean)], code);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_batch_is_the_same_as_one_by_one(string name)
    {
        using IDrawModel model = Load(name);
        using DrawSession session = model.CreateSession(), single = model.CreateSession();
        float[][] images = [.. Enumerable.Range(1, Count).Select(k => Images.Noise(model.Shape, (ulong)k))];
        float[] batch = [.. images.SelectMany(image => image)], pictures = new float[batch.Length];
        float[] codes = new float[Count * model.Shape.Glimpses * model.Shape.Latent];
        var scores = new Score[Count];

        session.ReconstructBatch(batch, pictures);
        Assert.Equal(OneByOne((image, _, one) => single.Reconstruct(image, one)), pictures);

        session.ReconstructBatch(batch, Seed, First, pictures);
        Assert.Equal(OneByOne((image, index, one) => single.Reconstruct(image, Seed, index, one)), pictures);

        session.EncodeBatch(batch, codes);
        Assert.Equal(images.SelectMany(image => Code(single, image)), codes);

        session.DecodeBatch(codes, pictures);
        Assert.Equal(OneByOne((image, _, one) => single.Decode(Code(single, image), one)), pictures);

        session.ScoreBatch(batch, Seed, First, scores);
        Assert.Equal(images.Select((image, k) => single.Score(image, Seed, unchecked(First + (ulong)k))), scores);

        float[] OneByOne(Action<float[], ulong, float[]> draw) => [.. images.SelectMany((image, k) =>
        {
            float[] one = new float[image.Length];
            draw(image, unchecked(First + (ulong)k), one);
            return one;
        })];
    }

    [Fact]
    public void A_batch_of_no_images_is_accepted()
    {
        using IDrawModel model = Load(nameof(Seven));
        using DrawSession session = model.CreateSession();
        session.ReconstructBatch([], []);
        session.ReconstructBatch([], Seed, First, []);
        session.EncodeBatch([], []);
        session.DecodeBatch([], []);
        session.ScoreBatch([], Seed, First, []);
    }

    [Theory]
    [InlineData(nameof(Seven))]
    [InlineData(nameof(Plain))]
    public void A_reconstruction_may_take_the_place_of_its_image(string name)
    {
        using IDrawModel model = Load(name);
        using DrawSession session = model.CreateSession();
        float[] x = Images.Noise(model.Shape, seed: 1), expected = new float[x.Length];
        session.Reconstruct(x, expected);
        session.Reconstruct(x, x);

        Assert.Equal(expected, x);
    }

    private IDrawModel Load(string name) => ModelsUnderTest.Named(name).Load(folder.PathOf(ModelsUnderTest.Named(name)));

    private static float[] Code(DrawSession session, float[] image)
    {
        float[] code = new float[session.Shape.Glimpses * session.Shape.Latent];
        session.Encode(image, code);
        return code;
    }

    private static void RequireEqual(double[] expected, float[] actual)
    {
        Deviation? worst = Deviation.Worst("the code", expected, Array.ConvertAll(actual, value => (double)value));
        Assert.True(worst!.IsAllowed, worst.ToString());
    }
}
