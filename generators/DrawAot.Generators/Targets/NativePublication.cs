using System;
using System.Threading;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DrawAot.Generators.Targets;

/// <summary>
/// The project's properties of a NativeAOT publication. For x64 the compiler's default is a processor of 2008: vectors of 128
/// bits, and no fused multiply-adds.
/// </summary>
internal static class NativePublication
{
    /// <summary>Whether a project is published with NativeAOT for x64 without having chosen an instruction set.</summary>
    public static bool LacksInstructionSet(AnalyzerConfigOptionsProvider options, CancellationToken cancellation)
    {
        string target = Property("RuntimeIdentifier") is { Length: > 0 } given ? given : Property("NETCoreSdkRuntimeIdentifier");
        return Property("PublishAot").Equals("true", StringComparison.OrdinalIgnoreCase)
            && Property("IlcInstructionSet").Length == 0
            && target.EndsWith("-x64", StringComparison.OrdinalIgnoreCase);

        string Property(string name) => BuildProperty.Of(options, name);
    }
}
