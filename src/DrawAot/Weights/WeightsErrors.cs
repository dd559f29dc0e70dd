using System.Globalization;
using System.Text;

namespace DrawAot.Weights;

/// <summary>The wording of refusals: one sentence, on one line, of bounded length whatever the file contains.</summary>
internal static class WeightsErrors
{
    /// <summary>The exception for a file.</summary>
    public static WeightsException Of(string source, string sentence) => new($"{source}: {sentence}.");

    /// <summary>Text from the file, in quotes, without anything that would break the line.</summary>
    public static string Quoted(string text)
    {
        const int Longest = 80;
        var quoted = new StringBuilder("'");
        foreach (char c in text.AsSpan(0, Math.Min(text.Length, Longest)))
        {
            bool harmless = !char.IsControl(c) && !char.IsSurrogate(c) && c is not ('\u2028' or '\u2029');
            quoted.Append(harmless ? c : '\uFFFD');
        }

        return quoted.Append(text.Length > Longest ? "…'" : "'").ToString();
    }

    /// <summary>A shape or another list of numbers, in brackets.</summary>
    public static string Listed(IReadOnlyList<long> numbers)
    {
        const int Most = 8;
        IEnumerable<string> first = numbers.Take(Most).Select(n => n.ToString(CultureInfo.InvariantCulture));
        return $"[{string.Join(", ", first)}{(numbers.Count > Most ? ", …" : "")}]";
    }
}
