using System.Numerics.Tensors;
using DrawAot.Manifest;
using DrawAot.Training.Optimisers;

namespace DrawAot.Torch.Tests.Optimisers;

/// <summary>Rules for every optimiser.</summary>
public sealed class OptimiserTests
{
    /// <summary>Every optimiser with a model of every family.</summary>
    public static TheoryData<OptimiserKind, string> Kinds
    {
        get
        {
            var kinds = new TheoryData<OptimiserKind, string>();
            foreach (OptimiserKind kind in Enum.GetValues<OptimiserKind>())
            {
                kinds.Add(kind, nameof(DrawShape));
                kinds.Add(kind, nameof(ClassifierShape));
            }

            return kinds;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_minimum_of_a_quadratic_is_found(OptimiserKind kind, string family)
    {
        ModelShape shape = Shape(family);
        int count = (int)ModelTensors.ParameterCount(shape);

        // Half the squared distance to a target, with curvatures from 0.1 to 10: the gradient is curvature × distance.
        float[] target = Normals(seed: 1, count), curvature = new float[count], gradient = new float[count];
        for (int k = 0; k < count; k++)
        {
            curvature[k] = MathF.Pow(10, 2 * (k % 7) / 6f - 1);
        }

        const int Steps = 600;
        var parameters = new ParameterState(new float[count], kind.Create(shape, threads: 1));
        for (int step = 0; step < Steps; step++)
        {
            TensorPrimitives.Subtract(parameters.Weights, target, gradient);
            TensorPrimitives.Multiply(gradient, curvature, gradient);
            parameters.Update(gradient, rate: 0.1 * (1 - step / (double)Steps), clipNorm: 1e9, averageDecay: 0.9);
        }

        Assert.True(TensorPrimitives.Distance<float>(parameters.Weights, target) < 0.01 * TensorPrimitives.Norm<float>(target));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Restored_state_goes_on_with_the_same_bits(OptimiserKind kind, string family)
    {
        ModelShape shape = Shape(family);
        int count = (int)ModelTensors.ParameterCount(shape);
        var whole = new ParameterState(Normals(seed: 2, count), kind.Create(shape, threads: 1));
        var first = new ParameterState(Normals(seed: 2, count), kind.Create(shape, threads: 1));
        for (int step = 0; step < 5; step++)
        {
            Step(whole, step);
            Step(first, step);
        }

        var second = new ParameterState(new float[count], kind.Create(shape, threads: 1)) { Steps = first.Steps };
        foreach ((StateVector from, StateVector to) in first.Vectors.Zip(second.Vectors))
        {
            from.Values.CopyTo(to.Values, 0);
        }

        for (int step = 5; step < 10; step++)
        {
            Step(whole, step);
            Step(second, step);
        }

        Assert.All(whole.Vectors.Zip(second.Vectors), pair => Assert.Equal(pair.First.Values, pair.Second.Values));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_number_of_threads_changes_no_bit(OptimiserKind kind, string family)
    {
        ModelShape shape = Shape(family);
        int count = (int)ModelTensors.ParameterCount(shape);
        var one = new ParameterState(Normals(seed: 3, count), kind.Create(shape, threads: 1));
        var five = new ParameterState(Normals(seed: 3, count), kind.Create(shape, threads: 5));
        for (int step = 0; step < 4; step++)
        {
            Step(one, step);
            Step(five, step);
        }

        Assert.Equal(one.Weights, five.Weights);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_gradient_of_zero_moves_nothing(OptimiserKind kind, string family)
    {
        ModelShape shape = Shape(family);
        int count = (int)ModelTensors.ParameterCount(shape);
        float[] start = Normals(seed: 4, count);
        var parameters = new ParameterState(start, kind.Create(shape, threads: 1));

        parameters.Update(new float[count], rate: 0.1, clipNorm: 1, averageDecay: 0.9);

        Assert.Equal(start, parameters.Weights);
    }

    private static ModelShape Shape(string family) => family == nameof(DrawShape) ? Shapes.Small : Shapes.SmallClassifier;

    private static void Step(ParameterState parameters, int step) =>
        parameters.Update(Normals((ulong)(100 + step), parameters.Weights.Length), rate: 0.01, clipNorm: 1e9, averageDecay: 0.9);

    private static float[] Normals(ulong seed, int count)
    {
        float[] values = new float[count];
        Numerics.Normals.Fill(seed, index: 0, stream: 0, values);
        return values;
    }
}
