using System.Collections.Generic;
using System.Linq;

namespace DrawAot.Layout;

/// <summary>A buffer of a session.</summary>
/// <param name="Name">The name of its offset in emitted code, without <c>At</c>.</param>
/// <param name="Meaning">Its contents, in the paper's notation.</param>
/// <param name="Dimensions">Its shape; the last dimension is contiguous.</param>
internal sealed record StateBlock(string Name, string Meaning, params IReadOnlyList<Extent> Dimensions)
{
    /// <summary>Its size in floats.</summary>
    public long Floats => Dimensions.Aggregate(1L, (product, extent) => product * extent.Value);

    /// <summary><see cref="Floats"/> as C#.</summary>
    public string Size => string.Join(" * ", Dimensions.Select(extent => extent.Name));
}

/// <summary>A buffer from an offset on, for a buffer of several parts.</summary>
/// <param name="Block">The buffer.</param>
/// <param name="Offset">Where the part begins in it; null for its beginning.</param>
internal sealed record StatePart(StateBlock Block, Extent? Offset = null)
{
    /// <summary>Its offset among a picture's buffers as C#.</summary>
    public string At => Offset is null ? $"{Block.Name}At" : $"{Block.Name}At + {Offset.Name}";
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

    /// <summary>Offset of a part of a buffer, in floats.</summary>
    public long Start(StatePart part) => Start(part.Block) + (part.Offset?.Value ?? 0);
}
