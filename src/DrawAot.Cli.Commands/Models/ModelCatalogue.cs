namespace DrawAot.Cli.Models;

/// <summary>The models that the commands of a program can work with.</summary>
internal abstract class ModelCatalogue
{
    /// <summary>Whether there can be one of a kind, so that a command for it is of use.</summary>
    public abstract bool Has<T>()
        where T : CommandModel;

    /// <summary>A new <c>--model</c> for a command that works with models of a kind.</summary>
    public abstract ModelChoice<T> Choose<T>()
        where T : CommandModel;
}
