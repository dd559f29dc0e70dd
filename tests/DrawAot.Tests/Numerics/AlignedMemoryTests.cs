using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DrawAot.Numerics;

namespace DrawAot.Tests.Numerics;

public class AlignedMemoryTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(1_000_000)]
    public void Memory_begins_on_a_cache_line_and_with_zeros(int length)
    {
        using var memory = new AlignedMemory(length);
        Span<float> all = memory.Slice(0, length);
        Assert.Equal(length, memory.Length);
        Assert.Equal(0u, AddressOf(all) % AlignedMemory.Alignment);
        Assert.False(all.ContainsAnyExcept(0f));
    }

    [Fact]
    public void Slices_share_the_memory()
    {
        using var memory = new AlignedMemory(10);
        memory.Slice(4, 3).Fill(2);
        Assert.Equal([0, 2, 2, 2, 0], memory.Slice(3, 5).ToArray());
        Assert.Equal(0, memory.Slice(10, 0).Length);
    }

    [Theory]
    [InlineData(-1, 2)]
    [InlineData(0, 11)]
    [InlineData(4, 7)]
    [InlineData(11, 0)]
    [InlineData(5, -1)]
    [InlineData(int.MaxValue, int.MaxValue)]
    public void A_slice_beyond_the_memory_is_refused(int start, int length)
    {
        using var memory = new AlignedMemory(10);
        ArgumentOutOfRangeException refusal = Assert.Throws<ArgumentOutOfRangeException>(() => { memory.Slice(start, length); });
        Assert.StartsWith(
            $"The slice has {length} floats from {start}; expected it to lie within 0 to 10.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_negative_length_is_refused()
    {
        ArgumentOutOfRangeException refusal = Assert.Throws<ArgumentOutOfRangeException>(() => new AlignedMemory(-1));
        Assert.StartsWith("The length is -1 floats; expected 0 or more.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_lives_until_the_last_holder_releases_it()
    {
        var memory = new AlignedMemory(4);
        Assert.Same(memory, memory.Retain());
        memory.Retain();
        memory.Slice(0, 4).Fill(1);

        memory.Dispose();
        Assert.Throws<ObjectDisposedException>(() => { memory.Retain(); });
        memory.Release();
        Assert.Equal([1, 1, 1, 1], memory.Slice(0, 4).ToArray());

        memory.Release();
        Assert.Throws<ObjectDisposedException>(() => { memory.Slice(0, 4); });
        Assert.Throws<ObjectDisposedException>(memory.Release);
    }

    [Fact]
    public void Disposing_again_takes_no_reference_away()
    {
        var memory = new AlignedMemory(4);
        memory.Retain();
        memory.Dispose();
        memory.Dispose();
        Assert.Equal(4, memory.Slice(0, 4).Length);
        memory.Release();
        memory.Dispose();
        Assert.Throws<ObjectDisposedException>(() => { memory.Slice(0, 4); });
    }

    [Fact]
    public void References_are_counted_from_many_threads()
    {
        var memory = new AlignedMemory(1);
        Parallel.For(0, 100_000, _ =>
        {
            memory.Retain();
            memory.Release();
        });
        Assert.Equal(1, memory.Slice(0, 1).Length);
        memory.Dispose();
        Assert.Throws<ObjectDisposedException>(() => { memory.Retain(); });
    }

    /// <summary>1 GiB in all, of which little stays.</summary>
    [Fact]
    public void Forgotten_memory_is_freed()
    {
        for (int i = 0; i < 16; i++)
        {
            Forget(16 << 20);
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.InRange(Environment.WorkingSet, 0, 512L << 20);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget(int length)
    {
        var memory = new AlignedMemory(length);
        memory.Slice(0, length).Fill(1);
        GC.KeepAlive(memory);
    }

    private static unsafe nuint AddressOf(Span<float> floats) => (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(floats));
}
