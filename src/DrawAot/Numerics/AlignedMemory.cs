using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DrawAot.Numerics;

/// <summary>
/// Native memory for floats, zero at first, that begins on a cache line and lives until its last holder
/// releases it.
/// </summary>
/// <remarks>
/// <para>
/// References are counted. The constructor gives its caller one, which <see cref="Dispose"/> drops; each
/// <see cref="Retain"/> gives one more, which <see cref="Release"/> drops. The memory is freed with the last
/// one. Weights belong to a model and to each of its sessions in this way, whichever is disposed of first.
/// Counting is safe from any thread. If a holder forgets to release it, the garbage collector frees the memory
/// once this object is unreachable.
/// </para>
/// <para>
/// A span does not keep the memory alive: code that computes with one also keeps this object reachable
/// (<see cref="GC.KeepAlive"/>) and holds a reference until done.
/// </para>
/// </remarks>
[SuppressMessage(
    "Usage", "CA1816:Dispose methods should call SuppressFinalize", Justification = "The last release does, not the first.")]
public sealed unsafe class AlignedMemory : IDisposable
{
    /// <summary>The address of the first float is a multiple of this many bytes: a cache line, or one 512-bit vector.</summary>
    public const int Alignment = 64;

    private float* _floats;
    private int _references = 1;
    private int _creatorHolds = 1;

    /// <summary>Allocates memory and sets it to zero.</summary>
    /// <param name="length">Number of floats, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative.</exception>
    /// <exception cref="OutOfMemoryException">There is not enough memory.</exception>
    public AlignedMemory(int length)
    {
        if (length < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(length), $"The length is {length} floats; expected 0 or more.");
        }

        nuint byteCount = checked((nuint)length * sizeof(float));
        Length = length;
        _floats = (float*)NativeMemory.AlignedAlloc(byteCount, Alignment);
        NativeMemory.Clear(_floats, byteCount);
    }

    /// <summary>Frees memory whose holders forgot to.</summary>
    ~AlignedMemory() => Free();

    /// <summary>Number of floats.</summary>
    public int Length { get; }

    /// <summary>A stretch of the memory, with its bounds checked here once.</summary>
    /// <param name="start">Its first float.</param>
    /// <param name="length">Its number of floats.</param>
    /// <exception cref="ArgumentOutOfRangeException">It does not lie within the memory.</exception>
    /// <exception cref="ObjectDisposedException">The memory has been freed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<float> Slice(int start, int length)
    {
        float* floats = _floats;
        if (floats is null || (uint)start > (uint)Length || (uint)length > (uint)(Length - start))
        {
            Refuse(start, length);
        }

        return new Span<float>(floats + start, length);
    }

    /// <summary>Takes one more reference, for a holder that will call <see cref="Release"/> once.</summary>
    /// <returns>This object.</returns>
    /// <exception cref="ObjectDisposedException">The creator has disposed of the memory, so no new holder is accepted.</exception>
    public AlignedMemory Retain()
    {
        int references;
        do
        {
            references = Volatile.Read(ref _references);
            ObjectDisposedException.ThrowIf(references == 0 || Volatile.Read(ref _creatorHolds) == 0, this);
        }
        while (Interlocked.CompareExchange(ref _references, references + 1, references) != references);

        return this;
    }

    /// <summary>Drops a reference that <see cref="Retain"/> gave.</summary>
    /// <exception cref="ObjectDisposedException">The memory has been freed: there were more releases than references.</exception>
    public void Release()
    {
        int references;
        do
        {
            references = Volatile.Read(ref _references);
            ObjectDisposedException.ThrowIf(references == 0, this);
        }
        while (Interlocked.CompareExchange(ref _references, references - 1, references) != references);

        if (references == 1)
        {
            Free();
            GC.SuppressFinalize(this);
        }
    }

    /// <summary>Drops the reference that the constructor gave. Further calls do nothing.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _creatorHolds, 0) == 1)
        {
            Release();
        }
    }

    [DoesNotReturn]
    private void Refuse(int start, int length)
    {
        ObjectDisposedException.ThrowIf(_floats is null, this);
        throw new ArgumentOutOfRangeException(
            nameof(start), $"The slice has {length} floats from {start}; expected it to lie within 0 to {Length}.");
    }

    private void Free()
    {
        NativeMemory.AlignedFree(_floats);
        _floats = null;
    }
}
