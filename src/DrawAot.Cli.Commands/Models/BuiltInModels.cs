using System.CommandLine;
using DrawAot.Manifest;

namespace DrawAot.Cli.Models;

/// <summary>Models that are compiled into the program; <c>--model</c> is a name, and may be left out.</summary>
/// <param name="models">The models; the first of each kind is the default.</param>
internal sealed class BuiltInModels(IReadOnlyList<CommandModel> models) : ModelCatalogue
{
    public override bool Has<T>() => models.OfType<T>().Any();

    public override ModelChoice<T> Choose<T>()
    {
        T[] suitable = [.. models.OfType<T>()];
        string known = string.Join(", ", suitable.Select(model => model.Name));
        var option = new Option<T>("--model", "-m")
        {
            Description = $"The model: {known}.",
            HelpName = "NAME",
            DefaultValueFactory = _ => suitable[0],
            CustomParser = result =>
            {
                string name = result.Tokens[0].Value;
                CommandModel? model = models.FirstOrDefault(model => model.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
                if (model is not T)
                {
                    result.AddError(Objection(name, model, known));
                }

                return (model as T)!;
            },
        };
        option.CompletionSources.Add([.. suitable.Select(model => model.Name)]);
        return new ModelChoice<T>(option, parsed => parsed.GetRequiredValue(option));
    }

    private static string Objection(string name, CommandModel? model, string known) =>
        model is not null ? $"The model '{model.Name}' is of another kind; one of {known} was expected."
        : name.EndsWith(ModelManifest.FileExtension, StringComparison.OrdinalIgnoreCase)
            ? $"--model is '{name}', and this program works with the models that are compiled into it: {known}; " +
              "drawaot-train has the same commands for any manifest, and publishing drawaot with -p:DrawAotManifest compiles another model in."
        : $"There is no model '{name}'; known here: {known}.";
}
