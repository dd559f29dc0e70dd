using System.ComponentModel;
using DrawAot.Layout;
using DrawAot.Manifest;
using DrawAot.Numerics;
using DrawAot.Weights;

namespace DrawAot.Runtime;

/// <summary>
/// Packs the tensors of a weights file into the order in which kernels read them, as the model's <see cref="WeightPlan"/> lays
/// it out. Rows that only pad a panel stay zero.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class PackedWeights
{
    private const int PanelRows = PanelFormat.PanelRows;

    /// <summary>Packs the weights of a model.</summary>
    /// <param name="file">The weights file, which holds every tensor of the shape.</param>
    /// <param name="shape">The model's sizes.</param>
    /// <param name="precision">How to store the weights.</param>
    /// <exception cref="WeightsException">A tensor is missing, or of another shape.</exception>
    public static AlignedMemory Of(SafetensorsFile file, ModelShape shape, WeightPrecision precision) =>
        Of(file, shape.Layout(precision).Weights);

    /// <summary>Packs all blocks of a plan.</summary>
    internal static AlignedMemory Of(SafetensorsFile file, WeightPlan plan)
    {
        var memory = new AlignedMemory((int)plan.Words);
        try
        {
            int start = 0;
            foreach (WeightBlock block in plan.Blocks)
            {
                Span<float> packed = memory.Slice(start, (int)block.Words);
                start += packed.Length;
                switch (block)
                {
                    case MatrixBlock matrix:
                        Pack(file, matrix, packed);
                        break;
                    case ValueBlock values:
                        Pack(file, values, packed);
                        break;
                }
            }

            return memory;
        }
        catch
        {
            memory.Dispose();
            throw;
        }
    }

    private static void Pack(SafetensorsFile file, MatrixBlock block, Span<float> panels)
    {
        int bias = block.HasBias ? 1 : 0, panelSize = (int)block.WordsPerRow * PanelRows, firstRow = 0;
        float[] joined = new float[block.Inputs.Value];
        foreach (RowSource source in block.Sources)
        {
            // Tensors are looked up once, not once a row.
            ReadOnlySpan<float> biases = source.Bias is null ? default : file.Floats(source.Bias, [source.Rows]);
            ColumnSource first = source.Columns[0];
            ReadOnlySpan<float> firstTensor = Tensor(file, source, first);
            ColumnSource? second = source.Columns.Count > 1 ? source.Columns[1] : null;
            ReadOnlySpan<float> secondTensor = second is null ? default : Tensor(file, source, second);
            for (int row = 0; row < source.Rows; row++)
            {
                (int panel, int lane) = Math.DivRem(block.PackedRow(firstRow + row), PanelRows);
                Span<float> column = panels.Slice(panel * panelSize, panelSize)[lane..];
                if (bias > 0)
                {
                    column[0] = biases[row];
                }

                ReadOnlySpan<float> inputs = RowOf(firstTensor, first, row);
                if (second is not null)
                {
                    inputs.CopyTo(joined);
                    RowOf(secondTensor, second, row).CopyTo(joined.AsSpan(first.Count));
                    inputs = joined;
                }

                if (!inputs.IsEmpty)
                {
                    block.Format.Pack(inputs, column[(bias * PanelRows)..]);
                }
            }

            firstRow += source.Rows;
        }
    }

    private static ReadOnlySpan<float> Tensor(SafetensorsFile file, RowSource source, ColumnSource columns) =>
        file.Floats(columns.Tensor, [source.Rows, columns.TensorColumns]);

    private static ReadOnlySpan<float> RowOf(ReadOnlySpan<float> tensor, ColumnSource columns, int row) =>
        tensor.Slice(row * columns.TensorColumns + columns.First, columns.Count);

    private static void Pack(SafetensorsFile file, ValueBlock block, Span<float> packed)
    {
        int[] shape = [block.Rows * block.Columns];
        ReadOnlySpan<float> values = file.Floats(block.Tensor, shape);
        for (int row = 0; row < block.Rows; row++)
        {
            values.Slice(row * block.Columns, block.Columns).CopyTo(packed[(row * block.Stride)..]);
        }
    }
}
