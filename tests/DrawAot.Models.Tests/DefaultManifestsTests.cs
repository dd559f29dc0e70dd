using System.Text.Json;

namespace DrawAot.Models.Tests;

/// <summary>A project's manifests are additional files by themselves, each once.</summary>
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
