using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;
using DrawAot.Models;

namespace DrawAot.Cli.Commands;

/// <summary>Options that several commands have, and kinds of options.</summary>
internal static class SharedOptions
{
    /// <summary><c>--model NAME</c>: one of those that are built in.</summary>
    /// <param name="models">The models that the command works with; the first is the default.</param>
    public static Option<T> Model<T>(IReadOnlyList<T> models)
        where T : ShippedModel
    {
        string known = string.Join(", ", models);
        return new Option<T>("--model")
        {
            Description = $"The model: {known}.",
            HelpName = "NAME",
            DefaultValueFactory = _ => models[0],
            CustomParser = result =>
            {
                string name = result.Tokens[0].Value;
                ShippedModel? model = ShippedModels.Find(name);
                if (model is null)
                {
                    result.AddError($"There is no model '{name}'; known here: {known}.");
                }
                else if (!models.Contains(model))
                {
                    result.AddError($"The model '{model.Name}' is of another kind; one of {known} was expected.");
                }

                return (model as T)!;
            },
        };
    }

    /// <summary>A whole number with a smallest value.</summary>
    public static Option<T> Number<T>(string name, string helpName, string description, T smallest)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T> => new(name)
        {
            Description = description,
            HelpName = helpName,
            CustomParser = result => Parse(result, name, smallest),
        };

    /// <summary>A whole number with a smallest value, that may be left out.</summary>
    public static Option<T?> OptionalNumber<T>(string name, string helpName, string description, T smallest)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T> => new(name)
        {
            Description = description,
            HelpName = helpName,
            CustomParser = result => result.Tokens.Count == 0 ? null : Parse(result, name, smallest),
        };

    private static T Parse<T>(ArgumentResult result, string name, T smallest)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
    {
        string text = result.Tokens[0].Value;
        if (!T.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out T value) || value < smallest)
        {
            result.AddError($"{name} is '{text}'; a whole number from {smallest} to {T.MaxValue} was expected.");
        }

        return value;
    }
}
