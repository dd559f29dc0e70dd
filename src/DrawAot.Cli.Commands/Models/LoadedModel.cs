namespace DrawAot.Cli.Models;

/// <summary>A model that is ready to work.</summary>
/// <param name="Name">What messages call it.</param>
/// <param name="Model">The model; it is disposed of with this.</param>
internal sealed record LoadedModel<TModel>(string Name, TModel Model) : IDisposable
    where TModel : class, IDisposable
{
    public void Dispose() => Model.Dispose();
}
