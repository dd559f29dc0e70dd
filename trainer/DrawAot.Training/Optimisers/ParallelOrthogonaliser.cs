namespace DrawAot.Training.Optimisers;

/// <summary>Gives each thread a matrix at a time.</summary>
public sealed class ParallelOrthogonaliser : IOrthogonaliser
{
    private readonly ParameterBlock[] _matrices;
    private readonly NewtonSchulz[] _workers;

    /// <summary>Allocates memory for each thread.</summary>
    /// <param name="matrices">The matrices, which do not overlap.</param>
    /// <param name="threads">The number of threads that may compute; the result does not depend on it.</param>
    public ParallelOrthogonaliser(IReadOnlyList<ParameterBlock> matrices, int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);

        // Large ones first, so that no thread starts one when the others are done.
        _matrices = [.. matrices.OrderByDescending(NewtonSchulz.Cost)];
        _workers = [.. Enumerable.Range(0, Math.Min(threads, _matrices.Length)).Select(_ => new NewtonSchulz(_matrices))];
    }

    /// <inheritdoc/>
    public void Orthogonalise(float[] values)
    {
        int next = -1;
        Parallel.ForEach(_workers, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, _workers.Length) }, worker =>
        {
            for (int k = Interlocked.Increment(ref next); k < _matrices.Length; k = Interlocked.Increment(ref next))
            {
                ParameterBlock block = _matrices[k];
                worker.Orthogonalise(values.AsSpan(block.Offset, block.Length), block.Rows, block.Columns);
            }
        });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (NewtonSchulz worker in _workers)
        {
            worker.Dispose();
        }
    }
}
