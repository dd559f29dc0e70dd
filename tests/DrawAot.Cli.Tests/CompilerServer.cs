using System.Diagnostics;
using System.Reflection;

namespace DrawAot.Cli.Tests;

/// <summary>
/// The C# compiler as a server for all builds of this test process: a compiler that starts anew for each project takes longer to
/// start than to compile. The server ends with this process or, where that is killed, ten minutes after its last build.
/// </summary>
internal static class CompilerServer
{
    /// <summary>The name by which builds find the server: MSBuild's property <c>SharedCompilationId</c>. Null where there is no server.</summary>
    public static string? Pipe { get; } = Start();

    private static string? Start()
    {
        string program = typeof(CompilerServer).Assembly
            .GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "CompilerServer").Value!;
        if (!File.Exists(program))
        {
            return null;
        }

        string pipe = $"drawaot-tests-{Guid.NewGuid():N}";
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
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            server.Kill();
            server.WaitForExit();
            File.Delete(Path.Combine(Path.GetTempPath(), pipe)); // the socket, on Unix
        };
        return pipe;
    }
}
