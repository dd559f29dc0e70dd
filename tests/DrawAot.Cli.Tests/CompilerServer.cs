using System.Diagnostics;
using System.Reflection;

namespace DrawAot.Cli.Tests;

/// <summary>
/// The C# compiler as a server for all builds of this test process: a compiler that starts anew for each project takes longer to
/// start than to compile. The server ends with this process, or after ten minutes without a build.
/// </summary>
internal static class CompilerServer
{
    /// <summary>The name by which builds find the server: MSBuild's property <c>SharedCompilationId</c>.</summary>
    public static string Pipe { get; } = Start();

    private static string Start()
    {
        string program = typeof(CompilerServer).Assembly
            .GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "CompilerServer").Value!;
        string pipe = $"drawaot-tests-{Environment.ProcessId}";
        var start = new ProcessStartInfo("dotnet", ["exec", program, $"-pipename:{pipe}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_TieredPGO"] = "0";
        Process server = Process.Start(start)!;
        server.BeginOutputReadLine();
        server.BeginErrorReadLine();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.Kill();
        return pipe;
    }
}
