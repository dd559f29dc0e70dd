namespace DrawAot.Training;

/// <summary>
/// Working memory of the operations [rows, width], as wide as the largest reservation. An operation may overwrite what
/// another has left there.
/// </summary>
/// <param name="rows">Rows of a batch.</param>
internal sealed unsafe class Scratch(int rows) : IDisposable
{
    private int _width;
    private NativeTensor? _memory;

    /// <summary>The working memory of a row, after <see cref="Allocate"/>.</summary>
    public float* this[int row] => _memory![0, row];

    /// <summary>Asks for floats of every row, before <see cref="Allocate"/>.</summary>
    public void Reserve(int floats) => _width = Math.Max(_width, floats);

    /// <summary>Allocates the largest reservation.</summary>
    public void Allocate() => _memory = new NativeTensor(1, rows, _width);

    public void Dispose() => _memory?.Dispose();
}
