using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace DrawAot.Cli.Commands;

/// <summary>Options that several commands have, and kinds of options.</summary>
internal static class SharedOptions
{
    /// <summary>A whole number with a smallest value, and a largest one if need be.</summary>
    public static Option<T> Number<T>(string name, string helpName, string description, T smallest, T? largest = null)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T> => new(name)
        {
            Description = description,
            HelpName = helpName,
            CustomParser = result => Parse(result, name, smallest, largest ?? T.MaxValue),
        };

    /// <summary>A whole number with a smallest value, that may be left out.</summary>
    public static Option<T?> OptionalNumber<T>(string name, string helpName, string description, T smallest)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T> => new(name)
        {
            Description = description,
            HelpName = helpName,
            CustomParser = result => result.Tokens.Count == 0 ? null : Parse(result, name, smallest, T.MaxValue),
        };

    private static T Parse<T>(ArgumentResult result, string name, T smallest, T largest)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
    {
        string text = result.Tokens[0].Value;
        if (!T.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out T value) || value < smallest || value > largest)
        {
            result.AddError($"{name} is '{text}'; a whole number from {smallest} to {largest} was expected.");
        }

        return value;
    }
}
