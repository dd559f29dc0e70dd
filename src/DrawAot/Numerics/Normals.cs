using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

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

    /// <summary>2⁻²⁴, the distance between neighbouring uniforms.</summary>
    private const float UnitOfUniforms = 1f / (1 << 24);

    private const int NormalsPerBlock = 4;

    /// <summary>Fills a span with the first of the normals that belong to (seed, index, stream).</summary>
    /// <param name="seed">The seed of the whole run.</param>
    /// <param name="index">Which sample of the run.</param>
    /// <param name="stream">Which independent sequence of that sample.</param>
    /// <param name="normals">Any length: a shorter span gets a prefix of what a longer one would get.</param>
    public static void Fill(ulong seed, ulong index, uint stream, Span<float> normals)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Fill<Floats16, Floats8>(seed, index, stream, normals);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Fill<Unrolled2<Floats8>, Floats8>(seed, index, stream, normals);
        }
        else
        {
            Fill<Unrolled2<Floats4>, Floats4>(seed, index, stream, normals);
        }
    }

    /// <summary>
    /// Vectors of <typeparamref name="TWide"/>, then of <typeparamref name="TNarrow"/> for the rest, which has a place of its own, in
    /// passes of one function each, as <see cref="LstmCell"/> and for its reasons. Words lie where normals come to lie.
    /// </summary>
    private static void Fill<TWide, TNarrow>(ulong seed, ulong index, uint stream, Span<float> normals)
        where TWide : struct, IFloats<TWide>
        where TNarrow : struct, IFloats<TNarrow>
    {
        Span<float> whole = normals[..(normals.Length / (2 * TWide.Count) * (2 * TWide.Count))], rest = normals[whole.Length..];
        Span<float> room = stackalloc float[2 * TWide.Count];
        Span<float> last = room[..((rest.Length + 2 * TNarrow.Count - 1) / (2 * TNarrow.Count) * (2 * TNarrow.Count))];
        Words<TWide, TNarrow>((0, stream, (uint)index, (uint)(index >> 32)), ((uint)seed, (uint)(seed >> 32)), whole, last);
        Radii<TWide, TNarrow>(whole, last);
        Points<TWide, TNarrow>(whole, last);
        last[..rest.Length].CopyTo(rest);
    }

    /// <summary>Random words: a vector for radii, one for angles, and so on.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Words<TWide, TNarrow>((uint Block, uint X1, uint X2, uint X3) counter, (uint K0, uint K1) key, Span<float> whole, Span<float> last)
        where TWide : struct, IFloats<TWide>
        where TNarrow : struct, IFloats<TNarrow>
    {
        Words<TWide>(counter, key, whole);
        Words<TNarrow>((counter.Block + (uint)(whole.Length / NormalsPerBlock), counter.X1, counter.X2, counter.X3), key, last);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Words<T>((uint Block, uint X1, uint X2, uint X3) counter, (uint K0, uint K1) key, Span<float> words)
        where T : struct, IFloats<T>
    {
        ref float w = ref MemoryMarshal.GetReference(words);
        for (nuint at = 0; at < (nuint)words.Length; at += 2 * (nuint)T.Count)
        {
            Philox.Blocks(counter, key, out T evenWords, out T oddWords);
            evenWords.Store(ref w, at);
            oddWords.Store(ref w, at + (nuint)T.Count);
            counter.Block += (uint)T.Count / 2;
        }
    }

    /// <summary>√(−2 ln u) of every other vector of words.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Radii<TWide, TNarrow>(Span<float> whole, Span<float> last)
        where TWide : struct, IFloats<TWide>
        where TNarrow : struct, IFloats<TNarrow>
    {
        Radii<TWide>(whole);
        Radii<TNarrow>(last);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Radii<T>(Span<float> words)
        where T : struct, IFloats<T>
    {
        ref float w = ref MemoryMarshal.GetReference(words);
        for (nuint at = 0; at < (nuint)words.Length; at += 2 * (nuint)T.Count)
        {
            T u = T.ConvertBits(T.AddBits(UpperBits(T.Load(ref w, at)), T.Bits(1))) * T.Create(UnitOfUniforms);
            T.Sqrt(VectorMath.Log(u) * T.Create(-2f)).Store(ref w, at);
        }
    }

    /// <summary>The points at these radii and at the angles of the words that follow them.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Points<TWide, TNarrow>(Span<float> whole, Span<float> last)
        where TWide : struct, IFloats<TWide>
        where TNarrow : struct, IFloats<TNarrow>
    {
        Points<TWide>(whole);
        Points<TNarrow>(last);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Points<T>(Span<float> normals)
        where T : struct, IFloats<T>
    {
        ref float n = ref MemoryMarshal.GetReference(normals);
        for (nuint at = 0; at < (nuint)normals.Length; at += 2 * (nuint)T.Count)
        {
            T radii = T.Load(ref n, at);
            T turns = T.ConvertBits(UpperBits(T.Load(ref n, at + (nuint)T.Count))) * T.Create(UnitOfUniforms);
            VectorMath.SinCosTurns(turns, out T sin, out T cos);
            T.StoreInTurns(radii * cos, radii * sin, ref n, at);
        }
    }

    /// <summary>⌊word / 2⁸⌋.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T UpperBits<T>(T words)
        where T : struct, IFloats<T>
        => (words >> 8) & T.Bits(0xFF_FFFF);
}
