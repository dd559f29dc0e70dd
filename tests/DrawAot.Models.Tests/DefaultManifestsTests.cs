namespace DrawAot.Models.Tests;

/// <summary>A project's manifests are additional files by themselves, each once.</summary>
[Trait("Category", "Slow")]
public sealed class DefaultManifestsTests(DefaultManifestsTests.Projects projects) : IClassFixture<DefaultManifestsTests.Projects>
{
    private const string All = "all", AmongArtifacts = "among artifacts", BesideTheProject = "beside the project";

    /// <summary>Items that a project may list itself.</summary>
    public static TheoryData<string> Lists { get; } = ["a.draw.json", "**/*.draw.json", "$(MSBuildProjectDirectory)/models/b.draw.json"];

    /// <summary>Output of this project, or of another in a folder of this one, built or published by whatever means.</summary>
    public static TheoryData<string, string> Outputs { get; } = new()
    {
        { "bin/a.draw.json", "bin/other.txt" },
        { "other/obj/Release/a.draw.json", "other/other.csproj" },
        { "out/a.draw.json", "out/project.dll" },
        { "out/a.draw.json", "out/project" },
        { "out/a.draw.json", "out/project.exe" },
        { "out/a.draw.json", "out/project.so" },
        { "publish/linux/models/b.draw.json", "publish/linux/other.deps.json" },
        { "publish/linux/models/b.draw.json", "publish/linux/other.runtimeconfig.json" },
    };

    /// <summary>The properties that leave manifests to the project.</summary>
    public static TheoryData<string> Switches { get; } = ["EnableDefaultDrawManifests", "EnableDefaultItems"];

    [Fact]
    public void All_manifests_of_the_project_are_found() => RequireOwn(All);

    [Theory]
    [MemberData(nameof(Lists))]
    public void What_the_project_lists_is_not_listed_twice(string include) => RequireOwn(include);

    [Theory]
    [MemberData(nameof(Outputs))]
    public void Copies_in_output_are_not_found(string copy, string beside) => RequireOwn(copy + beside);

    [Fact]
    public void Copies_among_artifacts_are_not_found() => RequireOwn(AmongArtifacts);

    /// <summary>Nor are other folders taken for output because of what stands beside the project.</summary>
    [Fact]
    public void What_lies_beside_the_project_does_not_make_it_output() =>
        Assert.Equal(["a.draw.json", "b.draw.json", "c.draw.json"], AdditionalFiles(BesideTheProject));

    [Theory]
    [MemberData(nameof(Switches))]
    public void A_property_switches_this_off(string property) => Assert.Empty(AdditionalFiles(property));

    private void RequireOwn(string project) => Assert.Equal(["a.draw.json", "b.draw.json"], AdditionalFiles(project));

    private string[] AdditionalFiles(string project)
    {
        CommandResult result = projects[project];
        Assert.True(result.ExitCode == 0, result.Output);
        return [.. result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Order(StringComparer.Ordinal)];
    }

    /// <summary>The projects of these tests, each with two manifests, a third in <c>obj</c>, and a file that is none.</summary>
    public sealed class Projects : BuiltProjects
    {
        public Projects()
        {
            Show(All, "");
            foreach (string include in Lists.Select(row => row.Data))
            {
                Show(include, $"""<ItemGroup><AdditionalFiles Include="{include}" Exclude="obj/**" /></ItemGroup>""");
            }

            foreach ((string copy, string beside) in Outputs.Select(row => row.Data))
            {
                Show(copy + beside, "", (copy, "{}"), (beside, ""));
            }

            Show(
                AmongArtifacts, "<PropertyGroup><ArtifactsPath>$(MSBuildProjectDirectory)/built</ArtifactsPath></PropertyGroup>",
                ("built/publish/a.draw.json", "{}"));
            Show(BesideTheProject, "", ("project", "#!/bin/sh"), ("old.deps.json", "{}"), ("runs/shapes/c.draw.json", "{}"));
            foreach (string property in Switches.Select(row => row.Data))
            {
                Show(property, $"<PropertyGroup><{property}>false</{property}></PropertyGroup>");
            }
        }

        private void Show(string name, string body, params (string Path, string Text)[] files)
        {
            BuildProject project = Add(name);
            foreach ((string path, string text) in ((string, string)[])
                [("a.draw.json", "{}"), ("models/b.draw.json", "{}"), ("obj/c.draw.json", "{}"), ("other.json", "{}"), .. files])
            {
                project.Write(path, text);
            }

            project.ShowAdditionalFiles(body);
        }
    }
}
