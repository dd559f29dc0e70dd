using DrawAot.Manifest;
using TorchSharp;
using static TorchSharp.torch;

namespace DrawAot.Torch.Tests.Training;

/// <summary>A classifier's initial weights, and the vector of them.</summary>
public sealed class ClassifierModuleTests
{
    private static readonly ClassifierShape Small = new(9, 7, 3, 2, 5, 2, 4);

    public ClassifierModuleTests() => LibTorch.EnsureLoadable();

    /// <summary>Filters that miss a pixel, or nearly do, give a digit there no gradient.</summary>
    [Theory]
    [InlineData(100, 100, 12)]
    [InlineData(60, 40, 5)]
    [InlineData(7, 33, 3)]
    [InlineData(28, 28, 1)]
    [InlineData(1, 1, 1)]
    [InlineData(5, 5, 12)]
    public void The_first_read_window_covers_every_pixel_with_a_third_of_the_largest_weight_or_more(int width, int height, int n)
    {
        using DisposeScope scope = NewDisposeScope();
        var shape = new ClassifierShape(width, height, 1, 1, 4, n, 2);
        using var module = new ClassifierModule(shape);

        ReadOutput first = module.GlimpseSteps(zeros(1, 1, height, width)).First().ReadOutput;

        foreach (Tensor filters in (Tensor[])[first.FilterX!, first.FilterY!])
        {
            float[] weights = filters.sum(1).detach().flatten().data<float>().ToArray();
            Assert.InRange(weights.Min(), weights.Max() / 3, weights.Max());
        }
    }

    [Fact]
    public void Forget_gates_start_open_the_initial_state_is_zero_and_matrices_are_bounded()
    {
        using var module = new ClassifierModule(Small);
        int h = Small.Hidden;

        Assert.Equal([.. new float[h], .. Enumerable.Repeat(1f, h), .. new float[2 * h]], Values(module, "lstm.bias"));
        Assert.Equal(new float[h], Values(module, "lstm.h0"));
        Assert.Equal(new float[Small.ClassCount], Values(module, "classes.bias"));
        RequireUniform("lstm.weight_ih", Small.ReadSize + h);
        RequireUniform("lstm.weight_hh", Small.ReadSize + h);
        RequireUniform("read.window.weight", h);
        RequireUniform("classes.weight", h);

        void RequireUniform(string name, int inputs)
        {
            float[] values = Values(module, name);
            float bound = 1 / MathF.Sqrt(inputs);
            Assert.All(values, value => Assert.InRange(value, -bound, bound));
            Assert.InRange(values.Max() - values.Min(), 0.8f * bound, 2 * bound);
        }
    }

    [Fact]
    public void A_seed_decides_the_weights_and_a_vector_restores_them()
    {
        using var module = new ClassifierModule(Small, seed: 3);
        using var same = new ClassifierModule(Small, seed: 3);
        using var other = new ClassifierModule(Small, seed: 4);
        float[] weights = module.Flatten();

        Assert.Equal(ModelTensors.ParameterCount(Small), weights.Length);
        Assert.Equal(weights, same.Flatten());
        Assert.NotEqual(weights, other.Flatten());
        other.Load(weights);
        Assert.Equal(weights, other.Flatten());
    }

    [Fact]
    public void Its_state_dict_has_the_names_and_shapes_of_the_exported_tensors()
    {
        using var module = new ClassifierModule(Small);

        Assert.Equal(
            Small.Tensors.ToDictionary(tensor => tensor.Name, tensor => string.Join(", ", tensor.Shape)),
            module.state_dict().ToDictionary(entry => entry.Key, entry => string.Join(", ", entry.Value.shape)));
    }

    private static float[] Values(ClassifierModule module, string name) => module[name].detach().flatten().data<float>().ToArray();
}
