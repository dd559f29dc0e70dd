namespace DrawAot.Models.Tests;

/// <summary>A project with the runtime and manifests, but without the generator, is told so: DRAW102.</summary>
[Trait("Category", "Slow")]
public sealed class MissingGeneratorTests(MissingGeneratorTests.Projects projects) : IClassFixture<MissingGeneratorTests.Projects>
{
    private const string WithoutGenerator = "manifests and no generator", WithoutManifests = "no manifests", WithGenerator = "a manifest and the generator";

    [Fact]
    public void A_project_with_manifests_and_no_generator_is_warned_with_the_fix()
    {
        CommandResult result = projects[WithoutGenerator];
        Assert.True(result.ExitCode == 0, result.Output);
        string warning = Assert.Single(result.Output.Split('\n').Where(line => line.Contains("warning", StringComparison.Ordinal)).Select(line => line.Trim()).Distinct());
        Assert.Contains(
            "warning DRAW102: The project refers to DrawAot and has manifests (a.draw.json, b.draw.json), but not the generator that reads them; "
            + "a reference to the package DrawAot was expected, or one to DrawAot.Generators.csproj with OutputItemType=\"Analyzer\" and ReferenceOutputAssembly=\"false\".",
            warning,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(WithoutManifests)]
    [InlineData(WithGenerator)]
    public void A_project_without_manifests_or_with_the_generator_is_not_warned(string project) => CleanBuild.Require(projects[project]);

    /// <summary>The projects of these tests.</summary>
    public sealed class Projects : BuiltProjects
    {
        public Projects()
        {
            BuildProject project = Add(WithoutGenerator);
            project.Write("a.draw.json", "{}");
            project.Write("models/b.draw.json", "{}");
            project.BuildWithRuntime();

            project = Add(WithoutManifests);
            project.Write("a.json", "{}");
            project.BuildWithRuntime();

            project = Add(WithGenerator);
            project.Write("a.draw.json", File.ReadAllText(Repository.PathOf("src/DrawAot.Models/mnist/mnist.draw.json")));
            string generator = Repository.BuildAssembly.Replace("DrawAot.Build", "DrawAot.Generators", StringComparison.Ordinal);
            project.BuildWithRuntime($"""<ItemGroup><Analyzer Include="{generator}" /></ItemGroup>""");
        }
    }
}
