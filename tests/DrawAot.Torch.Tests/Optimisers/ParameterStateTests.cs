using DrawAot.Training.Optimisers;

namespace DrawAot.Torch.Tests.Optimisers;

public sealed class ParameterStateTests
{
    [Fact]
    public void A_long_gradient_is_scaled_down_to_the_clip_norm()
    {
        var parameters = new ParameterState(new float[2], new GradientDescent());

        double norm = parameters.Update([30, 40], rate: 0.1, clipNorm: 5, averageDecay: 0.9);

        Assert.Equal(50, norm, tolerance: 1e-4);
        Assert.Equal([-3f * 0.1f, -4f * 0.1f], parameters.Weights, (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void A_gradient_that_is_not_finite_changes_nothing(float slope)
    {
        var parameters = new ParameterState([1, 1, 1], new GradientDescent());

        Assert.False(double.IsFinite(parameters.Update([0, slope, 0], rate: 0.1, clipNorm: 5, averageDecay: 0.9)));

        Assert.Equal(0, parameters.Steps);
        Assert.Equal([1f, 1f, 1f], parameters.Weights);
        Assert.Equal([1f, 1f, 1f], parameters.Average);
    }

    [Fact]
    public void Matrices_shrink_by_the_rate_times_the_decay_and_vectors_do_not()
    {
        ParameterBlock[] blocks = [new("matrix", 0, 1, 2, IsMatrix: true), new("vector", 2, 1, 1, IsMatrix: false)];
        var parameters = new ParameterState([1, -2, 4], new GradientDescent(), blocks);

        parameters.Update(new float[3], rate: 0.5, clipNorm: 1, averageDecay: 0.9, weightDecay: 0.2);

        Assert.Equal([0.9f, -1.8f, 4f], parameters.Weights, (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void The_average_follows_young_weights_closely_and_old_ones_slowly()
    {
        var parameters = new ParameterState(new float[1], new GradientDescent());

        // The decay of the first step is 2/11, so the average moves 9/11 of the way from 0 to −1.
        parameters.Update([1], rate: 1, clipNorm: 1, averageDecay: 0.999);
        Assert.Equal(-9 / 11.0, parameters.Average[0], tolerance: 1e-5);

        // Long afterwards it moves by 1 − 0.999 of the distance.
        parameters.Steps = 1_000_000;
        float before = parameters.Average[0];
        parameters.Update([1], rate: 1, clipNorm: 1, averageDecay: 0.999);
        Assert.Equal(before + 0.001 * (-2 - before), parameters.Average[0], tolerance: 1e-5);
    }

    [Fact]
    public void A_checkpoint_gets_the_weights_their_average_and_the_state_of_the_optimiser()
    {
        var parameters = new ParameterState([1, 2], OptimiserKind.Adam.Create(Shapes.Small, threads: 1));

        Assert.Equal(["weights", "average", "momentum", "variance"], parameters.Vectors.Select(vector => vector.Name));
        Assert.Same(parameters.Weights, parameters.Vectors[0].Values);
    }

    /// <summary>w ← w − rate·g, without state.</summary>
    private sealed class GradientDescent : IOptimiser
    {
        public IReadOnlyList<StateVector> State => [];

        public void Update(Span<float> weights, ReadOnlySpan<float> gradient, double rate, long number)
        {
            for (int k = 0; k < weights.Length; k++)
            {
                weights[k] -= (float)rate * gradient[k];
            }
        }
    }
}
