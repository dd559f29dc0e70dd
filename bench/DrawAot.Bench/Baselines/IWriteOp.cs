namespace DrawAot.Bench.Baselines;

/// <summary>An engine that makes a window's two filterbanks and writes a patch through them.</summary>
internal interface IWriteOp : IDisposable
{
    /// <summary>c ← c + (1/γ)·FYᵀ w FX.</summary>
    /// <param name="window">g̃X, g̃Y, log σ², log δ̃, log γ.</param>
    /// <param name="patch">w [C, N, N].</param>
    /// <param name="canvas">c [C, B, A].</param>
    void Write(ReadOnlySpan<float> window, ReadOnlySpan<float> patch, Span<float> canvas);
}
