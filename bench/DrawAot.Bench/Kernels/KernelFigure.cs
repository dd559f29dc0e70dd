namespace DrawAot.Bench.Kernels;

/// <summary>One kernel beside its roof, for all glimpses of one picture.</summary>
/// <param name="Precision">Of the weights.</param>
/// <param name="Kernel">The kernel, by the name of its phase.</param>
/// <param name="Measured">Seconds that it took.</param>
/// <param name="Roof">The least seconds that it takes.</param>
internal sealed record KernelFigure(string Precision, string Kernel, double Measured, double Roof)
{
    /// <summary>The part of the roof that it reaches.</summary>
    public double Fraction => Roof / Measured;
}
