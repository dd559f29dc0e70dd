using System;
using System.Linq;

namespace DrawAot.Manifest;

/// <summary>Names of files that every system takes as such, and C# and MSBuild as they are.</summary>
internal static class PlainFileName
{
    public const int LongestLength = 255;

    /// <summary>Characters that Windows forbids, or that MSBuild would read as a list, an escape, a property or an item.</summary>
    private const string Forbidden = "<>:\"/\\|?*" + ";%$@";

    public static bool IsValid(string name) =>
        name.Length is > 0 and <= LongestLength
        && name[0] is not ' '
        && name[^1] is not (' ' or '.')
        && name.All(c => Quotation.IsPlain(c) && Forbidden.IndexOf(c) < 0)
        && !IsDevice(name);

    /// <summary>Whether Windows takes this for a device; it ignores the extension.</summary>
    private static bool IsDevice(string name)
    {
        int dot = name.IndexOf('.');
        string stem = (dot < 0 ? name : name[..dot]).TrimEnd(' ').ToUpperInvariant();
        return stem is "CON" or "PRN" or "AUX" or "NUL"
            || (stem.Length == 4
                && (stem.StartsWith("COM", StringComparison.Ordinal) || stem.StartsWith("LPT", StringComparison.Ordinal))
                && stem[3] is (>= '0' and <= '9') or '¹' or '²' or '³');
    }
}
