using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using DrawAot.Layout;

namespace DrawAot.Numerics;

/// <summary>
/// Products of float32 panels with vectors where registers are sixteen of 128 bits (x86-64-v2): two products of 16 rows at a time, whose
/// sums need eight. Sums have the order of the generator's BlockedSum, and so the same bits.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class NarrowPanels
{
    private const int PanelRows = PanelFormat.PanelRows;

    /// <summary>Whether this processor is better served here. A constant for the compiler.</summary>
    public static bool AreFaster
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => X86Base.IsSupported && !Vector256.IsHardwareAccelerated;
    }

    /// <summary>y ← b + W·x for each vector x.</summary>
    /// <param name="block">The shape of W.</param>
    /// <param name="weights">b and W, packed [rows / 16, panel size].</param>
    /// <param name="inputs">x [inputs] of each vector.</param>
    /// <param name="inputStride">Floats from one x to the next.</param>
    /// <param name="outputs">y [rows] of each vector.</param>
    /// <param name="outputStride">Floats from one y to the next.</param>
    /// <param name="vectors">Number of vectors; with more than one, buffers have room for an even number.</param>
    /// <exception cref="ArgumentException">A buffer is too small.</exception>
    public static void Multiply(
        in PanelBlock block, ReadOnlySpan<float> weights, ReadOnlySpan<float> inputs, nuint inputStride, Span<float> outputs, nuint outputStride, int vectors)
    {
        Require(block, PanelRows, weights.Length, inputs.Length, inputStride, outputs.Length, outputStride, vectors);
        for (int row = 0; row < block.Rows; row += PanelRows)
        {
            ReadOnlySpan<float> biases = weights.Slice(row / PanelRows * block.PanelSize, PanelRows);
            for (int vector = 0; vector <= Last(vectors); vector++)
            {
                biases.CopyTo(outputs[(vector * (int)outputStride + row)..]);
            }
        }

        AddAll(block, weights[PanelRows..], inputs, inputStride, outputs, outputStride, vectors);
    }

    /// <summary>y ← y + W·x for each vector x.</summary>
    /// <inheritdoc cref="Multiply"/>
    public static void Add(
        in PanelBlock block, ReadOnlySpan<float> weights, ReadOnlySpan<float> inputs, nuint inputStride, Span<float> outputs, nuint outputStride, int vectors)
    {
        Require(block, biases: 0, weights.Length, inputs.Length, inputStride, outputs.Length, outputStride, vectors);
        AddAll(block, weights, inputs, inputStride, outputs, outputStride, vectors);
    }

    /// <summary>The number of the last vector that is computed: with more than one they are computed in pairs.</summary>
    private static int Last(int vectors) => vectors == 1 ? 0 : vectors - 1 | 1;

    private static void Require(
        in PanelBlock block, int biases, int weights, int inputs, nuint inputStride, int outputs, nuint outputStride, int vectors)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(vectors, 1);
        UInt128 last = (UInt128)Last(vectors);
        if (block.PanelSize < biases + (long)PanelRows * block.Inputs
            || weights < (long)block.Rows / PanelRows * block.PanelSize
            || (UInt128)inputs < last * inputStride + (UInt128)block.Inputs
            || (UInt128)outputs < last * outputStride + (UInt128)block.Rows)
        {
            throw new ArgumentException(
                $"There are {weights} weights, {block.PanelSize} a panel, {inputs} inputs and {outputs} outputs; more were expected for {vectors} vectors and {block.Rows}×{block.Inputs} weights.");
        }
    }

    /// <summary>One vector with two panels at a time, or two vectors with one.</summary>
    private static void AddAll(
        in PanelBlock block, ReadOnlySpan<float> weights, ReadOnlySpan<float> inputs, nuint inputStride, Span<float> outputs, nuint outputStride, int vectors)
    {
        ref float w = ref MemoryMarshal.GetReference(weights);
        ref float x = ref MemoryMarshal.GetReference(inputs);
        ref float y = ref MemoryMarshal.GetReference(outputs);
        Vector512<float> nowhere = default;
        nuint panels = vectors == 1 ? 2u : 1u, rows = (nuint)block.Rows, panelSize = (nuint)block.PanelSize;
        for (nuint row = 0; row < rows; row += panels * PanelRows)
        {
            ref float w0 = ref Unsafe.Add(ref w, row / PanelRows * panelSize);
            if (vectors == 1)
            {
                bool isLast = row + PanelRows >= rows;
                AddTwo(
                    block.Inputs, ref w0, ref Unsafe.Add(ref w0, isLast ? 0 : panelSize), ref x, ref x, ref Unsafe.Add(ref y, row),
                    ref isLast ? ref Unsafe.As<Vector512<float>, float>(ref nowhere) : ref Unsafe.Add(ref y, row + PanelRows));
                continue;
            }

            for (nuint first = 0; first < (nuint)vectors; first += 2)
            {
                ref float x0 = ref Unsafe.Add(ref x, first * inputStride);
                ref float y0 = ref Unsafe.Add(ref y, row + first * outputStride);
                AddTwo(block.Inputs, ref w0, ref w0, ref x0, ref Unsafe.Add(ref x0, inputStride), ref y0, ref Unsafe.Add(ref y0, outputStride));
            }
        }
    }

    /// <summary>Two products of 16 rows, block by block.</summary>
    private static void AddTwo(int inputs, ref float w0, ref float w1, ref float x0, ref float x1, ref float y0, ref float y1)
    {
        for (nuint k = 0; k < (nuint)inputs; k += Float32Format.SumBlock)
        {
            nuint count = nuint.Min(Float32Format.SumBlock, (nuint)inputs - k), at = k * PanelRows;
            AddBlock(
                count, ref Unsafe.Add(ref w0, at), ref Unsafe.Add(ref w1, at), ref Unsafe.Add(ref x0, k), ref Unsafe.Add(ref x1, k), ref y0, ref y1);
        }
    }

    /// <summary>Two products of 16 rows with the inputs of one block, as vectors a and b of eight.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AddBlock(nuint count, ref float w0, ref float w1, ref float x0, ref float x1, ref float y0, ref float y1)
    {
        Vector256<float> a0 = Vector256<float>.Zero, b0 = a0, a1 = a0, b1 = a0;
        for (nuint k = 0; k < count; k++)
        {
            Vector256<float> v0 = Vector256.Create(Unsafe.Add(ref x0, k));
            a0 = Vector256.MultiplyAddEstimate(v0, Vector256.LoadUnsafe(ref w0), a0);
            b0 = Vector256.MultiplyAddEstimate(v0, Vector256.LoadUnsafe(ref w0, PanelRows / 2), b0);
            Vector256<float> v1 = Vector256.Create(Unsafe.Add(ref x1, k));
            a1 = Vector256.MultiplyAddEstimate(v1, Vector256.LoadUnsafe(ref w1), a1);
            b1 = Vector256.MultiplyAddEstimate(v1, Vector256.LoadUnsafe(ref w1, PanelRows / 2), b1);
            w0 = ref Unsafe.Add(ref w0, PanelRows);
            w1 = ref Unsafe.Add(ref w1, PanelRows);
        }

        (Vector256.LoadUnsafe(ref y0) + a0).StoreUnsafe(ref y0);
        (Vector256.LoadUnsafe(ref y0, PanelRows / 2) + b0).StoreUnsafe(ref y0, PanelRows / 2);
        (Vector256.LoadUnsafe(ref y1) + a1).StoreUnsafe(ref y1);
        (Vector256.LoadUnsafe(ref y1, PanelRows / 2) + b1).StoreUnsafe(ref y1, PanelRows / 2);
    }
}
