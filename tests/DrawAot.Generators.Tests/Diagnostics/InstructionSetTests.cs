using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace DrawAot.Generators.Tests.Diagnostics;

/// <summary>A NativeAOT publication without an instruction set gets a warning that states the cost and the property to set.</summary>
public class InstructionSetTests
{
    private const string Model = "[DrawAot.DrawModel(\"tiny.draw.json\")] partial class Tiny;";

    [Fact]
    public void Without_an_instruction_set_there_is_a_warning_with_the_line_that_mends_it()
    {
        Diagnostic warning = Assert.Single(Warnings(Model, ("PublishAot", "true"), ("RuntimeIdentifier", "linux-x64")));

        Assert.Equal(("DRAW013", DiagnosticSeverity.Warning), (warning.Id, warning.DefaultSeverity));
        Assert.Equal(
            "The project is published with NativeAOT but chooses no instruction set, so its models would draw several times slower than this " +
            "processor can, with vectors of 128 bits and without fused multiply-adds; <IlcInstructionSet>x86-64-v3</IlcInstructionSet> (any " +
            "processor since 2015), x86-64-v4 (with AVX-512) or native (this one) was expected in the project file",
            warning.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(new FileLinePositionSpan(UserProject.SourcePath, new(0, 1), new(0, 36)), warning.Location.GetLineSpan());
    }

    /// <summary>A project is mostly built before it is published, and knows no runtime identifier then.</summary>
    [Fact]
    public void Without_a_runtime_identifier_the_target_is_that_of_the_SDK() =>
        Assert.Single(Warnings(Model, ("PublishAot", "True"), ("RuntimeIdentifier", ""), ("NETCoreSdkRuntimeIdentifier", "linux-x64")));

    [Theory]
    [InlineData("false", "", "linux-x64")]
    [InlineData("", "", "linux-x64")]
    [InlineData("true", "x86-64-v3", "linux-x64")]
    [InlineData("true", "native", "win-x64")]
    [InlineData("true", "", "linux-arm64")]
    public void Other_projects_get_no_warning(string publishAot, string instructionSet, string target) =>
        Assert.Empty(Warnings(Model, ("PublishAot", publishAot), ("IlcInstructionSet", instructionSet), ("RuntimeIdentifier", target)));

    [Fact]
    public void A_project_without_a_model_is_not_warned() =>
        Assert.Empty(Warnings("class Nothing;", ("PublishAot", "true"), ("RuntimeIdentifier", "linux-x64")));

    private static ImmutableArray<Diagnostic> Warnings(string source, params (string Name, string Value)[] properties) =>
        new UserProject(source, new Manifest("/project/tiny.draw.json", new ManifestText()))
        {
            Properties = properties.ToDictionary(property => property.Name, property => property.Value),
        }.Generate().Diagnostics;
}
