namespace DrawAot.Portability;

/// <summary>The hardware's rounding of a multiply-add.</summary>
internal enum Rounding
{
    /// <summary>Once: AVX2, AVX-512, Arm64.</summary>
    Fused = 0,

    /// <summary>The product and the sum apart: x86-64-v2, WebAssembly, software.</summary>
    Unfused = 1,
}
