namespace DrawAot.Weights;

/// <summary>
/// Two weights in 32 bits. The lower half is the second one, rounded to bfloat16: shifted up by 16 it is a float. The
/// first one is the whole word as a float, so that no kernel has to mask the second one away: its upper half is chosen
/// so that the word, with the lower half as it is, comes nearest to it. Both are within 2⁻⁸ of the weights that they stand for.
/// </summary>
internal static class Bfloat16Pair
{
    private const uint Sign = 0x8000_0000, HalfUnit = 0x8000, Infinity = 0x7F80_0000, SmallestNormal = 0x0080_0000;

    /// <summary>Packs two weights.</summary>
    public static uint Of(float first, float second)
    {
        uint low = Nearest(second, 0) >> 16;
        return Nearest(first, low);
    }

    /// <summary>The first weight of a pair.</summary>
    public static float First(uint pair) => BitConverter.UInt32BitsToSingle(pair);

    /// <summary>The second weight of a pair.</summary>
    public static float Second(uint pair) => BitConverter.UInt32BitsToSingle(pair << 16);

    /// <summary>
    /// The float nearest to a weight among those that end in given bits. It is never subnormal, since some processors
    /// multiply such numbers slowly: a weight of zero becomes 1.2·10⁻³⁸.
    /// </summary>
    private static uint Nearest(float weight, uint lowerHalf)
    {
        uint bits = BitConverter.SingleToUInt32Bits(weight), magnitude = bits & ~Sign;
        if (magnitude >= Infinity)
        {
            return (bits & 0xFFFF_0000) | lowerHalf;
        }

        uint rounded = ((magnitude + HalfUnit - lowerHalf) & 0xFFFF_0000) | lowerHalf;
        if (magnitude + HalfUnit < lowerHalf || rounded < SmallestNormal)
        {
            rounded = lowerHalf == 0 && magnitude == 0 ? 0 : SmallestNormal | lowerHalf;
        }
        else if (rounded >= Infinity)
        {
            rounded -= 0x1_0000;
        }

        return (bits & Sign) | rounded;
    }
}
