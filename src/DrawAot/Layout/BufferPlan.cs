using System.Collections.Generic;
using System.Linq;

namespace DrawAot.Layout;

/// <summary>A buffer of a session.</summary>
/// <param name="Name">What its offset is called in emitted code, without <c>At</c>.</param>
/// <param name="Meaning">What it holds, in the paper's notation.</param>
/// <param name="Dimensions">Its shape; the last dimension is contiguous.</param>
internal sealed record StateBlock(string Name, string Meaning, params IReadOnlyList<Extent> Dimensions)
{
    /// <summary>Its size in floats.</summary>
    public long Floats => Dimensions.Aggregate(1L, (product, extent) => product * extent.Value);

    /// <summary><see cref="Floats"/> as C#.</summary>
    public string Size => string.Join(" * ", Dimensions.Select(extent => extent.Name));
}

/// <summary>Buffers, one after another.</summary>
internal sealed class BufferPlan(IReadOnlyList<StateBlock> blocks)
{
    /// <summary>The buffers in the order in which they lie.</summary>
    public IReadOnlyList<StateBlock> Blocks => blocks;

    /// <summary>Size of all buffers, in floats.</summary>
    public long Floats => blocks.Sum(block => block.Floats);

    /// <summary>Offset of a buffer, in floats.</summary>
    public long Start(StateBlock block) => blocks.TakeWhile(other => other != block).Sum(other => other.Floats);
}
