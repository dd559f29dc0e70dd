using System.Runtime.InteropServices;

namespace DrawAot.Native;

/// <summary>
/// Whether the framework's SHA-256 can be had. Where its OpenSSL is missing the framework ends the whole process, which a
/// library must not do to its host, so this is asked first.
/// </summary>
internal static class OpenSsl
{
    /// <summary>File names that the framework looks for, in its order.</summary>
    private static readonly string[] Names = ["libssl.so.3", "libssl.so.1.1", "libssl.so.1.0.2", "libssl.so.1.0.0", "libssl.so.10"];

    /// <summary>Whether it is on this machine, or the system needs none.</summary>
    public static bool IsThere { get; } = !OperatingSystem.IsLinux() || Names.Any(name => NativeLibrary.TryLoad(name, out _));
}
