using System.CommandLine;

namespace DrawAot.Cli;

/// <summary>Finds what a mistyped word may have been meant to be.</summary>
internal static class Spelling
{
    /// <summary>Mistakes that a suggestion may differ by.</summary>
    private const int MostMistakes = 2;

    /// <summary>The end of a sentence on a word that is unknown: what was probably meant, as in <c>; did you mean '--seed'?</c>, or a full stop.</summary>
    /// <param name="word">The word as it was typed.</param>
    /// <param name="command">The command that it was typed after.</param>
    public static string Ending(string word, Command command)
    {
        string name = word.Split('=', ':')[0];
        string[] alike = [.. Nearest(name, Words(command, name.StartsWith('-')))];
        return alike.Length == 0 ? "." : $"; did you mean {string.Join(" or ", alike.Select(known => $"'{known}'"))}?";
    }

    /// <summary>Those of some words that differ from a word by the fewest mistakes.</summary>
    public static IEnumerable<string> Nearest(string word, IEnumerable<string> known)
    {
        (string Word, int Mistakes)[] near =
        [
            .. known.Distinct().Select(candidate => (Word: candidate, Mistakes: Mistakes(word, candidate)))
                .Where(candidate => candidate.Mistakes <= Math.Min(MostMistakes, candidate.Word.TrimStart('-').Length / 2)),
        ];
        return near.Where(candidate => candidate.Mistakes == near.Min(other => other.Mistakes)).Select(candidate => candidate.Word);
    }

    private static IEnumerable<string> Words(Command command, bool areOptions) => areOptions
        ? command.Options.Where(option => !option.Hidden).SelectMany(option => (string[])[option.Name, .. option.Aliases]).Where(name => name.StartsWith("--", StringComparison.Ordinal))
        : command.Subcommands.Where(subcommand => !subcommand.Hidden).Select(subcommand => subcommand.Name);

    /// <summary>Letters to insert, leave out, replace or swap with their neighbours to make one word of the other, without regard to case; one where a word is the other's beginning.</summary>
    private static int Mistakes(string one, string other)
    {
        if (IsBeginning(one, other) || IsBeginning(other, one))
        {
            return 1;
        }

        int[,] mistakes = new int[one.Length + 1, other.Length + 1];
        for (int i = 0; i <= one.Length; i++)
        {
            for (int j = 0; j <= other.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    mistakes[i, j] = i + j;
                    continue;
                }

                int replaced = mistakes[i - 1, j - 1] + (IsSame(one[i - 1], other[j - 1]) ? 0 : 1);
                mistakes[i, j] = Math.Min(replaced, 1 + Math.Min(mistakes[i - 1, j], mistakes[i, j - 1]));
                if (i > 1 && j > 1 && IsSame(one[i - 1], other[j - 2]) && IsSame(one[i - 2], other[j - 1]))
                {
                    mistakes[i, j] = Math.Min(mistakes[i, j], 1 + mistakes[i - 2, j - 2]);
                }
            }
        }

        return mistakes[one.Length, other.Length];
    }

    /// <summary>Whether a word of three letters or more was broken off, or goes on.</summary>
    private static bool IsBeginning(string one, string other) =>
        one.Length < other.Length && one.TrimStart('-').Length >= 3 && other.StartsWith(one, StringComparison.OrdinalIgnoreCase);

    private static bool IsSame(char one, char other) => char.ToUpperInvariant(one) == char.ToUpperInvariant(other);
}
