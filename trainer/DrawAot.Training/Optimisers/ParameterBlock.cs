using DrawAot.Manifest;

namespace DrawAot.Training.Optimisers;

/// <summary>A part of the vector of all parameters that optimisers treat as one matrix or one vector.</summary>
/// <param name="Tensor">Name of the tensor that it belongs to.</param>
/// <param name="Offset">Index of its first value in the vector.</param>
/// <param name="Rows">Rows of the matrix, row-major; 1 for a vector.</param>
/// <param name="Columns">Columns of the matrix; the length of a vector.</param>
/// <param name="IsMatrix">Whether the tensor has two dimensions.</param>
public readonly record struct ParameterBlock(string Tensor, int Offset, int Rows, int Columns, bool IsMatrix)
{
    /// <summary>Number of its values.</summary>
    public int Length => Rows * Columns;

    /// <summary>
    /// All blocks of a model, in order and without gaps. The four gates of an LSTM matrix [4H, inputs] are four blocks
    /// [H, inputs]: each is a linear map of its own.
    /// </summary>
    public static IReadOnlyList<ParameterBlock> Of(ModelShape shape)
    {
        var blocks = new List<ParameterBlock>();
        int offset = 0;
        foreach (ModelTensor tensor in shape.Tensors)
        {
            bool isMatrix = tensor.Shape.Count == 2;
            int rows = isMatrix ? tensor.Shape[0] : 1, columns = tensor.Shape[^1];
            int parts = isMatrix && ModelTensors.IsGates(tensor.Name) ? ModelTensors.GateCount : 1;
            for (int part = 0; part < parts; part++)
            {
                blocks.Add(new ParameterBlock(tensor.Name, offset, rows / parts, columns, isMatrix));
                offset = checked(offset + rows / parts * columns);
            }
        }

        return blocks;
    }
}
