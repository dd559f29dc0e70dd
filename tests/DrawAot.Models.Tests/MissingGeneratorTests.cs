namespace DrawAot.Models.Tests;

/// <summary>A project with the runtime and manifests, but without the generator, is told so: DRAW102.</summary>
[Trait("Category", "Slow")]
public sealed class MissingGeneratorTests : IDisposable
{
    private readonly BuildProject _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task A_project_with_manifests_and_no_generator_is_warned_with_the_fix()
    {
        _project.Write("a.draw.json", "{}");
        _project.Write("models/b.draw.json", "{}");
        CommandResult result = await _project.BuildWithRuntime();
        Assert.True(result.ExitCode == 0, result.Output);
        string warning = Assert.Single(result.Output.Split('\n').Where(line => line.Contains("warning", StringComparison.Ordinal)).Select(line => line.Trim()).Distinct());
        Assert.Contains(
            "warning DRAW102: The project refers to DrawAot and has manifests (a.draw.json, b.draw.json), but not the generator that reads them; "
            + "a reference to the package DrawAot was expected, or one to DrawAot.Generators.csproj with OutputItemType=\"Analyzer\" and ReferenceOutputAssembly=\"false\".",
            warning,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_project_without_manifests_needs_no_generator()
    {
        _project.Write("a.json", "{}");
        CleanBuild.Require(await _project.BuildWithRuntime());
    }

    [Fact]
    public async Task The_generator_is_enough()
    {
        _project.Write("a.draw.json", File.ReadAllText(Repository.PathOf("src/DrawAot.Models/mnist/mnist.draw.json")));
        string generator = Repository.BuildAssembly.Replace("DrawAot.Build", "DrawAot.Generators", StringComparison.Ordinal);
        CleanBuild.Require(await _project.BuildWithRuntime($"""<ItemGroup><Analyzer Include="{generator}" /></ItemGroup>"""));
    }
}
