using System.Numerics.Tensors;
using DrawAot.Conformance;
using DrawAot.Layout;
using DrawAot.Manifest;
using DrawAot.TestModels;
using DrawAot.Tests.Sampling;

namespace DrawAot.Tests.Classify;

/// <summary>A classifier's session gives the same bits in every kind of call, allocates nothing, and refuses arguments in sentences.</summary>
public class ClassifierSessionTests(WeightsFolder folder)
{
    private const int Count = 10; // a whole tile, and one that is not

    public static TheoryData<string> Models() => [.. TestClassifier.Names];

    [Theory]
    [MemberData(nameof(Models))]
    public void An_image_has_the_same_bits_alone_step_by_step_in_a_batch_and_as_a_tensor(string name)
    {
        using IClassifierModel model = Load(name);
        using ClassifierSession session = model.CreateSession();
        RequireSameBits(session);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Sizes_are_those_that_the_manifest_is_checked_for(string name)
    {
        TestClassifier test = TestClassifier.Named(name);
        using IClassifierModel model = Load(name);
        using ClassifierSession session = model.CreateSession();
        ModelLayout layout = test.Shape.Layout(test.Precision);

        Assert.Equal(layout.Weights.Words * sizeof(float), model.MemorySize);
        Assert.Equal(layout.SessionFloats * sizeof(float), session.MemorySize);
        Assert.Equal((test.Shape, test.Precision, test.Shape.ClassCount), (model.Shape, model.Precision, model.Classes.Count));
        Assert.Equal(test.Shape, session.Shape);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void No_call_allocates_a_byte(string name)
    {
        using IClassifierModel model = Load(name);
        using ClassifierSession session = model.CreateSession();
        float[] images = Noise(model.Shape), probabilities = new float[Count * model.Shape.ClassCount];
        Run();

        long before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        Run();
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);

        void Run()
        {
            Span<float> first = probabilities.AsSpan(0, model.Shape.ClassCount);
            ReadOnlySpan<float> image = images.AsSpan(0, model.Shape.PixelCount);
            session.Classify(image, first);
            session.ClassifyBatch(images, probabilities);
            session.ClassifyBatch(ImageTensor(model.Shape, images), new TensorSpan<float>(probabilities, [Count, model.Shape.ClassCount]));
            session.Begin(image);
            while (session.Step())
            {
                session.CopyProbabilities(first);
                _ = session.ReadWindow;
            }
        }
    }

    [Fact]
    public void Steps_tell_where_they_read_and_how_many_are_left()
    {
        using Lens model = Lens.Load(folder.PathOf(Lens.WeightsFile));
        using Lens.Session session = model.CreateSession();
        Assert.Null(session.ReadWindow);
        session.Begin(Noise(Lens.Test.Shape).AsSpan(0, Lens.PixelCount));
        Assert.Null(session.ReadWindow);
        var windows = new HashSet<AttentionWindow>();
        for (int t = 1; t <= Lens.Glimpses; t++)
        {
            Assert.True(session.Step());
            Assert.Equal(t, session.Glimpse);
            Assert.True(windows.Add(session.ReadWindow!.Value));
        }

        Assert.False(session.Step());
        Assert.Equal(Lens.Glimpses, session.Glimpse);
    }

    [Fact]
    public void Lengths_are_checked_before_anything_else()
    {
        using Lens model = Lens.Load(folder.PathOf(Lens.WeightsFile));
        using Lens.Session session = model.CreateSession();
        float[] image = Noise(Lens.Test.Shape)[..Lens.PixelCount], room = new float[Lens.ClassCount];

        Assert.Equal(
            "The image holds 440 values; 441 (3×7×21) were expected. (Parameter 'image')",
            Assert.Throws<ArgumentException>(() => session.Classify(image.AsSpan(1), room)).Message);
        Assert.Equal(
            "There is room for 16 probabilities; 17 (1 × 17 classes) were expected. (Parameter 'probabilities')",
            Assert.Throws<ArgumentException>(() => session.Classify(image, room.AsSpan(1))).Message);
        Assert.Equal(
            "The images hold 442 values; a multiple of 441 (3×7×21) was expected. (Parameter 'images')",
            Assert.Throws<ArgumentException>(() => session.ClassifyBatch(new float[442], room)).Message);
        Assert.Equal(
            "There is room for 17 probabilities; 34 (2 × 17 classes) were expected. (Parameter 'probabilities')",
            Assert.Throws<ArgumentException>(() => session.ClassifyBatch(new float[882], room)).Message);
        Assert.Equal(
            "The probabilities are a tensor [2, 17]; [1, 17] was expected. (Parameter 'probabilities')",
            Assert.Throws<ArgumentException>(() => session.ClassifyBatch(
                new ReadOnlyTensorSpan<float>(image, [1, 3, 7, 21]), new TensorSpan<float>(new float[34], [2, 17]))).Message);
        image[5] = 1.5f;
        Assert.Equal(
            "Value 5 of the image is 1.5; numbers in [0, 1] were expected. (Parameter 'image')",
            Assert.Throws<ArgumentException>(() => session.Begin(image)).Message);
    }

    [Fact]
    public void Steps_and_answers_before_an_image_are_refused()
    {
        using Lens model = Lens.Load(folder.PathOf(Lens.WeightsFile));
        using Lens.Session session = model.CreateSession();
        float[] room = new float[Lens.ClassCount];

        Assert.Equal(
            "No image was begun; Begin, or a call that classifies, was expected before.",
            Assert.Throws<InvalidOperationException>(() => session.Step()).Message);
        Assert.Throws<InvalidOperationException>(() => session.CopyProbabilities(room));
        session.Begin(new float[Lens.PixelCount]);
        Assert.Equal(
            "The image had no glimpse yet; Step was expected before there are probabilities.",
            Assert.Throws<InvalidOperationException>(() => session.CopyProbabilities(room)).Message);
    }

    [Fact]
    public void A_place_for_the_class_of_each_image_is_expected()
    {
        using Lens model = Lens.Load(folder.PathOf(Lens.WeightsFile));
        using Lens.Session session = model.CreateSession();
        Assert.Equal(
            "There are 1 classes for 2 images; the same number was expected. (Parameter 'classes')",
            Assert.Throws<ArgumentException>(() => session.ClassifyBatch(new float[882], new float[34], new int[1])).Message);
    }

    /// <summary>Requires the same bits of images, however they are passed, and sound probabilities.</summary>
    internal static void RequireSameBits(ClassifierSession session)
    {
        ClassifierShape shape = session.Shape;
        int classes = shape.ClassCount;
        float[] images = Noise(shape), batch = new float[Count * classes], tensor = new float[Count * classes], alone = new float[classes];
        int[] best = new int[Count];
        session.ClassifyBatch(images, batch, best);
        session.ClassifyBatch(images, tensor);
        Assert.Equal(batch, tensor);
        session.ClassifyBatch(ImageTensor(shape, images), new TensorSpan<float>(tensor, [Count, classes]));
        Assert.Equal(batch, tensor);
        for (int k = 0; k < Count; k++)
        {
            ReadOnlySpan<float> image = images.AsSpan(k * shape.PixelCount, shape.PixelCount);
            Assert.Equal(best[k], session.Classify(image, alone));
            Assert.Equal(batch[(k * classes)..((k + 1) * classes)], alone);
            Assert.Equal(alone.Max(), alone[best[k]]);
            Assert.Equal(1, alone.Sum(probability => (double)probability), 1e-6);
            Assert.All(alone, probability => Assert.InRange(probability, 0, 1));

            session.Begin(image);
            while (session.Step())
            {
                session.CopyProbabilities(alone); // an answer in between changes nothing
            }

            Assert.Equal(best[k], session.CopyProbabilities(alone));
            Assert.Equal(batch[(k * classes)..((k + 1) * classes)], alone);
        }
    }

    private static ReadOnlyTensorSpan<float> ImageTensor(ClassifierShape shape, float[] images) =>
        new(images, [Count, shape.Channels, shape.Height, shape.Width]);

    private static float[] Noise(ClassifierShape shape) => [.. Enumerable.Range(1, Count).SelectMany(k => Images.Noise(shape, seed: (ulong)k))];

    private IClassifierModel Load(string name) => TestClassifier.Named(name).Load(folder.PathOf(TestClassifier.Named(name).WeightsFile));
}
