using System;
using System.Linq;

namespace DrawAot.Generators.Emit;

/// <summary>Repeated lines of a template.</summary>
internal static class Lines
{
    private static readonly string[] Numbers = ["Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight"];

    /// <summary>A number up to eight as a word, for names.</summary>
    public static string Number(int number) => Numbers[number];

    /// <summary>A text for each of 0, 1, …, on lines of its own; empty texts are left out.</summary>
    /// <param name="count">How many.</param>
    /// <param name="depth">How deep they are indented.</param>
    /// <param name="of">The text of each, one line or several.</param>
    public static string Each(int count, int depth, Func<int, string> of) => string.Join("\n", Enumerable.Range(0, count)
        .Select(of)
        .Where(text => text.Length > 0)
        .Select(text => Indent(depth, text)));

    /// <summary>Texts on lines of their own, without the empty ones.</summary>
    public static string Join(params string[] texts) => string.Join("\n", texts.Where(text => text.Length > 0));

    /// <summary>A text whose lines are indented further; empty ones stay empty.</summary>
    public static string Indent(int depth, string text) => string.Join(
        "\n", text.Split('\n').Select(line => line.Length == 0 ? line : new string(' ', 4 * depth) + line));
}
