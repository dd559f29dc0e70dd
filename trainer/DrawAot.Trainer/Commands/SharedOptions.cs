using System.CommandLine;
using System.CommandLine.Parsing;
using System.Numerics;
using DrawAot.Manifest;
using DrawAot.Trainer.Runs;

namespace DrawAot.Trainer.Commands;

/// <summary>Options that several commands have, and how options are read.</summary>
internal static class SharedOptions
{
    /// <summary>A seed of latents' noise.</summary>
    public static NumberRange<ulong> Seeds { get; } = new(ulong.MinValue, ulong.MaxValue);

    /// <summary>A count that only the data limit.</summary>
    public static NumberRange<int> Counts { get; } = new(1, int.MaxValue);

    public static Option<int> Threads() => Number("--threads", "Threads that may compute.", TrainingRanges.Threads, Environment.ProcessorCount);

    /// <summary>An option that is a number.</summary>
    public static Option<T> Number<T>(string name, string description, NumberRange<T> range, T usual)
        where T : struct, INumber<T>
    {
        Option<T> option = Number(name, description, range);
        option.DefaultValueFactory = _ => usual;
        return option;
    }

    /// <summary>An option that is a number and has no usual value.</summary>
    public static Option<T> Number<T>(string name, string description, NumberRange<T> range)
        where T : struct, INumber<T> =>
        new(name) { Description = description, CustomParser = result => Read(result, name, range) ?? default };

    /// <summary>An option that is a number and may be left out.</summary>
    public static Option<T?> NumberOrNone<T>(string name, string description, NumberRange<T> range)
        where T : struct, INumber<T> =>
        new(name) { Description = description, CustomParser = result => Read(result, name, range) };

    /// <summary>An option that is one of the names of an enumeration, in any case.</summary>
    public static Option<T> Choice<T>(string name, string description, T usual)
        where T : struct, Enum
    {
        Option<T> option = Choice<T>(name, description);
        option.DefaultValueFactory = _ => usual;
        return option;
    }

    /// <summary>An option that is one of the names of an enumeration, in any case, and has no usual value.</summary>
    public static Option<T> Choice<T>(string name, string description)
        where T : struct, Enum =>
        new(name) { Description = description, CustomParser = result => ReadName<T>(result, name) ?? default };

    /// <summary>An option that is one of the names of an enumeration, in any case, and may be left out.</summary>
    public static Option<T?> ChoiceOrNone<T>(string name, string description)
        where T : struct, Enum =>
        new(name) { Description = description, CustomParser = result => ReadName<T>(result, name) };

    /// <summary>An attention option: a number of filters, or "none".</summary>
    public static Option<int?> Attention(string name, string what, int preset) => new(name)
    {
        Description = $"Filters along a side of the {what} window, or 'none'.",
        DefaultValueFactory = _ => preset,
        CustomParser = result => result.Tokens.Single().Value == "none" ? null : Read(result, name, ManifestLimits.Attention, ", or 'none',"),
    };

    private static T? ReadName<T>(ArgumentResult result, string name)
        where T : struct, Enum
    {
        string text = result.Tokens.Single().Value;
        if (Enum.GetNames<T>().Contains(text, StringComparer.OrdinalIgnoreCase))
        {
            return Enum.Parse<T>(text, ignoreCase: true);
        }

        result.AddError($"{name} is '{text}'; {string.Join(" or ", Enum.GetNames<T>()).ToLowerInvariant()} was expected.");
        return null;
    }

    private static T? Read<T>(ArgumentResult result, string name, NumberRange<T> range, string alternative = "")
        where T : struct, INumber<T>
    {
        string text = result.Tokens.Single().Value;
        if (range.TryRead(text, out T number))
        {
            return number;
        }

        result.AddError($"{name} is '{text}'; {range}{alternative} was expected.");
        return null;
    }
}
