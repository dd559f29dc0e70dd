using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DrawAot.Numerics;

public static partial class VectorMath
{
    /// <summary>The sum of the sixteen elements, added in one fixed order.</summary>
    /// <remarks>
    /// The upper half is added to the lower half, element by element, until one is left: with e the elements,
    /// first e[i] + e[i + 8] for i = 0…7, of these again i and i + 4, then i and i + 2, then 0 and 1.
    /// <see cref="Vector512.Sum{T}(Vector512{T})"/> leaves its order open.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector512<float> elements)
    {
        Vector256<float> eight = elements.GetLower() + elements.GetUpper();
        Vector128<float> four = eight.GetLower() + eight.GetUpper();
        Vector128<float> two = four + Vector128.Shuffle(four, Vector128.Create(2, 3, 2, 3));
        return two.ToScalar() + two.GetElement(1);
    }
}
