using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DrawAot.Tests;

/// <summary>
/// Each model has two expected results, with fused multiply-adds and without. These are the vector widths of the JIT; native
/// programs, Arm, WebAssembly and Windows run the same program, tests/DrawAot.Portability, in the platform lane.
/// </summary>
[Trait("Category", "Slow")]
public class ExpectedResultsTests
{
    [Fact]
    public Task Vectors_of_512_bits_give_the_fused_results()
    {
        Assert.SkipUnless(Vector512.IsHardwareAccelerated, "This processor has no vectors of 512 bits.");
        return Require("fused", width: 512);
    }

    [Fact]
    public Task Vectors_of_256_bits_give_the_fused_results()
    {
        Assert.SkipUnless(Avx2.IsSupported, "This processor has no AVX2.");
        return Require("fused", width: 256, "EnableAVX512");
    }

    [Fact]
    public Task Vectors_of_128_bits_give_the_unfused_results()
    {
        Assert.SkipUnless(X86Base.IsSupported, "Vectors of 128 bits fuse multiply-adds on this processor.");
        return Require("unfused", width: 128, "EnableAVX2");
    }

    [Fact]
    public Task No_vectors_at_all_give_the_unfused_results() => Require("unfused", width: 0, "EnableHWIntrinsic");

    /// <summary>Runs the program on this runtime without some instructions, and sees that they were missing.</summary>
    private static async Task Require(string rounding, int width, params string[] without)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "DrawAot.Portability.dll"), rounding])
        {
            RedirectStandardOutput = true,
        };
        foreach (string instructions in without)
        {
            start.Environment[$"DOTNET_{instructions}"] = "0";
        }

        using Process program = Process.Start(start)!;
        string output = await program.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await program.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(program.ExitCode == 0, output);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"vectors of {width} bits"), output, StringComparison.Ordinal);
    }
}
