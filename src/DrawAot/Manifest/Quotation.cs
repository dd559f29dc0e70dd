using System;
using System.Globalization;
using System.Linq;

namespace DrawAot.Manifest;

/// <summary>Foreign text as a message shows it: short, on one line, without invisible characters.</summary>
internal static class Quotation
{
    private const int LongestText = 70;

    /// <summary>The text in quotes.</summary>
    public static string Of(string text) => $"'{Line(text)}'";

    /// <summary>The text without quotes, as numbers are shown.</summary>
    public static string Line(string text)
    {
        string line = new([.. text.Take(LongestText).Select(c => IsPlain(c) ? c : '\uFFFD')]);
        return text.Length > LongestText ? line + "…" : line;
    }

    /// <summary>Whether a character is visible by itself, or a space: no control, no separator, no half of a pair.</summary>
    public static bool IsPlain(char c) => CharUnicodeInfo.GetUnicodeCategory(c) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or
        UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse);
}
