using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector512;

namespace DrawAot.Numerics;

/// <summary>
/// Standard normal numbers as a pure function of (seed, index, stream, position): the source of every
/// random number that a sample uses.
/// </summary>
/// <remarks>
/// <para>This is a contract that anyone may implement again, and it does not change:</para>
/// <list type="number">
/// <item><description>
/// Block j is <see cref="Philox.Block"/> with the counter (j, stream, index low, index high) and the key
/// (seed low, seed high), where low and high are the 32-bit halves. It gives the normals 4j … 4j + 3.
/// </description></item>
/// <item><description>
/// Its words (x0, x1) make the first two of these, (x2, x3) the other two. Each pair (a, b) gives
/// u = (⌊a / 2⁸⌋ + 1)·2⁻²⁴, in (0, 1], and t = ⌊b / 2⁸⌋·2⁻²⁴, in [0, 1); both are floats without rounding.
/// </description></item>
/// <item><description>
/// Box and Muller: √(−2 ln u)·cos 2πt, then √(−2 ln u)·sin 2πt. They lie within ±5.77.
/// </description></item>
/// </list>
/// <para>
/// The logarithm, sine and cosine are those of <see cref="VectorMath"/>, which makes the bits the same on
/// AVX2, AVX-512 and Arm; a double-precision implementation of the three lines above agrees within 1e-6.
/// </para>
/// <para>
/// When sampling, the stream is the glimpse, counted from 0. The noise of a posterior has
/// <see cref="PosteriorStream"/> added to that, and that of the k-th further importance sample k·2¹⁶ more. All others are reserved.
/// </para>
/// </remarks>
public static class Normals
{
    /// <summary>The stream of a posterior's noise at the first glimpse; the others follow.</summary>
    public const uint PosteriorStream = 1u << 31;

    private const int NormalsPerBlock = 4;
    private const int BlocksPerChunk = 8;
    private const int NormalsPerChunk = NormalsPerBlock * BlocksPerChunk;

    /// <summary>2⁻²⁴, the distance between neighbouring uniforms.</summary>
    private const float UnitOfUniforms = 1f / (1 << 24);

    /// <summary>Fills a span with the first of the normals that belong to (seed, index, stream).</summary>
    /// <param name="seed">The seed of the whole run.</param>
    /// <param name="index">Which sample of the run.</param>
    /// <param name="stream">Which independent sequence of that sample.</param>
    /// <param name="normals">Any length: a shorter span gets a prefix of what a longer one would get.</param>
    public static void Fill(ulong seed, ulong index, uint stream, Span<float> normals)
    {
        uint block = 0;
        while (normals.Length >= NormalsPerChunk)
        {
            FillChunk(seed, index, stream, block, normals);
            normals = normals[NormalsPerChunk..];
            block += BlocksPerChunk;
        }

        if (!normals.IsEmpty)
        {
            Span<float> chunk = stackalloc float[NormalsPerChunk];
            FillChunk(seed, index, stream, block, chunk);
            chunk[..normals.Length].CopyTo(normals);
        }
    }

    /// <summary>Writes the 32 normals of eight blocks.</summary>
    /// <remarks>
    /// In three methods that are not inlined: where vectors have 128 bits, all of it at once is more than the
    /// compiler is willing to inline into one method, and it would call every single vector operation.
    /// </remarks>
    private static void FillChunk(ulong seed, ulong index, uint stream, uint firstBlock, Span<float> normals)
    {
        Philox.EightBlocks(
            counter: (firstBlock, stream, (uint)index, (uint)(index >> 32)),
            key: ((uint)seed, (uint)(seed >> 32)),
            out Vector512<uint> radiusWords,
            out Vector512<uint> angleWords);
        Radii(in radiusWords, out Vector512<float> radii);
        Points(in radii, in angleWords, out Vector512<float> first, out Vector512<float> second);

        // Each pair as one 64-bit number, its first normal in the lower half: that is how they lie in memory.
        Vector512<uint> cosines = first.AsUInt32(), sines = second.AsUInt32();
        (WidenLower(cosines) | (WidenLower(sines) << 32)).AsSingle().CopyTo(normals);
        (WidenUpper(cosines) | (WidenUpper(sines) << 32)).AsSingle().CopyTo(normals[Vector512<float>.Count..]);
    }

    /// <summary>√(−2 ln u).</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Radii(in Vector512<uint> words, out Vector512<float> radii)
    {
        Vector512<float> u = ConvertToSingle((words >> 8).AsInt32() + Create(1)) * Create(UnitOfUniforms);
        radii = Sqrt(VectorMath.Log(u) * Create(-2f));
    }

    /// <summary>The points at these radii and random angles.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Points(
        in Vector512<float> radii, in Vector512<uint> words, out Vector512<float> first, out Vector512<float> second)
    {
        Vector512<float> turns = ConvertToSingle((words >> 8).AsInt32()) * Create(UnitOfUniforms);
        VectorMath.SinCosTurns(turns, out Vector512<float> sin, out Vector512<float> cos);
        first = radii * cos;
        second = radii * sin;
    }
}
