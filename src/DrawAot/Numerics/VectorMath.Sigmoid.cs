using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector512;

namespace DrawAot.Numerics;

public static partial class VectorMath
{
    /// <summary>The logistic function 1 / (1 + e^−x) of each element, within 2.49 ulp from −87.3 up.</summary>
    /// <remarks>Below −88.72 the result is 0, although floats (the subnormal ones) go on. NaN stays NaN.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sigmoid(Vector512<float> x) => Create(1f) / (Create(1f) + Exp(-x));
}
