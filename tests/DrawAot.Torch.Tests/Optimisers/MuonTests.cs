using DrawAot.Cuda;
using DrawAot.Manifest;
using DrawAot.Torch.Tests.Training;
using DrawAot.Training.Optimisers;
using TorchSharp;
using static TorchSharp.torch;

namespace DrawAot.Torch.Tests.Optimisers;

public sealed class MuonTests
{
    public MuonTests() => LibTorch.EnsureLoadable();

    [Theory]
    [InlineData(6, 6)]
    [InlineData(7, 1)]
    [InlineData(25, 256)]
    [InlineData(256, 100)]
    [InlineData(17, 49)]
    [InlineData(48, 96)]
    public void Newton_Schulz_maps_each_singular_value_and_keeps_the_singular_vectors(int rows, int columns)
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(2);
        Tensor matrix = randn(rows, columns);
        (Tensor u, Tensor s, Tensor vt) = linalg.svd(matrix.to(ScalarType.Float64), fullMatrices: false);
        Tensor x = s / s.norm();
        for (int step = 0; step < 5; step++)
        {
            x = 3.4445 * x - 4.7750 * x.pow(3) + 2.0315 * x.pow(5);
        }

        float[] values = matrix.data<float>().ToArray();
        using var iteration = new NewtonSchulz([new ParameterBlock("", 0, rows, columns, IsMatrix: true)]);
        iteration.Orthogonalise(values, rows, columns);

        float[] expected = u.mul(x).mm(vt).to(ScalarType.Float32).contiguous().data<float>().ToArray();
        Assert.Equal(expected, values, (a, b) => Math.Abs(a - b) < 2e-5);
    }

    [Fact]
    public void The_kernels_of_a_GPU_make_the_same_iteration()
    {
        // Two sizes, of which several matrices lie apart, one that stands and one that lies.
        ParameterBlock[] matrices =
        [
            new("a", 3, 9, 14, IsMatrix: true), new("b", 130, 20, 7, IsMatrix: true), new("c", 270, 9, 14, IsMatrix: true),
            new("d", 400, 6, 6, IsMatrix: true), new("e", 440, 9, 14, IsMatrix: true),
        ];
        float[] expected = Values(570), actual = Values(570);
        using var cpu = new ParallelOrthogonaliser(matrices, threads: 1);
        using var gpu = new CudaOrthogonaliser(matrices, threads: 2, source => new HostDevice(source, []));
        for (int step = 0; step < 2; step++)
        {
            cpu.Orthogonalise(expected);
            gpu.Orthogonalise(actual);
            Assert.Equal(expected, actual, (a, b) => Math.Abs(a - b) < 2e-5f);
        }

        float[] before = Values(570);
        Assert.All(Enumerable.Range(0, 3).Concat([129, 396, 436, 566]), k => Assert.Equal(before[k], actual[k]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1e-45f)]
    [InlineData(2.5e-23f)]
    [InlineData(1e-12f)]
    public void A_matrix_of_tiny_values_stays_finite_and_small(float size)
    {
        float[] values = [.. Values(64 * 100).Select((value, k) => size * (1 + 1e-3f * value) * (k % 7 - 3))];
        using var iteration = new NewtonSchulz([new ParameterBlock("", 0, 64, 100, IsMatrix: true)]);

        iteration.Orthogonalise(values, 64, 100);

        Assert.All(values, value => Assert.InRange(value, -0.1f, 0.1f));
    }

    [Fact]
    public void One_workspace_serves_matrices_of_all_sizes()
    {
        ParameterBlock[] blocks = [new("", 0, 30, 40, true), new("", 0, 40, 7, true), new("", 0, 6, 50, true)];
        using var shared = new NewtonSchulz(blocks);
        foreach (ParameterBlock block in blocks)
        {
            float[] once = Values(block.Length), again = Values(block.Length);
            using var own = new NewtonSchulz([block]);
            own.Orthogonalise(once, block.Rows, block.Columns);
            shared.Orthogonalise(again, block.Rows, block.Columns);
            Assert.Equal(once, again);
        }
    }

    [Fact]
    public void The_first_step_of_a_matrix_has_the_size_of_one_of_Adam()
    {
        IReadOnlyList<ParameterBlock> blocks = ParameterBlock.Of(Shapes.Small);
        float[] weights = new float[blocks.Sum(block => block.Length)];
        using var muon = new Muon(blocks, threads: 1);

        muon.Update(weights, Values(weights.Length), rate: 0.01, number: 1);

        foreach (ParameterBlock block in blocks.Where(block => block.Tensor.Contains("weight_", StringComparison.Ordinal)))
        {
            // Root mean square 0.2·rate, times singular values that the iteration leaves in [0.6, 1.3].
            double size = Math.Sqrt(weights.AsSpan(block.Offset, block.Length).ToArray().Average(w => (double)w * w));
            Assert.InRange(size, 0.6 * 0.002, 1.3 * 0.002);
        }
    }

    [Fact]
    public void Vectors_and_layers_outside_the_LSTMs_take_the_step_of_Adam()
    {
        IReadOnlyList<ParameterBlock> blocks = ParameterBlock.Of(Shapes.Small);
        int count = blocks.Sum(block => block.Length);
        float[] byMuon = new float[count], byAdam = new float[count];
        using var muon = new Muon(blocks, threads: 1);
        var adam = new DrawAot.Training.Optimisers.Adam(count);
        for (int step = 1; step <= 3; step++)
        {
            muon.Update(byMuon, Values(count), rate: 0.01, step);
            adam.Update(byAdam, Values(count), rate: 0.01, step);
        }

        ParameterBlock[] others = [.. blocks.Where(block => !block.Tensor.Contains("weight_", StringComparison.Ordinal))];
        Assert.Superset(
            new HashSet<string> { "encoder.bias", "latent.mean.weight", "read.window.weight", "write.patch.weight", "canvas.initial" },
            others.Select(block => block.Tensor).ToHashSet());
        Assert.All(others, block => Assert.Equal(
            byAdam[block.Offset..(block.Offset + block.Length)], byMuon[block.Offset..(block.Offset + block.Length)], (a, b) => Math.Abs(a - b) < 1e-7f));
    }

    [Fact]
    public void Blocks_cover_all_parameters_and_split_LSTM_matrices_by_gate()
    {
        IReadOnlyList<ParameterBlock> blocks = ParameterBlock.Of(Shapes.Small);
        int next = 0;
        foreach (ParameterBlock block in blocks)
        {
            Assert.Equal(next, block.Offset);
            next += block.Length;
        }

        Assert.Equal(ModelTensors.ParameterCount(Shapes.Small), next);
        ParameterBlock[] gates = [.. blocks.Where(block => block.Tensor == "decoder.weight_hh")];
        Assert.Equal(4, gates.Length);
        Assert.All(gates, gate => Assert.Equal((23, 23), (gate.Rows, gate.Columns)));
    }

    private static float[] Values(int count)
    {
        float[] values = new float[count];
        Numerics.Normals.Fill(seed: 5, index: 0, stream: 0, values);
        return values;
    }
}
