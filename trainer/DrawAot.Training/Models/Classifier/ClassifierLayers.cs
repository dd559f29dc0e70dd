using DrawAot.Manifest;
using DrawAot.Training.Ops.Dense;

namespace DrawAot.Training.Models.Classifier;

/// <summary>
/// The weights of a classifier's three products. The LSTM reads [ r | h | 1 ], the read window and the classes [ h | 1 ]. The
/// LSTM's outputs are the gates i, f, g, o, each padded.
/// </summary>
internal sealed class ClassifierLayers : IDisposable
{
    public ClassifierLayers(ClassifierShape shape, int threads)
    {
        int r = shape.ReadSize, h = shape.Hidden;
        WeightVector vector = Vector = new WeightVector(shape.Tensors);
        State = r;
        One = r + h;
        Lstm = new DenseWeights(r + h + 1, ModelTensors.GateCount * NativeTensor.Padded(h), threads,
        [
            .. vector.Gates("lstm.weight_ih", h, r, column: 0, r, input: 0),
            .. vector.Gates("lstm.weight_hh", h, h, column: 0, h, State),
            .. vector.Gates("lstm.bias", h, 1, column: 0, 1, One),
        ]);
        Window = new DenseWeights(
            h + 1, ModelTensors.WindowSize, threads, [.. vector.Affine("read.window", ModelTensors.WindowSize, h, output: 0, input: 0, one: h)]);
        Classes = new DenseWeights(
            h + 1, shape.ClassCount, threads, [.. vector.Affine("classes", shape.ClassCount, h, output: 0, input: 0, one: h)]);
    }

    /// <summary>Offset of each tensor in the vector of all weights.</summary>
    public WeightVector Vector { get; }

    /// <summary>r, h and 1 to the gates.</summary>
    public DenseWeights Lstm { get; }

    /// <summary>h to the five parameters of the next read window.</summary>
    public DenseWeights Window { get; }

    /// <summary>h to the class logits.</summary>
    public DenseWeights Classes { get; }

    /// <summary>Columns of h and 1 in the LSTM's inputs; r is first.</summary>
    public int State { get; }

    /// <inheritdoc cref="State"/>
    public int One { get; }

    public void Dispose()
    {
        Lstm.Dispose();
        Window.Dispose();
        Classes.Dispose();
    }
}
