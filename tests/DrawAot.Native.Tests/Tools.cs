using System.ComponentModel;
using System.Diagnostics;

namespace DrawAot.Native.Tests;

/// <summary>Programs that a machine may lack.</summary>
internal static class Tools
{
    /// <summary>Skips the running test where a command does not work.</summary>
    public static async Task Require(string program, params string[] arguments)
    {
        string reason;
        try
        {
            CommandResult result = await CommandResult.Of(new ProcessStartInfo(program, arguments));
            reason = result.ExitCode == 0 ? "" : result.Output + result.Error;
        }
        catch (Win32Exception exception)
        {
            reason = exception.Message;
        }

        Assert.SkipUnless(reason.Length == 0, $"'{program} {string.Join(' ', arguments)}' does not work here: {reason}");
    }
}
