using System.Numerics.Tensors;
using DrawAot.Conformance;
using DrawAot.Numerics;
using DrawAot.TestModels;

namespace DrawAot.Tests.Sampling;

/// <summary>Batches as tensors come out as batches in spans do, whatever the strides, and without a byte allocated.</summary>
public class TensorTests(WeightsFolder folder)
{
    private const int Count = 3;
    private const ulong Seed = 8, First = 2;

    /// <summary>Layouts of a tensor [n, C, B, A] in memory.</summary>
    public enum Layout
    {
        /// <summary>One value after the other.</summary>
        Dense,

        /// <summary>Channels last, as image files have them.</summary>
        ChannelsLast,

        /// <summary>A part of larger images.</summary>
        Cropped,
    }

    public static TheoryData<string, Layout> Layouts()
    {
        var layouts = new TheoryData<string, Layout>();
        foreach (string model in (string[])[nameof(Seven), nameof(Wide), nameof(Tall), nameof(Whole)])
        {
            foreach (Layout layout in Enum.GetValues<Layout>())
            {
                layouts.Add(model, layout);
            }
        }

        return layouts;
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Samples_are_those_of_spans(string name, Layout layout)
    {
        using Case test = new(folder, name, layout);
        float[] expected = test.NewImages();
        test.Session.SampleBatch(Seed, First, expected);

        test.Session.SampleBatch(Seed, First, test.Out.AsTensorSpan());

        Assert.Equal(expected, Flat(test.Out));
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Reconstructions_are_those_of_spans(string name, Layout layout)
    {
        using Case test = new(folder, name, layout);
        float[] means = test.NewImages(), samples = test.NewImages();
        test.Session.ReconstructBatch(test.Images, means);
        test.Session.ReconstructBatch(test.Images, Seed, First, samples);

        test.Session.ReconstructBatch(test.In.AsReadOnlyTensorSpan(), test.Out.AsTensorSpan());
        Assert.Equal(means, Flat(test.Out));
        test.Session.ReconstructBatch(test.In.AsReadOnlyTensorSpan(), Seed, First, test.Out.AsTensorSpan());
        Assert.Equal(samples, Flat(test.Out));
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Latents_go_out_and_in_as_those_of_spans(string name, Layout layout)
    {
        using Case test = new(folder, name, layout);
        nint glimpses = test.Session.Shape.Glimpses, latent = test.Session.Shape.Latent;
        float[] expected = new float[Count * glimpses * latent], pictures = test.NewImages();
        test.Session.EncodeBatch(test.Images, expected);
        test.Session.DecodeBatch(expected, pictures);

        Tensor<float> latents = Tensor.PermuteDimensions(Tensor.CreateFromShape<float>([latent, glimpses, Count]), [2, 1, 0]);
        test.Session.EncodeBatch(test.In.AsReadOnlyTensorSpan(), latents.AsTensorSpan());
        Assert.Equal(expected, Flat(latents));
        test.Session.DecodeBatch(latents.AsReadOnlyTensorSpan(), test.Out.AsTensorSpan());
        Assert.Equal(pictures, Flat(test.Out));
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Scores_are_those_of_spans(string name, Layout layout)
    {
        using Case test = new(folder, name, layout);
        Score[] expected = new Score[Count], actual = new Score[Count];
        test.Session.ScoreBatch(test.Images, Seed, First, expected);

        test.Session.ScoreBatch(test.In.AsReadOnlyTensorSpan(), Seed, First, actual);

        Assert.Equal(expected, actual);
    }

    [Theory]
    [InlineData(Layout.Dense)]
    [InlineData(Layout.ChannelsLast)]
    [InlineData(Layout.Cropped)]
    public void No_byte_is_allocated(Layout layout)
    {
        using Case test = new(folder, nameof(Wide), layout);
        Assert.Equal(layout == Layout.Dense, test.In.IsDense);
        Score[] scores = new Score[Count];
        Tensor<float> latents = Tensor.CreateFromShape<float>([Count, Wide.Glimpses, Wide.Latent]);
        Run();

        long before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);

        void Run()
        {
            test.Session.SampleBatch(Seed, First, test.Out.AsTensorSpan());
            test.Session.ReconstructBatch(test.In.AsReadOnlyTensorSpan(), test.Out.AsTensorSpan());
            test.Session.ReconstructBatch(test.In.AsReadOnlyTensorSpan(), Seed, First, test.Out.AsTensorSpan());
            test.Session.EncodeBatch(test.In.AsReadOnlyTensorSpan(), latents.AsTensorSpan());
            test.Session.DecodeBatch(latents.AsReadOnlyTensorSpan(), test.Out.AsTensorSpan());
            test.Session.ScoreBatch(test.In.AsReadOnlyTensorSpan(), Seed, First, scores);
        }
    }

    [Fact]
    public void A_tensor_of_other_dimensions_is_refused()
    {
        using Case test = new(folder, nameof(Wide), Layout.Dense);
        Tensor<float> flat = Tensor.CreateFromShape<float>([Count, Wide.PixelCount]);
        Tensor<float> latents = Tensor.CreateFromShape<float>([Count, Wide.Glimpses, Wide.Latent + 1]);

        string images = $"The images are a tensor [{Count}, {Wide.PixelCount}]; [n, {Wide.Channels}, {Wide.Height}, {Wide.Width}] was expected.";
        Assert.Equal(images, Refusal(() => test.Session.SampleBatch(Seed, First, flat.AsTensorSpan())));
        Assert.Equal(images, Refusal(() => test.Session.ReconstructBatch(flat.AsReadOnlyTensorSpan(), test.Out.AsTensorSpan())));
        Assert.Equal(images, Refusal(() => test.Session.ScoreBatch(flat.AsReadOnlyTensorSpan(), Seed, First, new Score[Count])));
        Assert.Equal(
            $"The latents are a tensor [{Count}, {Wide.Glimpses}, {Wide.Latent + 1}]; [{Count}, {Wide.Glimpses}, {Wide.Latent}] was expected.",
            Refusal(() => test.Session.DecodeBatch(latents.AsReadOnlyTensorSpan(), test.Out.AsTensorSpan())));
        Assert.Equal(
            $"There are 2 scores for {Count} images; the same number was expected.",
            Refusal(() => test.Session.ScoreBatch(test.In.AsReadOnlyTensorSpan(), Seed, First, new Score[2])));
    }

    [Fact]
    public void A_value_outside_its_range_is_refused_before_anything_is_done()
    {
        using Case test = new(folder, nameof(Wide), Layout.ChannelsLast);
        Score[] scores = new Score[Count];
        test.Session.Begin(Seed, First);
        test.In[[1, 0, 2, 3]] = 1.5f;
        Tensor<float> latents = Tensor.CreateFromShape<float>([Count, Wide.Glimpses, Wide.Latent]);
        latents[[2, 1, 0]] = float.NaN;

        string pixel = $"Value {Wide.PixelCount + 2 * Wide.Width + 3} of the images is 1.5; numbers in [0, 1] were expected.";
        Assert.Equal(pixel, Refusal(() => test.Session.ScoreBatch(test.In.AsReadOnlyTensorSpan(), Seed, First, scores)));
        Assert.Equal(pixel, Refusal(() => test.Session.ReconstructBatch(test.In.AsReadOnlyTensorSpan(), test.Out.AsTensorSpan())));
        Assert.Equal(pixel, Refusal(() => test.Session.EncodeBatch(test.In.AsReadOnlyTensorSpan(), latents.AsTensorSpan())));
        Assert.Equal(
            $"Value {(2 * Wide.Glimpses + 1) * Wide.Latent} of the latents is NaN; finite numbers were expected.",
            Refusal(() => test.Session.DecodeBatch(latents.AsReadOnlyTensorSpan(), test.Out.AsTensorSpan())));

        Assert.All(scores, score => Assert.Equal(default, score));
        Assert.All(Flat(test.Out), value => Assert.Equal(0, value));
        Assert.True(test.Session.Step(), "What was begun before does not go on.");
    }

    /// <summary>The sentence of a refusal, without the parameter's name after it.</summary>
    private static string Refusal(Action action) => Assert.Throws<ArgumentException>(action).Message.Split(" (Parameter ")[0];

    private static float[] Flat(Tensor<float> tensor)
    {
        float[] flat = new float[tensor.FlattenedLength];
        tensor.FlattenTo(flat);
        return flat;
    }

    /// <summary>A session, and images of a layout to read from and to write to.</summary>
    private sealed class Case : IDisposable
    {
        private readonly IDrawModel _model;

        public Case(WeightsFolder folder, string name, Layout layout)
        {
            TestModel model = ModelsUnderTest.Named(name);
            _model = model.Load(folder.PathOf(model));
            Session = _model.CreateSession();
            Images = NewImages();
            Normals.Fill(Seed, index: 0, stream: 0, Images);
            Images = [.. Images.Select(value => Math.Clamp(0.5f + value, 0, 1))];
            In = NewTensor(layout);
            Tensor.Create(Images, [Count, model.Shape.Channels, model.Shape.Height, model.Shape.Width]).CopyTo(In);
            Out = NewTensor(layout);
        }

        public DrawSession Session { get; }

        /// <summary>The images as they lie in a span.</summary>
        public float[] Images { get; }

        /// <summary>The same as a tensor of the layout.</summary>
        public Tensor<float> In { get; }

        public Tensor<float> Out { get; }

        public float[] NewImages() => new float[Count * Session.Shape.PixelCount];

        public void Dispose()
        {
            Session.Dispose();
            _model.Dispose();
        }

        private Tensor<float> NewTensor(Layout layout)
        {
            (nint c, nint b, nint a) = (Session.Shape.Channels, Session.Shape.Height, Session.Shape.Width);
            return layout switch
            {
                Layout.ChannelsLast => Tensor.PermuteDimensions(Tensor.CreateFromShape<float>([Count, b, a, c]), [0, 3, 1, 2]),
                Layout.Cropped => Tensor.CreateFromShape<float>([Count + 1, c + 1, b + 2, a + 3])
                    .Slice([1.., 1.., 1..^1, 2..^1]),
                _ => Tensor.CreateFromShape<float>([Count, c, b, a]),
            };
        }
    }
}
