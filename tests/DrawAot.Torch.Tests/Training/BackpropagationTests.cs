using DrawAot.Cuda;
using DrawAot.Manifest;
using DrawAot.Training;
using DrawAot.Training.Models.Draw;

namespace DrawAot.Torch.Tests.Training;

/// <summary>The kernels of training against libtorch's autograd, at shapes whose sizes are no multiples of anything.</summary>
public sealed class BackpropagationTests
{
    public BackpropagationTests() => LibTorch.EnsureLoadable();

    /// <summary>Width, height, channels, T, Z, He, Hd, N of read and write (0: none), images.</summary>
    public static TheoryData<string> Shapes =>
    [
        "28, 28, 1, 3, 100, 256, 256, 2, 5, 7",
        "7, 9, 3, 3, 5, 7, 17, 3, 1, 5",
        "9, 7, 2, 2, 5, 16, 8, 1, 4, 1",
        "33, 5, 4, 3, 17, 33, 15, 4, 6, 6",
        "6, 5, 1, 3, 4, 6, 7, 0, 2, 13",
        "6, 5, 3, 3, 4, 6, 7, 2, 0, 12",
        "17, 16, 1, 2, 3, 5, 4, 0, 0, 8",
        "1, 1, 1, 1, 1, 1, 1, 1, 1, 2",

        // More rows than one block of a weight's gradient, more images than one group.
        "12, 11, 1, 5, 20, 40, 33, 3, 4, 53",
        "8, 7, 1, 3, 6, 20, 18, 2, 3, 130",
    ];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Losses_and_gradients_are_those_of_autograd(string sizes)
    {
        using var problem = new Problem(sizes);
        using var autograd = new Autograd(problem.Module);
        using var kernels = new BackpropagationThroughTime(problem.Shape, problem.Count, threads: 1);
        (Score[] expectedLosses, float[] expected) = problem.Solve(autograd);
        (Score[] losses, float[] gradient) = problem.Solve(kernels);
        AssertSame(problem, expectedLosses, expected, losses, gradient);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Losses_and_gradients_of_the_kernels_for_GPUs_are_those_of_autograd(string sizes)
    {
        using var problem = new Problem(sizes);
        using var autograd = new Autograd(problem.Module);
        using var kernels = new CudaGradients(
            problem.Shape, problem.Count + 3, threads: 2, (source, definitions) => new HostDevice(source, definitions));
        problem.Solve(kernels);
        (Score[] expectedLosses, float[] expected) = problem.Solve(autograd);

        // Buffers hold the first solution's numbers.
        (Score[] losses, float[] gradient) = problem.Solve(kernels);
        AssertSame(problem, expectedLosses, expected, losses, gradient);
    }

    [Theory]
    [InlineData("9, 7, 2, 3, 5, 16, 8, 3, 4, 6")]
    [InlineData("6, 5, 1, 3, 4, 6, 7, 0, 0, 3")]
    public void Losses_and_importance_weights_of_the_kernels_for_GPUs_are_those_of_the_others(string sizes)
    {
        using var problem = new Problem(sizes);
        using var kernels = new BackpropagationThroughTime(problem.Shape, problem.Count, threads: 1);
        using var gpu = new CudaGradients(problem.Shape, problem.Count, threads: 1, (source, definitions) => new HostDevice(source, definitions));
        Score[] expected = new Score[problem.Count], losses = new Score[problem.Count];
        double[] expectedWeights = new double[problem.Count], weights = new double[problem.Count];

        kernels.Measure(problem.Weights, problem.Images, problem.Noise, expected, expectedWeights);
        gpu.Measure(problem.Weights, problem.Images, problem.Noise, losses, weights);

        Assert.All(expected.Zip(losses), pair => Assert.Equal(pair.First.Nats, pair.Second.Nats, 1e-4));
        Assert.All(expectedWeights.Zip(weights), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }

    private static void AssertSame(Problem problem, Score[] expectedLosses, float[] expected, Score[] losses, float[] gradient)
    {
        for (int k = 0; k < losses.Length; k++)
        {
            Assert.Equal(expectedLosses[k].Reconstruction, losses[k].Reconstruction, 1e-5 * Math.Max(1, expectedLosses[k].Reconstruction));
            Assert.Equal(expectedLosses[k].Divergence, losses[k].Divergence, 1e-5 * Math.Max(1, expectedLosses[k].Divergence));
        }

        int first = 0;
        foreach (ModelTensor tensor in DrawTensors.Of(problem.Shape))
        {
            int length = tensor.Shape.Aggregate((product, size) => product * size);
            double[] wanted = [.. expected.Skip(first).Take(length).Select(x => (double)x)];
            double error = Math.Sqrt(wanted.Zip(gradient.Skip(first), (want, got) => (want - got) * (want - got)).Sum());
            double norm = Math.Sqrt(wanted.Sum(x => x * x));
            Assert.True(error <= 3e-5 * norm + 1e-7, $"{tensor.Name}: off by {error} of {norm}.");
            first += length;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Losses_and_gradients_have_the_same_bits_on_any_number_of_threads(string sizes)
    {
        using var problem = new Problem(sizes);
        using var one = new BackpropagationThroughTime(problem.Shape, problem.Count, threads: 1);
        using var three = new BackpropagationThroughTime(problem.Shape, problem.Count + 40, threads: 3);
        (Score[] losses, float[] gradient) = problem.Solve(one);
        (Score[] again, float[] once) = problem.Solve(one);
        (Score[] shared, _) = problem.Solve(three);

        Assert.Equal(gradient, once);
        Assert.Equal(losses, again);
        Assert.Equal(losses, shared);
        using var threads = new BackpropagationThroughTime(problem.Shape, problem.Count, threads: 3);
        Assert.Equal(gradient, problem.Solve(threads).Gradient);
    }

    [Fact]
    public void A_batch_smaller_than_the_largest_has_a_gradient_of_its_own()
    {
        using var large = new Problem("7, 9, 3, 3, 5, 7, 17, 3, 2, 31");
        using var small = new Problem("7, 9, 3, 3, 5, 7, 17, 3, 2, 4");
        using var autograd = new Autograd(small.Module);
        using var kernels = new BackpropagationThroughTime(large.Shape, large.Count, threads: 2);
        large.Solve(kernels);

        float[] expected = small.Solve(autograd).Gradient, gradient = small.Solve(kernels).Gradient;

        double norm = Math.Sqrt(expected.Sum(x => (double)x * x));
        Assert.InRange(Math.Sqrt(expected.Zip(gradient, (a, b) => (double)(a - b) * (a - b)).Sum()), 0, 3e-5 * norm);
    }

    [Fact]
    public void A_loss_without_a_gradient_is_the_same_loss()
    {
        using var problem = new Problem("28, 28, 1, 3, 100, 256, 256, 2, 5, 7");
        using var kernels = new BackpropagationThroughTime(problem.Shape, batch: 20, threads: 2);
        var losses = new Score[problem.Count];

        kernels.Measure(problem.Weights, problem.Images, problem.Noise, losses);

        Assert.Equal(problem.Solve(kernels, problem.Images).Losses, losses);
    }

    /// <summary>A model, images and noise, all from a seed.</summary>
    private sealed class Problem : IDisposable
    {
        private readonly float[] _noise;

        public Problem(string text)
        {
            int[] sizes = [.. text.Split(", ").Select(int.Parse)];
            Shape = new DrawShape(
                sizes[0], sizes[1], sizes[2], sizes[3], sizes[4], sizes[5], sizes[6],
                sizes[7] == 0 ? null : sizes[7], sizes[8] == 0 ? null : sizes[8]);
            Count = sizes[9];
            var random = new Random(1);
            Module = new DrawModule(Shape, seed: 3);
            Weights = [.. Module.Flatten().Select(w => w + 0.2f * (float)(random.NextDouble() - 0.5))];
            Images = [.. Enumerable.Range(0, Count * Shape.PixelCount).Select(_ => (float)random.NextDouble())];
            Inputs = [.. Images.Select(pixel => random.NextDouble() < 0.3 ? 0 : pixel / 0.7f)];
            _noise = [.. Enumerable.Range(0, Shape.Glimpses * Count * Shape.Latent).Select(_ => 3 * (float)(random.NextDouble() - 0.5))];
        }

        public DrawShape Shape { get; }

        public int Count { get; }

        public DrawModule Module { get; }

        public float[] Weights { get; }

        public float[] Images { get; }

        /// <summary>The images as the encoder sees them, with pixels dropped out.</summary>
        public float[] Inputs { get; }

        public void Noise(int image, int glimpse, Span<float> noise) =>
            _noise.AsSpan((glimpse * Count + image) * Shape.Latent, Shape.Latent).CopyTo(noise);

        public (Score[] Losses, float[] Gradient) Solve(IGradientSource source) => Solve(source, Inputs);

        public (Score[] Losses, float[] Gradient) Solve(IGradientSource source, float[] inputs)
        {
            var losses = new Score[Count];
            float[] gradient = new float[Weights.Length];
            source.Gradient(Weights, inputs, Images, Noise, klWeight: 0.7, losses, gradient);
            return (losses, gradient);
        }

        public void Dispose() => Module.Dispose();
    }
}
