using System.Diagnostics;

namespace DrawAot.Cli.Tests;

/// <summary>The SDK's own command, free of what the <c>dotnet test</c> around this process has set for itself.</summary>
internal static class DotNet
{
    /// <summary>Lets a build use one node: starting a second one takes longer than it saves in small builds.</summary>
    public const string OneNode = "-m:1";

    public static Task<CommandResult> Run(string folder, params string[] arguments) => Run(folder, [], arguments);

    /// <summary>Runs a command with further variables, which MSBuild takes for properties that a project may set itself.</summary>
    public static Task<CommandResult> Run(string folder, (string Name, string Value)[] variables, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder };
        foreach (string name in start.Environment.Keys.Where(IsOfAnotherBuild).ToArray())
        {
            start.Environment.Remove(name);
        }

        // Nodes that outlive the build would hold its output open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";

        // Also where the environment says otherwise: this server ends with the tests.
        if (Compiles(arguments) && CompilerServer.Pipe is string pipe)
        {
            start.Environment["UseSharedCompilation"] = "true";
            start.Environment["SharedCompilationId"] = pipe;
        }

        // Builds are short: profiles cost them more than they gain.
        start.Environment["DOTNET_TieredPGO"] = "0";
        foreach ((string name, string value) in variables)
        {
            start.Environment[name] = value;
        }

        return CommandResult.Of(start);
    }

    private static bool Compiles(string[] arguments) => arguments[0] is "build" or "publish" or "pack" or "run" or "test";

    private static bool IsOfAnotherBuild(string variable) => variable.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase);
}
