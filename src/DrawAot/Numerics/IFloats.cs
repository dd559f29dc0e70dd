namespace DrawAot.Numerics;

/// <summary>
/// A vector of floats, of one of the widths that hardware has, over which <see cref="VectorMath"/> is written. Every
/// operation is one of the vector's own, element by element.
/// </summary>
/// <remarks>
/// The runtime puts wide vectors together from narrow ones where hardware lacks them, but in managed code, two or four
/// nested calls to an operation, and the compiler inlines a limited number into one method. Here an operation is one call.
/// </remarks>
internal interface IFloats<TSelf>
    where TSelf : struct, IFloats<TSelf>
{
    /// <summary>Number of floats.</summary>
    static abstract int Count { get; }

    /// <summary>One number everywhere.</summary>
    static abstract TSelf Create(float value);

    /// <summary>The float that has these bits, everywhere.</summary>
    static abstract TSelf Bits(int bits);

    /// <summary>The floats at an offset, counted in floats.</summary>
    static abstract TSelf Load(ref readonly float source, nuint offset);

    /// <summary>Writes them to an offset, counted in floats.</summary>
    void Store(ref float destination, nuint offset);

    static abstract TSelf operator +(TSelf a, TSelf b);

    static abstract TSelf operator -(TSelf a, TSelf b);

    static abstract TSelf operator -(TSelf a);

    static abstract TSelf operator *(TSelf a, TSelf b);

    static abstract TSelf operator /(TSelf a, TSelf b);

    /// <summary>Of the bits.</summary>
    static abstract TSelf operator &(TSelf a, TSelf b);

    /// <summary>Of the bits.</summary>
    static abstract TSelf operator ^(TSelf a, TSelf b);

    /// <summary>Of the bits, as those of an int.</summary>
    static abstract TSelf operator <<(TSelf a, int count);

    /// <summary>Of the bits, as those of an int.</summary>
    static abstract TSelf operator >>(TSelf a, int count);

    /// <summary>a + b of the bits, as those of ints.</summary>
    static abstract TSelf AddBits(TSelf a, TSelf b);

    /// <summary>All bits where a and b have the same, none elsewhere.</summary>
    static abstract TSelf EqualBits(TSelf a, TSelf b);

    /// <summary>One float or the other, chosen by the bits of <see cref="EqualBits"/>.</summary>
    static abstract TSelf Select(TSelf condition, TSelf whereSet, TSelf elsewhere);

    /// <summary>The float nearest to the int that has the same bits.</summary>
    static abstract TSelf ConvertBits(TSelf a);

    /// <summary>a·b + c, rounded once wherever the hardware can.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>√a.</summary>
    static abstract TSelf Sqrt(TSelf a);

    /// <summary>Of every two neighbours' bits the product of the first ones, of 64 bits, in the place of both.</summary>
    static abstract TSelf MultiplyFirsts(TSelf a, TSelf b);

    /// <summary>Of every two neighbours the second one, in the place of the first; 0 in its own.</summary>
    static abstract TSelf SecondsToFirsts(TSelf a);

    /// <summary>Of every two neighbours the first one, in the place of the second; 0 in its own.</summary>
    static abstract TSelf FirstsToSeconds(TSelf a);

    /// <summary>Writes the first of a, the first of b, the second of a, and so on, to an offset counted in floats.</summary>
    static abstract void StoreInTurns(TSelf a, TSelf b, ref float destination, nuint offset);

    /// <summary>The smaller; b where one is NaN or both are zero, on x86.</summary>
    static abstract TSelf MinNative(TSelf a, TSelf b);

    /// <summary>The larger; b where one is NaN or both are zero, on x86.</summary>
    static abstract TSelf MaxNative(TSelf a, TSelf b);
}
