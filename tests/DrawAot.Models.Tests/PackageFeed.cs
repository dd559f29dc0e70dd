namespace DrawAot.Models.Tests;

/// <summary>The packages of this repository, packed once, and projects in folders of their own that take them from there.</summary>
public sealed class PackageFeed : IAsyncLifetime
{
    /// <summary>The tests that share it.</summary>
    public const string Collection = "Packages";

    private readonly TemporaryFolder _folder = new();

    /// <summary>A version of its own, so that no package of another build is taken for this one.</summary>
    public string Version { get; } = $"0.1.0-test{Guid.NewGuid():N}";

    public async ValueTask InitializeAsync()
    {
        foreach (string project in (string[])["src/DrawAot", "src/DrawAot.Models"])
        {
            CommandResult packed = await RepositoryBuild.Run(
                _folder.Path,
                "pack", Repository.PathOf(project), "-c", "Release", "-o", PathOf("feed"), $"-p:PackageVersion={Version}");
            CleanBuild.Require(packed);
        }

        // Packages that the machine has are taken from where they are; those of this feed stay in its folder.
        File.WriteAllText(PathOf("nuget.config"), """
            <configuration>
              <packageSources>
                <add key="feed" value="feed" />
              </packageSources>
              <config>
                <add key="globalPackagesFolder" value="packages" />
              </config>
            </configuration>
            """);
    }

    /// <summary>A path beside the feed.</summary>
    public string PathOf(string name) => _folder.Combine(name);

    /// <summary>Makes a folder with a consumer's files and those of the shipped model, which the consumer's project then finds.</summary>
    public string CopyWithShippedModel(string consumer, string? folder = null) =>
        Copy(consumer, Directory.EnumerateFiles(Repository.PathOf("src/DrawAot.Models/mnist")), folder);

    /// <summary>Makes a folder with a consumer's files and others.</summary>
    /// <param name="consumer">The consumer's folder under tests/consumers.</param>
    /// <param name="others">Files to copy beside its own.</param>
    /// <param name="folder">The name of the copy, the consumer's if it is null.</param>
    public string Copy(string consumer, IEnumerable<string> others, string? folder = null)
    {
        string home = PathOf(folder ?? consumer);
        Directory.CreateDirectory(home);
        foreach (string file in Directory.EnumerateFiles(Repository.Consumer(consumer)).Concat(others))
        {
            File.Copy(file, Path.Combine(home, Path.GetFileName(file)));
        }

        return home;
    }

    /// <summary>Runs the SDK's command on a project that takes packages of this version.</summary>
    public Task<CommandResult> DotNetIn(string home, params string[] arguments)
    {
        string cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        string[] nodes = arguments[0] == "run" ? [] : [DotNet.OneNode];
        return DotNet.Run(home, [.. arguments, .. nodes, $"-p:DrawAotVersion={Version}", $"-p:RestoreFallbackFolders={cache}"]);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}

[CollectionDefinition(PackageFeed.Collection)]
public sealed class PackageUsers : ICollectionFixture<PackageFeed>;
