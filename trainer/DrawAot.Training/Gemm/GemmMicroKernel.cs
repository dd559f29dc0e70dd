using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DrawAot.Training.Gemm;

/// <summary>
/// The micro-kernel of every matrix product in training: up to <see cref="Rows"/> (MR) rows by up to <see cref="Columns"/>
/// (NR) columns, held in registers while the loop runs over the terms.
/// </summary>
/// <remarks>
/// A panel of B is two vectors wide: 32 columns with AVX-512, 16 without. Lanes run across columns, and every element adds
/// its terms in order, each by one multiply-add, so the bits depend on neither the vector width nor the shape of the tile.
/// </remarks>
internal static unsafe class GemmMicroKernel
{
    /// <summary>MR: twelve accumulators, two vectors of B and one element of A fit into sixteen registers.</summary>
    public const int Rows = 6;

    /// <summary>Columns of a narrow tile. Matrices are padded to this, and a wide panel may end in a narrow one.</summary>
    public const int NarrowColumns = 16;

    /// <summary>Columns of a wide tile, which takes 512-bit vectors.</summary>
    public const int WideColumns = 32;

    /// <summary>NR of this machine.</summary>
    public static int Columns => Vector512.IsHardwareAccelerated ? WideColumns : NarrowColumns;

    /// <summary>C = A·B, or C += A·B, of any number of rows.</summary>
    /// <param name="a">A [rows, terms].</param>
    /// <param name="rowStride">From one row of A to the next, in floats.</param>
    /// <param name="termStride">From one term of A to the next, in floats.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="b">B [terms, columns].</param>
    /// <param name="bStride">From one term of B to the next, in floats.</param>
    /// <param name="columns"><see cref="NarrowColumns"/> or <see cref="WideColumns"/>.</param>
    /// <param name="terms">Terms of each sum.</param>
    /// <param name="c">C [rows, columns].</param>
    /// <param name="cStride">From one row of C to the next, in floats.</param>
    /// <param name="accumulate">Whether to add to C.</param>
    public static void MultiplyPanel(
        float* a, nint rowStride, nint termStride, int rows, float* b, nint bStride, int columns, nint terms,
        float* c, nint cStride, bool accumulate)
    {
        // Tiles of about equal height: short ones have too few accumulators to keep the multipliers busy.
        int tiles = (rows + Rows - 1) / Rows, first = 0;
        for (int tile = 1; tile <= tiles; tile++)
        {
            int end = tile * rows / tiles;
            Multiply(
                a + first * rowStride, rowStride, termStride, end - first, b, bStride, columns, terms, c + first * cStride, cStride, accumulate);
            first = end;
        }
    }

    /// <summary>C = A·B, or C += A·B, of one tile: 1 to <see cref="Rows"/> rows.</summary>
    /// <inheritdoc cref="MultiplyPanel"/>
    public static void Multiply(
        float* a, nint rowStride, nint termStride, int rows, float* b, nint bStride, int columns, nint terms,
        float* c, nint cStride, bool accumulate)
    {
        if (columns == WideColumns)
        {
            Multiply<Lanes16>(a, rowStride, termStride, rows, b, bStride, terms, c, cStride, accumulate);
        }
        else
        {
            Multiply<Lanes8>(a, rowStride, termStride, rows, b, bStride, terms, c, cStride, accumulate);
        }
    }

    private static void Multiply<TLanes>(
        float* a, nint rowStride, nint termStride, int rows, float* b, nint bStride, nint terms, float* c, nint cStride, bool accumulate)
        where TLanes : struct, ILanes<TLanes>
    {
        switch (rows)
        {
            case 6:
                Multiply<TLanes, Six>(a, rowStride, termStride, b, bStride, terms, c, cStride, accumulate);
                break;
            case 5:
                Multiply<TLanes, Five>(a, rowStride, termStride, b, bStride, terms, c, cStride, accumulate);
                break;
            case 4:
                Multiply<TLanes, Four>(a, rowStride, termStride, b, bStride, terms, c, cStride, accumulate);
                break;
            case 3:
                Multiply<TLanes, Three>(a, rowStride, termStride, b, bStride, terms, c, cStride, accumulate);
                break;
            case 2:
                Multiply<TLanes, Two>(a, rowStride, termStride, b, bStride, terms, c, cStride, accumulate);
                break;
            default:
                Multiply<TLanes, One>(a, rowStride, termStride, b, bStride, terms, c, cStride, accumulate);
                break;
        }
    }

