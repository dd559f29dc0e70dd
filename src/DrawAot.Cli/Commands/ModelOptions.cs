using System.CommandLine;
using DrawAot.Models;

namespace DrawAot.Cli.Commands;

/// <summary>Which model a command works with, and its weights.</summary>
internal sealed class ModelOptions
{
    private readonly Option<ShippedModel> _model = SharedOptions.Model();
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
    public IDrawModel Load(ParseResult parsed)
    {
        ShippedModel model = parsed.GetRequiredValue(_model);
        string? weights = parsed.GetValue(_weights);
        return weights is null ? model.LoadEmbedded() : model.Load(weights);
    }
}
