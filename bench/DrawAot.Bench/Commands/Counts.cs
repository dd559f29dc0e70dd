using System.CommandLine;
using System.CommandLine.Parsing;

namespace DrawAot.Bench.Commands;

/// <summary>Options whose numbers are counts.</summary>
internal static class Counts
{
    /// <summary>Refuses numbers below 1 with a sentence.</summary>
    /// <param name="options">Options of one number, which may be missing, or of several.</param>
    public static void RequireOneOrMore(params ReadOnlySpan<Option> options)
    {
        foreach (Option option in options)
        {
            option.Validators.Add(result =>
            {
                if (Numbers(result).Where(number => number < 1).Select(number => $"{number}").FirstOrDefault() is string low)
                {
                    result.AddError($"{option.Name} is {low}; 1 or more was expected.");
                }
            });
        }
    }

    private static int[] Numbers(OptionResult result) => result.Option switch
    {
        _ when result.Tokens.Count == 0 => [], // which has its own message
        Option<int[]> => result.GetValueOrDefault<int[]>() ?? [],
        _ => result.GetValueOrDefault<int?>() is int number ? [number] : [],
    };
}
