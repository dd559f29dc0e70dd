using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;
using DrawAot.Numerics;

namespace DrawAot.Tests.Numerics;

/// <summary>
/// Every processor with fused multiply-adds gives the bits recorded here. On x86 the environment variable
/// DOTNET_EnableAVX512=0 makes AVX2 of an AVX-512 processor; DOTNET_EnableAVX2=0 takes fused multiply-adds
/// away, and these tests skip themselves.
/// </summary>
public class SameBitsTests
{
    internal static readonly bool IsFused = Fma.IsSupported || AdvSimd.IsSupported;

    [Fact]
    public void Normals_have_the_recorded_bits() => RequireDigest("4bfba13b02c37488", Drawn());

    [Fact]
    public void Exp_has_the_recorded_bits() => RequireDigest("7788c4dd0b7f355e", Mapped(VectorMath.Exp));

    [Fact]
    public void Sigmoid_has_the_recorded_bits() => RequireDigest("a33c102e479efb11", Mapped(VectorMath.Sigmoid));

    [Fact]
    public void Tanh_has_the_recorded_bits() => RequireDigest("a35047c6aa1c1362", Mapped(VectorMath.Tanh));

    private delegate void SpanFunction(ReadOnlySpan<float> source, Span<float> destination);

    private static float[] Drawn()
    {
        float[] normals = new float[100_003];
        Normals.Fill(seed: 42, index: 7, stream: 3, normals);
        return normals;
    }

    /// <summary>A function of −100, …, 100 in steps of 1/512.</summary>
    private static float[] Mapped(SpanFunction function)
    {
        float[] values = [.. Enumerable.Range(-51_200, 102_401).Select(i => i / 512f)];
        function(values, values);
        return values;
    }

    /// <summary>Compares the first eight bytes of the SHA-256 of all bits.</summary>
    private static void RequireDigest(string expected, float[] values)
    {
        Assert.SkipUnless(IsFused, "This processor has no fused multiply-add.");
        byte[] digest = SHA256.HashData(MemoryMarshal.AsBytes(values.AsSpan()));
        Assert.Equal(expected, Convert.ToHexStringLower(digest, 0, 8));
    }
}