    // TRows.Count is a constant in each instance: the compiler drops the branches and accumulators of absent rows.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<TLanes, TRows>(
        float* a, nint rowStride, nint termStride, float* b, nint bStride, nint terms, float* c, nint cStride, bool accumulate)
        where TLanes : struct, ILanes<TLanes>
        where TRows : struct, IRowCount
    {
        TLanes c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default;
        TLanes c30 = default, c31 = default, c40 = default, c41 = default, c50 = default, c51 = default;
        if (accumulate)
        {
            float* from = c;
            (c00, c01) = (TLanes.Load(from), TLanes.Load(from + TLanes.Count));
            if (TRows.Count > 1)
            {
                from += cStride;
                (c10, c11) = (TLanes.Load(from), TLanes.Load(from + TLanes.Count));
            }

            if (TRows.Count > 2)
            {
                from += cStride;
                (c20, c21) = (TLanes.Load(from), TLanes.Load(from + TLanes.Count));
            }

            if (TRows.Count > 3)
            {
                from += cStride;
                (c30, c31) = (TLanes.Load(from), TLanes.Load(from + TLanes.Count));
            }

            if (TRows.Count > 4)
            {
                from += cStride;
                (c40, c41) = (TLanes.Load(from), TLanes.Load(from + TLanes.Count));
            }

            if (TRows.Count > 5)
            {
                from += cStride;
                (c50, c51) = (TLanes.Load(from), TLanes.Load(from + TLanes.Count));
            }
        }

        float* a3 = a + 3 * rowStride;
        nint twoRows = 2 * rowStride;
        for (nint k = 0; k < terms; k++)
        {
            // B comes first: with x, which ends there, as its first operand the compiler overwrites x and moves the sum back.
            TLanes b0 = TLanes.Load(b), b1 = TLanes.Load(b + TLanes.Count);
            TLanes x = TLanes.Create(*a);
            c00 = TLanes.MultiplyAdd(b0, x, c00);
            c01 = TLanes.MultiplyAdd(b1, x, c01);
            if (TRows.Count > 1)
            {
                x = TLanes.Create(a[rowStride]);
                c10 = TLanes.MultiplyAdd(b0, x, c10);
                c11 = TLanes.MultiplyAdd(b1, x, c11);
            }

            if (TRows.Count > 2)
            {
                x = TLanes.Create(a[twoRows]);
                c20 = TLanes.MultiplyAdd(b0, x, c20);
                c21 = TLanes.MultiplyAdd(b1, x, c21);
            }

            if (TRows.Count > 3)
            {
                x = TLanes.Create(*a3);
                c30 = TLanes.MultiplyAdd(b0, x, c30);
                c31 = TLanes.MultiplyAdd(b1, x, c31);
            }

            if (TRows.Count > 4)
            {
                x = TLanes.Create(a3[rowStride]);
                c40 = TLanes.MultiplyAdd(b0, x, c40);
                c41 = TLanes.MultiplyAdd(b1, x, c41);
            }

            if (TRows.Count > 5)
            {
                x = TLanes.Create(a3[twoRows]);
                c50 = TLanes.MultiplyAdd(b0, x, c50);
                c51 = TLanes.MultiplyAdd(b1, x, c51);
            }

            a += termStride;
            a3 += termStride;
            b += bStride;
        }

        c00.Store(c);
        c01.Store(c + TLanes.Count);
        if (TRows.Count > 1)
        {
            c += cStride;
            c10.Store(c);
            c11.Store(c + TLanes.Count);
        }

        if (TRows.Count > 2)
        {
            c += cStride;
            c20.Store(c);
            c21.Store(c + TLanes.Count);
        }

        if (TRows.Count > 3)
        {
            c += cStride;
            c30.Store(c);
            c31.Store(c + TLanes.Count);
        }

        if (TRows.Count > 4)
        {
            c += cStride;
            c40.Store(c);
            c41.Store(c + TLanes.Count);
        }

        if (TRows.Count > 5)
        {
            c += cStride;
            c50.Store(c);
            c51.Store(c + TLanes.Count);
        }
    }

    /// <summary>A vector register of floats.</summary>
    private interface ILanes<TSelf>
        where TSelf : struct, ILanes<TSelf>
    {
        static abstract int Count { get; }

        static abstract TSelf Create(float value);

        static abstract TSelf Load(float* from);

        static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

        void Store(float* to);
    }

    /// <summary>A number of rows that the compiler knows.</summary>
    private interface IRowCount
    {
        static abstract int Count { get; }
    }

    private readonly struct Lanes16(Vector512<float> value) : ILanes<Lanes16>
    {
        private readonly Vector512<float> _value = value;

        public static int Count => 16;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Lanes16 Create(float value) => new(Vector512.Create(value));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Lanes16 Load(float* from) => new(Vector512.Load(from));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Lanes16 MultiplyAdd(Lanes16 a, Lanes16 b, Lanes16 c) => new(Vector512.MultiplyAddEstimate(a._value, b._value, c._value));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Store(float* to) => _value.Store(to);
    }

    private readonly struct Lanes8(Vector256<float> value) : ILanes<Lanes8>
    {
        private readonly Vector256<float> _value = value;

        public static int Count => 8;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Lanes8 Create(float value) => new(Vector256.Create(value));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Lanes8 Load(float* from) => new(Vector256.Load(from));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Lanes8 MultiplyAdd(Lanes8 a, Lanes8 b, Lanes8 c) => new(Vector256.MultiplyAddEstimate(a._value, b._value, c._value));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Store(float* to) => _value.Store(to);
    }

    private readonly struct One : IRowCount
    {
        public static int Count => 1;
    }

    private readonly struct Two : IRowCount
    {
        public static int Count => 2;
    }

    private readonly struct Three : IRowCount
    {
        public static int Count => 3;
    }

    private readonly struct Four : IRowCount
    {
        public static int Count => 4;
    }

    private readonly struct Five : IRowCount
    {
        public static int Count => 5;
    }

    private readonly struct Six : IRowCount
    {
        public static int Count => 6;
    }
}
