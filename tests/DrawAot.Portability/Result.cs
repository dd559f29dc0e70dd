using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace DrawAot.Portability;

/// <summary>The bits of one computation with one model.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Verb">What was computed.</param>
/// <param name="Digest">The XXH128 of all values: 32 hexadecimal digits.</param>
internal sealed record Result(string Model, string Verb, string Digest)
{
    /// <summary>The result of some values; their bits count, so −0 is not 0.</summary>
    public static Result Of<T>(string model, string verb, ReadOnlySpan<T> values)
        where T : unmanaged
        => new(model, verb, Convert.ToHexStringLower(XxHash128.Hash(MemoryMarshal.AsBytes(values))));
}
