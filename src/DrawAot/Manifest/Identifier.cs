using System;

namespace DrawAot.Manifest;

/// <summary>Names that may stand in generated C# and C as they are: ASCII, and no keyword of C#.</summary>
internal static class Identifier
{
    public const int LongestLength = 64;

    private const string Keywords =
        " abstract as base bool break byte case catch char checked class const continue decimal default delegate do " +
        "double else enum event explicit extern false finally fixed float for foreach goto if implicit in int interface " +
        "internal is lock long namespace new null object operator out override params private protected public readonly " +
        "ref return sbyte sealed short sizeof stackalloc static string struct switch this throw true try typeof uint " +
        "ulong unchecked unsafe ushort using virtual void volatile while ";

    public static bool IsValid(string text)
    {
        if (text.Length is 0 or > LongestLength || text[0] is >= '0' and <= '9')
        {
            return false;
        }

        foreach (char c in text)
        {
            if (c is not ((>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_'))
            {
                return false;
            }
        }

        return Keywords.IndexOf(" " + text + " ", StringComparison.Ordinal) < 0;
    }
}
