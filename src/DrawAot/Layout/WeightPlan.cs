using System.Collections.Generic;
using System.Linq;

namespace DrawAot.Layout;

/// <summary>All packed weights of a model: its matrices, then its initial values, one block after another.</summary>
internal sealed class WeightPlan(IReadOnlyList<WeightBlock> blocks)
{
    /// <summary>The matrices, whose offsets emitted code knows.</summary>
    public IEnumerable<MatrixBlock> Matrices => blocks.OfType<MatrixBlock>();

    /// <summary>The blocks in the order in which they lie.</summary>
    public IReadOnlyList<WeightBlock> Blocks => blocks;

    /// <summary>Size of all blocks, in words of 32 bits.</summary>
    public long Words => blocks.Sum(block => block.Words);

    /// <summary>Offset of a block, in words.</summary>
    public long Start(WeightBlock block) => blocks.TakeWhile(other => other != block).Sum(other => other.Words);
}
