using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using DrawAot.Portability;

// fused | unfused         compares every result on this platform with the digest expected for that rounding
// fused | unfused FILE    records the digests of this platform in FILE instead
if (args is not [var word, .. { Length: <= 1 }] || !Enum.TryParse(word, ignoreCase: true, out Rounding rounding) || int.TryParse(word, out _))
{
    Console.Error.WriteLine("usage: DrawAot.Portability fused|unfused [FILE]");
    return 2;
}

int width = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;
Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
    $"{RuntimeInformation.RuntimeIdentifier}, vectors of {width} bits{(Dp.IsSupported ? ", dot products" : "")}"));

long start = Stopwatch.GetTimestamp();
string? file = args.Length > 1 ? args[1] : null;
ExpectedResults expected = file is null ? ExpectedResults.BuiltIn() : ExpectedResults.Read(file);
int computed = 0, differing = 0;
foreach (Result result in Results.All())
{
    computed++;
    if (file is not null)
    {
        expected.Record(result, rounding);
    }
    else if (expected.Of(result, rounding) is var digest && result.Digest != digest)
    {
        differing++;
        Console.WriteLine($"{result.Model} {result.Verb}: {result.Digest}, where {digest ?? "nothing"} was expected");
    }
}

if (file is not null)
{
    expected.Write(file);
}

Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
    $"{computed - differing} of {expected.Count} results are the {word} ones, in {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s"));
return differing == 0 && computed == expected.Count ? 0 : 1;
