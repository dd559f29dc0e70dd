namespace DrawAot.Models.Tests;

/// <summary>The projects of a test class, built together before its first test.</summary>
public abstract class BuiltProjects : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly BuildBatch _batch;
    private IReadOnlyDictionary<string, CommandResult> _results = new Dictionary<string, CommandResult>();

    private protected BuiltProjects() => _batch = new BuildBatch(_folder.Path);

    /// <summary>The result of a build.</summary>
    public CommandResult this[string name] => _results[name];

    public async ValueTask InitializeAsync()
    {
        try
        {
            _results = await _batch.Run();
        }
        catch
        {
            _folder.Dispose(); // nobody disposes of a fixture that was not initialized
            throw;
        }
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Adds an empty project.</summary>
    private protected BuildProject Add(string name) => new(_folder.Path, _batch, name);
}
