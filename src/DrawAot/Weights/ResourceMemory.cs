using System.Buffers;
using System.Reflection;

namespace DrawAot.Weights;

/// <summary>An embedded resource as memory: the pages of the mapped assembly or executable, not a copy.</summary>
/// <param name="assembly">Whose resource it is. Held, because the pages go when it is unloaded.</param>
/// <param name="first">Its first byte.</param>
/// <param name="length">Its number of bytes.</param>
internal sealed unsafe class ResourceMemory(Assembly assembly, byte* first, int length) : MemoryManager<byte>
{
    private readonly Assembly _assembly = assembly;
    private readonly byte* _first = first;

    public override Span<byte> GetSpan()
    {
        GC.KeepAlive(_assembly);
        return new Span<byte>(_first, length);
    }

    public override MemoryHandle Pin(int elementIndex = 0) => new(_first + elementIndex, pinnable: this);

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
