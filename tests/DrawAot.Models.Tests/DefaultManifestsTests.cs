using System.Text.Json;

namespace DrawAot.Models.Tests;

/// <summary>A project's manifests are additional files by themselves, each once.</summary>
[Trait("Category", "Slow")]
public sealed class DefaultManifestsTests : IDisposable
{
    private readonly BuildProject _project = new();

    public DefaultManifestsTests()
    {
        _project.Write("a.draw.json", "{}");
        _project.Write("models/b.draw.json", "{}");
        _project.Write("obj/c.draw.json", "{}");
        _project.Write("other.json", "{}");
    }

    [Fact]
    public async Task All_manifests_of_the_project_are_found() =>
        Assert.Equal(["a.draw.json", "b.draw.json"], await AdditionalFiles(""));

    [Theory]
    [InlineData("a.draw.json")]
    [InlineData("**/*.draw.json")]
    [InlineData("$(MSBuildProjectDirectory)/models/b.draw.json")]
    public async Task What_the_project_lists_is_not_listed_twice(string include) => Assert.Equal(
        ["a.draw.json", "b.draw.json"],
        (await AdditionalFiles($"""<ItemGroup><AdditionalFiles Include="{include}" Exclude="obj/**" /></ItemGroup>""")));

    /// <summary>Output of this project, or of another in a folder of this one, built or published by whatever means.</summary>
    [Theory]
    [InlineData("bin/a.draw.json", "bin/other.txt")]
    [InlineData("other/obj/Release/a.draw.json", "other/other.csproj")]
    [InlineData("out/a.draw.json", "out/project.dll")]
    [InlineData("out/a.draw.json", "out/project")]
    [InlineData("out/a.draw.json", "out/project.exe")]
    [InlineData("out/a.draw.json", "out/project.so")]
    [InlineData("publish/linux/models/b.draw.json", "publish/linux/other.deps.json")]
    [InlineData("publish/linux/models/b.draw.json", "publish/linux/other.runtimeconfig.json")]
    public async Task Copies_in_output_are_not_found(string copy, string beside)
    {
        _project.Write(copy, "{}");
        _project.Write(beside, "");
        Assert.Equal(["a.draw.json", "b.draw.json"], await AdditionalFiles(""));
    }

    [Fact]
    public async Task Copies_among_artifacts_are_not_found()
    {
        _project.Write("built/publish/a.draw.json", "{}");
        Assert.Equal(
            ["a.draw.json", "b.draw.json"],
            await AdditionalFiles("<PropertyGroup><ArtifactsPath>$(MSBuildProjectDirectory)/built</ArtifactsPath></PropertyGroup>"));
    }

    /// <summary>Nor are other folders taken for output because of what stands beside the project.</summary>
    [Fact]
    public async Task What_lies_beside_the_project_does_not_make_it_output()
    {
        _project.Write("project", "#!/bin/sh");
        _project.Write("old.deps.json", "{}");
        _project.Write("runs/shapes/c.draw.json", "{}");
        Assert.Equal(["a.draw.json", "b.draw.json", "c.draw.json"], await AdditionalFiles(""));
    }

    [Theory]
    [InlineData("EnableDefaultDrawManifests")]
    [InlineData("EnableDefaultItems")]
    public async Task A_property_switches_this_off(string property) =>
        Assert.Empty(await AdditionalFiles($"<PropertyGroup><{property}>false</{property}></PropertyGroup>"));

    public void Dispose() => _project.Dispose();

    private async Task<string[]> AdditionalFiles(string body)
    {
        CommandResult result = await _project.Evaluate(body, "-getItem:AdditionalFiles");
        using JsonDocument items = JsonDocument.Parse(result.Output);
        return
        [
            .. items.RootElement.GetProperty("Items").GetProperty("AdditionalFiles").EnumerateArray()
                .Select(item => Path.GetFileName(item.GetProperty("Identity").GetString()!)).Order(StringComparer.Ordinal),
        ];
    }
}
