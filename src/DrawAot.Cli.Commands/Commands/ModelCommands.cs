using System.CommandLine;
using DrawAot.Cli.Models;

namespace DrawAot.Cli.Commands;

/// <summary>The commands that work with a model.</summary>
internal static class ModelCommands
{
    /// <summary>The commands that the models of a catalogue can be used with.</summary>
    public static IEnumerable<Command> For(ModelCatalogue catalogue)
    {
        if (catalogue.Has<CommandModel<IDrawModel>>())
        {
            yield return SampleCommand.Create(catalogue);
            yield return ReconstructCommand.Create(catalogue);
            yield return ScoreCommand.Create(catalogue);
        }

        if (catalogue.Has<CommandModel<IClassifierModel>>())
        {
            yield return ClassifyCommand.Create(catalogue);
        }

        yield return InfoCommand.Create(catalogue);
    }
}
