namespace DrawAot.Bench.Measuring;

/// <summary>A table in Markdown whose columns stand below each other in plain text too.</summary>
internal static class MarkdownTable
{
    /// <summary>Lays it out.</summary>
    public static string Of(IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows)
    {
        IReadOnlyList<string>[] all = [header, .. rows];
        int[] widths = [.. header.Select((_, column) => all.Max(row => row[column].Length))];
        IEnumerable<string> lines = all.Select(row => $"| {string.Join(" | ", row.Select((cell, column) => cell.PadRight(widths[column])))} |");
        string rule = $"|{string.Join("|", widths.Select(width => new string('-', width + 2)))}|";
        return string.Join('\n', lines.Take(1).Append(rule).Concat(lines.Skip(1)));
    }
}
