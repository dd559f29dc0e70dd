using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace DrawAot.Trainer.Commands;

/// <summary>Options that several commands have, and the checks that options share.</summary>
internal static class SharedOptions
{
    public static Option<int> Threads()
    {
        Option<int> option = new("--threads")
        {
            Description = "Threads that may compute.",
            DefaultValueFactory = _ => Environment.ProcessorCount,
        };
        return option.AtLeast(1);
    }

    /// <summary>Refuses values below a bound.</summary>
    public static Option<T> AtLeast<T>(this Option<T> option, T smallest)
        where T : struct, IComparable<T>
    {
        option.Validators.Add(result => RequireAtLeast(result, option.Name, smallest));
        return option;
    }

    private static void RequireAtLeast<T>(OptionResult result, string name, T smallest)
        where T : struct, IComparable<T>
    {
        if (Value<T>(result) is T value && !(value.CompareTo(smallest) >= 0))
        {
            result.AddError(string.Create(
                CultureInfo.InvariantCulture, $"{name} is {value}; at least {smallest} was expected."));
        }
    }

    /// <summary>Refuses values below a bound; the option may be left out.</summary>
    public static Option<T?> AtLeast<T>(this Option<T?> option, T smallest)
        where T : struct, IComparable<T>
    {
        option.Validators.Add(result => RequireAtLeast(result, option.Name, smallest));
        return option;
    }

    /// <summary>The value, or null where the text is none: that is said already.</summary>
    private static T? Value<T>(OptionResult result)
        where T : struct
    {
        try
        {
            return result.GetValueOrDefault<T>();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>An attention option: a number of filters, or "none".</summary>
    public static Option<int?> Attention(string name, string what, int preset) => new(name)
    {
        Description = $"Filters along a side of the {what} window, or 'none'.",
        DefaultValueFactory = _ => preset,
        CustomParser = result =>
        {
            string text = result.Tokens.Single().Value;
            if (text == "none")
            {
                return null;
            }

            if (int.TryParse(text, CultureInfo.InvariantCulture, out int n) && n >= 1)
            {
                return n;
            }

            result.AddError($"{name} is '{text}'; a number of filters from 1 on, or 'none', was expected.");
            return null;
        },
    };
}
