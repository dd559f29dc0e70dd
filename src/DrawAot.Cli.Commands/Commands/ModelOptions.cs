using System.CommandLine;
using DrawAot.Cli.Models;

namespace DrawAot.Cli.Commands;

/// <summary>The model that a command works with, and its weights.</summary>
/// <param name="catalogue">The models that there are.</param>
internal sealed class ModelOptions<TModel>(ModelCatalogue catalogue)
    where TModel : class, IDisposable
{
    private readonly ModelChoice<CommandModel<TModel>> _model = catalogue.Choose<CommandModel<TModel>>();
    private readonly Option<string?> _weights = new("--weights")
    {
        Description = "Weights of the same shapes from a file, in place of the model's own.",
        HelpName = "FILE",
    };

    public void AddTo(Command command)
    {
        command.Add(_model.Option);
        command.Add(_weights);
    }

    /// <summary>Loads the model.</summary>
    /// <exception cref="IOException">The weights cannot be read, or are not those of such a model.</exception>
    /// <exception cref="InvalidDataException">There is no such model.</exception>
    public LoadedModel<TModel> Load(ParseResult parsed)
    {
        CommandModel<TModel> model = _model.Find(parsed);
        return new LoadedModel<TModel>(model.Name, model.Load(parsed.GetValue(_weights)));
    }
}
