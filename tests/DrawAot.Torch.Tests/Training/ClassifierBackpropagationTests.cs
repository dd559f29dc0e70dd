using DrawAot.Cuda;
using DrawAot.Manifest;
using DrawAot.Training;
using DrawAot.Training.Models.Classifier;
using TorchSharp;
using static TorchSharp.torch;

namespace DrawAot.Torch.Tests.Training;

/// <summary>The classifier's gradient against libtorch's autograd, at shapes whose sizes are no multiples of anything.</summary>
public sealed class ClassifierBackpropagationTests
{
    public ClassifierBackpropagationTests() => LibTorch.EnsureLoadable();

    /// <summary>Width, height, channels, T, H, N, K, images.</summary>
    public static TheoryData<string> Shapes =>
    [
        "100, 100, 1, 3, 64, 12, 10, 5",
        "7, 9, 3, 3, 17, 3, 5, 7",
        "9, 7, 4, 2, 16, 1, 2, 1",
        "33, 5, 1, 4, 33, 6, 17, 9",
        "5, 40, 3, 3, 20, 18, 3, 6",
        "1, 1, 1, 1, 1, 1, 2, 2",
        "6, 5, 2, 8, 7, 5, 40, 13",

        // More rows than one block of a weight's gradient, more images than one group.
        "12, 11, 1, 5, 40, 3, 4, 53",
        "8, 7, 1, 3, 18, 2, 3, 130",
    ];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Losses_and_gradients_are_those_of_autograd(string sizes)
    {
        using var problem = new Problem(sizes);
        using var kernels = new ClassifierBackpropagation(problem.Shape, problem.Count, threads: 1);
        (float[] expectedLosses, float[] expected) = problem.SolveWithAutograd();
        (float[] losses, float[] gradient) = problem.Solve(kernels);

        Assert.All(expectedLosses.Zip(losses), pair => Assert.Equal(pair.First, pair.Second, 1e-5f * Math.Max(1, pair.First)));
        RequireEqual(problem.Shape, expected, gradient);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Losses_and_gradients_of_the_kernels_for_GPUs_are_those_of_autograd(string sizes)
    {
        using var problem = new Problem(sizes);
        using var kernels = new CudaClassifierGradients(problem.Shape, problem.Count + 2, (source, definitions) => new HostDevice(source, definitions));
        problem.Solve(kernels);
        (float[] expectedLosses, float[] expected) = problem.SolveWithAutograd();

        // Buffers hold the first solution's numbers.
        (float[] losses, float[] gradient) = problem.Solve(kernels);

        Assert.All(expectedLosses.Zip(losses), pair => Assert.Equal(pair.First, pair.Second, 1e-5f * Math.Max(1, pair.First)));
        RequireEqual(problem.Shape, expected, gradient);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void The_number_of_threads_changes_no_bit(string sizes)
    {
        using var problem = new Problem(sizes);
        using var one = new ClassifierBackpropagation(problem.Shape, problem.Count, threads: 1);
        (float[] losses, float[] gradient) = problem.Solve(one);
        float[] logits = problem.Logits(one);

        Assert.Equal(gradient, problem.Solve(one).Gradient); // a step leaves nothing that the next one reads
        foreach (int threads in (int[])[2, 3])
        {
            using var shared = new ClassifierBackpropagation(problem.Shape, problem.Count, threads);
            (float[] again, float[] once) = problem.Solve(shared);
            Assert.Equal(losses, again);
            Assert.Equal(gradient, once);
            Assert.Equal(logits, problem.Logits(shared));
        }
    }

    [Fact]
    public void A_batch_smaller_than_the_largest_has_a_gradient_of_its_own()
    {
        using var large = new Problem("7, 9, 3, 3, 17, 3, 5, 31");
        using var small = new Problem("7, 9, 3, 3, 17, 3, 5, 4");
        using var kernels = new ClassifierBackpropagation(large.Shape, large.Count, threads: 2);
        large.Solve(kernels);

        (float[] expectedLosses, float[] expected) = small.SolveWithAutograd();
        (float[] losses, float[] gradient) = small.Solve(kernels);

        Assert.All(expectedLosses.Zip(losses), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        RequireEqual(small.Shape, expected, gradient);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Logits_after_every_glimpse_are_those_of_the_module(string sizes)
    {
        using var problem = new Problem(sizes);
        using var kernels = new ClassifierBackpropagation(problem.Shape, problem.Count + 3, threads: 2);

        float[] expected = problem.LogitsOfModule(), logits = problem.Logits(kernels);

        Assert.All(expected.Zip(logits), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
    }

    [Fact]
    public void The_gradient_is_the_slope_of_the_loss()
    {
        using var problem = new Problem("9, 7, 2, 3, 6, 3, 4, 5");
        using var kernels = new ClassifierBackpropagation(problem.Shape, problem.Count, threads: 1);
        float[] gradient = problem.Solve(kernels).Gradient;
        var random = new Random(5);
        for (int trial = 0; trial < 8; trial++)
        {
            float[] direction = [.. gradient.Select(_ => (float)(random.NextDouble() - 0.5))];
            double slope = (problem.LossInDouble(direction, 1e-5) - problem.LossInDouble(direction, -1e-5)) / 2e-5;
            double expected = gradient.Zip(direction, (g, d) => (double)g * d).Sum();
            Assert.Equal(slope, expected, 1e-4 * Math.Max(0.1, Math.Abs(slope)));
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        using var problem = new Problem("7, 9, 3, 3, 17, 3, 5, 4");
        using var kernels = new ClassifierBackpropagation(problem.Shape, batch: 4, threads: 1);
        float[] losses = new float[4], gradient = new float[kernels.Parameters];

        Assert.Throws<ArgumentOutOfRangeException>(() => new ClassifierBackpropagation(problem.Shape, batch: 0, threads: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ClassifierBackpropagation(problem.Shape, batch: 1, threads: 0));
        Refused<ArgumentOutOfRangeException>(problem.Weights, problem.Images, [0, 1, 5, 2], losses, gradient);
        Refused<ArgumentOutOfRangeException>(problem.Weights, problem.Images, [0, -1, 4, 2], losses, gradient);
        Refused<ArgumentOutOfRangeException>(problem.Weights, new float[5 * problem.Shape.PixelCount], new int[5], new float[5], gradient);
        Refused<ArgumentException>(problem.Weights, problem.Images, new int[3], losses, gradient);
        Refused<ArgumentException>(problem.Weights, problem.Images[1..], new int[4], losses, gradient);
        Refused<ArgumentException>(problem.Weights[1..], problem.Images, new int[4], losses, gradient);
        Refused<ArgumentException>(problem.Weights, problem.Images, new int[4], losses, gradient[1..]);
        Assert.Throws<ArgumentException>(() => kernels.Forward(problem.Weights, problem.Images, new float[4 * 3 * 5 + 1]));
        Assert.Throws<ArgumentException>(() => kernels.Forward(problem.Weights, problem.Images, new float[3 * 3 * 5]));

        void Refused<T>(float[] weights, float[] images, int[] labels, float[] ofImages, float[] ofWeights)
            where T : Exception =>
            Assert.Throws<T>(() => kernels.Gradient(weights, images, labels, ofImages, ofWeights));
    }

    private static void RequireEqual(ClassifierShape shape, float[] expected, float[] gradient)
    {
        int first = 0;
        foreach (ModelTensor tensor in shape.Tensors)
        {
            int length = tensor.Shape.Aggregate((product, size) => product * size);
            double[] wanted = [.. expected.Skip(first).Take(length).Select(x => (double)x)];
            double error = Math.Sqrt(wanted.Zip(gradient.Skip(first), (want, got) => (want - got) * (want - got)).Sum());
            double norm = Math.Sqrt(wanted.Sum(x => x * x));
            Assert.True(error <= 3e-5 * norm + 1e-7, $"{tensor.Name}: off by {error} of {norm}.");
            first += length;
        }
    }

    /// <summary>A model, images and labels, all from a seed.</summary>
    private sealed class Problem : IDisposable
    {
        private readonly ClassifierModule _module;
        private readonly int[] _labels;

        public Problem(string text)
        {
            int[] sizes = [.. text.Split(", ").Select(int.Parse)];
            Shape = new ClassifierShape(sizes[0], sizes[1], sizes[2], sizes[3], sizes[4], sizes[5], sizes[6]);
            Count = sizes[7];
            var random = new Random(1);
            _module = new ClassifierModule(Shape, seed: 3);
            Weights = [.. _module.Flatten().Select(w => w + 0.2f * (float)(random.NextDouble() - 0.5))];
            Images = [.. Enumerable.Range(0, Count * Shape.PixelCount).Select(_ => (float)random.NextDouble())];
            _labels = [.. Enumerable.Range(0, Count).Select(_ => random.Next(Shape.ClassCount))];
        }

        public ClassifierShape Shape { get; }

        public int Count { get; }

        public float[] Weights { get; }

        public float[] Images { get; }

        public (float[] Losses, float[] Gradient) Solve(IClassifierGradientSource kernels)
        {
            float[] losses = new float[Count], gradient = new float[Weights.Length];
            Array.Fill(gradient, float.NaN);
            kernels.Gradient(Weights, Images, _labels, losses, gradient);
            return (losses, gradient);
        }

        public (float[] Losses, float[] Gradient) SolveWithAutograd()
        {
            var autograd = new ClassifierAutograd(_module);
            float[] losses = new float[Count], gradient = new float[Weights.Length];
            autograd.Gradient(Weights, Images, _labels, losses, gradient);
            return (losses, gradient);
        }

        public float[] Logits(ClassifierBackpropagation kernels)
        {
            float[] logits = new float[Count * Shape.Glimpses * Shape.ClassCount];
            kernels.Forward(Weights, Images, logits);
            return logits;
        }

        public float[] LogitsOfModule()
        {
            using DisposeScope scope = NewDisposeScope();
            _module.Load(Weights);
            return _module.Logits(Input()).transpose(0, 1).contiguous().data<float>().ToArray();
        }

        /// <summary>The mean loss at the weights plus a multiple of a direction, in double precision.</summary>
        public double LossInDouble(float[] direction, double distance)
        {
            double[] weights = [.. Weights.Zip(direction, (w, d) => w + distance * d)];
            var reference = new DoubleClassifier(Shape, weights);
            return Enumerable.Range(0, Count).Average(
                k => reference.CrossEntropy(Images.AsSpan(k * Shape.PixelCount, Shape.PixelCount), _labels[k]));
        }

        public void Dispose() => _module.Dispose();

        private Tensor Input() => tensor(Images, [Count, Shape.Channels, Shape.Height, Shape.Width]);
    }
}
