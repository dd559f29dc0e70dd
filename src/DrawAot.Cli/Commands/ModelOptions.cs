using System.CommandLine;
using DrawAot.Models;

namespace DrawAot.Cli.Commands;

/// <summary>Which model a command works with, and its weights.</summary>
/// <param name="models">The models that it can work with.</param>
internal sealed class ModelOptions<TModel>(IReadOnlyList<ShippedModel<TModel>> models)
    where TModel : class, IDisposable
{
    private readonly Option<ShippedModel<TModel>> _model = SharedOptions.Model(models);
    private readonly Option<string?> _weights = new("--weights") { Description = "The model's weights, from a file.", HelpName = "FILE" };

    public void AddTo(Command command)
    {
        command.Add(_model);
        command.Add(_weights);
    }

    /// <summary>The model's name.</summary>
    public string Name(ParseResult parsed) => parsed.GetRequiredValue(_model).Name;

    /// <summary>Loads the model.</summary>
    /// <exception cref="IOException">The weights cannot be read, or are not the model's.</exception>
    public TModel Load(ParseResult parsed)
    {
        ShippedModel<TModel> model = parsed.GetRequiredValue(_model);
        string? weights = parsed.GetValue(_weights);
        return weights is null ? model.LoadEmbedded() : model.Load(weights);
    }
}
