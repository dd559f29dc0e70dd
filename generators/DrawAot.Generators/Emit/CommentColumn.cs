using System;
using System.Linq;

namespace DrawAot.Generators.Emit;

/// <summary>
/// Lines up the comments after a file's constants. A template sets them one space apart from the code, because how
/// wide the code is depends on the model's numbers.
/// </summary>
internal static class CommentColumn
{
    public static string Align(string text)
    {
        string[] lines = text.Split('\n');
        int column = lines.Max(CodeLength);
        return string.Join("\n", lines.Select(line =>
            CodeLength(line) is > 0 and int length ? line[..length].PadRight(column) + line[length..] : line));
    }

    /// <summary>The length of the code before the comment of <c>const int X = 1; // comment</c>, or 0 on any other line.</summary>
    private static int CodeLength(string line) =>
        line.IndexOf(" const ", StringComparison.Ordinal) >= 0 ? line.IndexOf("; // ", StringComparison.Ordinal) + 1 : 0;
}
