using System.Runtime.InteropServices;

namespace DrawAot.Native;

/// <summary><c>drawaot_runtime_counters</c>: what the library's own managed memory has been through.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct RuntimeCounters
{
    /// <summary>Managed bytes that the calling thread has allocated.</summary>
    public long ThreadAllocatedBytes;

    /// <summary>Garbage collections so far.</summary>
    public long Collections;

    /// <summary>Bytes of the managed heap.</summary>
    public long HeapBytes;

    /// <summary>As they stand.</summary>
    public static RuntimeCounters Now() => new()
    {
        ThreadAllocatedBytes = GC.GetAllocatedBytesForCurrentThread(),
        Collections = GC.CollectionCount(0),
        HeapBytes = GC.GetTotalMemory(forceFullCollection: false),
    };
}
