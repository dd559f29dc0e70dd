namespace DrawAot.Native.Tests;

/// <summary>Requirements of the SDK's commands.</summary>
internal static class CleanBuild
{
    /// <summary>Requires success, and no warning.</summary>
    public static void Require(CommandResult result)
    {
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        string[] warnings = [.. result.Output.Split('\n').Where(line => line.Contains("warning ", StringComparison.OrdinalIgnoreCase))];
        Assert.True(warnings.Length == 0, string.Join('\n', warnings));
    }

    /// <summary>The result of a program that must have succeeded.</summary>
    public static CommandResult Required(this CommandResult result)
    {
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        return result;
    }
}
