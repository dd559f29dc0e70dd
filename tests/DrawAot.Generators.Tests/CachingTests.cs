using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace DrawAot.Generators.Tests;

/// <summary>An edit runs no more steps of the generator than it affects.</summary>
public sealed class CachingTests
{
    private static readonly ManifestText Tiny = new(), Other = new() { Name = "other", Read = null, Write = null };

    private static readonly UserProject Project = new(
        """
        using DrawAot;

        [DrawModel("tiny.draw.json")]
        public sealed partial class Tiny;

        [DrawModel("other.draw.json")]
        public sealed partial class Other;
        """,
        new Manifest("/project/tiny.draw.json", Tiny),
        new Manifest("/project/other.draw.json", Other));

    private readonly CSharpCompilation _compilation = Project.Compilation;
    private readonly GeneratorDriver _driver;

    public CachingTests() => _driver = Run(Project.Driver, _compilation);

    [Fact]
    public void A_first_run_does_everything()
    {
        GeneratorRunResult first = _driver.GetRunResult().Results.Single();
        RequireReasons(first, DrawGenerator.ManifestsStep, IncrementalStepRunReason.New, IncrementalStepRunReason.New);
        RequireReasons(first, DrawGenerator.ClassesStep, IncrementalStepRunReason.New, IncrementalStepRunReason.New);
        RequireReasons(first, DrawGenerator.PlansStep, IncrementalStepRunReason.New, IncrementalStepRunReason.New);
    }

    [Fact]
    public void Another_file_changes_nothing()
    {
        SyntaxTree another = Project.Parse("class Another { }", "/project/Another.cs");
        CSharpCompilation before = _compilation.AddSyntaxTrees(another);
        SyntaxTree edited = Project.Parse("class Another { int _field; }", "/project/Another.cs");

        RequireNothingDone(Rerun(Run(_driver, before), before.ReplaceSyntaxTree(another, edited)));
    }

    [Fact]
    public void An_edit_below_the_classes_changes_nothing() =>
        RequireNothingDone(Rerun(_driver, Edited(source => source + "\nclass Below;")));

    [Fact]
    public void An_edit_above_the_classes_moves_their_attributes_and_changes_no_plan()
    {
        GeneratorRunResult second = Rerun(_driver, Edited(source => source.Replace(";\n\n", ";\n\nclass Above;\n", StringComparison.Ordinal)));

        // A diagnostic would have to stand at the new place; code does not depend on it.
        RequireReasons(second, DrawGenerator.ManifestsStep, IncrementalStepRunReason.Cached, IncrementalStepRunReason.Cached);
        RequireReasons(second, DrawGenerator.ClassesStep, IncrementalStepRunReason.Modified, IncrementalStepRunReason.Modified);
        RequireReasons(second, DrawGenerator.PlansStep, IncrementalStepRunReason.Unchanged, IncrementalStepRunReason.Unchanged);
        RequireOutputsCached(second);
    }

    [Fact]
    public void A_comment_above_the_classes_changes_no_plan() =>
        RequireOutputsCached(Rerun(_driver, Edited(source => "// A comment.\n" + source)));

    [Fact]
    public void White_space_in_a_manifest_changes_no_plan()
    {
        string spacious = Tiny.ToString().Replace(":", " :\r\n\t", StringComparison.Ordinal);
        GeneratorRunResult second = Rerun(WithTiny(spacious), _compilation);

        RequireReasons(second, DrawGenerator.ManifestsStep, IncrementalStepRunReason.Unchanged, IncrementalStepRunReason.Cached);
        RequireReasons(second, DrawGenerator.PlansStep, IncrementalStepRunReason.Cached, IncrementalStepRunReason.Cached);
        RequireOutputsCached(second);
    }

    [Fact]
    public void The_training_block_of_a_manifest_changes_no_plan() =>
        RequireOutputsCached(Rerun(WithTiny(Tiny.ToString().Replace("12.5", "13", StringComparison.Ordinal)), _compilation));

    [Fact]
    public void One_manifest_changes_one_model()
    {
        ImmutableArray<GeneratedSourceResult> before = _driver.GetRunResult().Results.Single().GeneratedSources;
        GeneratorRunResult second = Rerun(WithTiny(Tiny with { Glimpses = 4 }), _compilation);

        RequireReasons(second, DrawGenerator.ManifestsStep, IncrementalStepRunReason.Modified, IncrementalStepRunReason.Cached);
        RequireReasons(second, DrawGenerator.PlansStep, IncrementalStepRunReason.Modified, IncrementalStepRunReason.Unchanged);
        Assert.Equal([IncrementalStepRunReason.Modified, IncrementalStepRunReason.Cached], OutputReasons(second).Distinct().Order());
        foreach ((GeneratedSourceResult old, GeneratedSourceResult current) in before.Zip(second.GeneratedSources))
        {
            Assert.Equal(old.HintName.StartsWith("Other.", StringComparison.Ordinal), old.SourceText == current.SourceText);
        }
    }

    [Fact]
    public void A_file_that_is_no_manifest_changes_nothing() => RequireNothingDone(
        Rerun(_driver.AddAdditionalTexts([new Manifest("/project/notes.txt", "Notes.")]), _compilation));

    [Fact]
    public void A_new_model_changes_no_other()
    {
        CSharpCompilation more = _compilation.AddSyntaxTrees(
            Project.Parse("[DrawAot.DrawModel(\"tiny.draw.json\")] partial class Third;", "/project/Third.cs"));
        GeneratorRunResult second = Rerun(_driver, more);

        RequireReasons(
            second, DrawGenerator.PlansStep,
            IncrementalStepRunReason.Unchanged, IncrementalStepRunReason.Unchanged, IncrementalStepRunReason.New);
    }

    private CSharpCompilation Edited(Func<string, string> edit)
    {
        SyntaxTree tree = Assert.Single(_compilation.SyntaxTrees);
        return _compilation.ReplaceSyntaxTree(tree, tree.WithChangedText(SourceText.From(edit(Project.Source))));
    }

    private GeneratorDriver WithTiny(string manifest) =>
        _driver.ReplaceAdditionalText(Project.Manifests[0], new Manifest(Project.Manifests[0].Path, manifest));

    private static GeneratorDriver Run(GeneratorDriver driver, CSharpCompilation compilation) => driver.RunGenerators(compilation);

    private static GeneratorRunResult Rerun(GeneratorDriver driver, CSharpCompilation compilation) =>
        Run(driver, compilation).GetRunResult().Results.Single();

    private static void RequireNothingDone(GeneratorRunResult result)
    {
        string[] steps = [DrawGenerator.ManifestsStep, DrawGenerator.ClassesStep, DrawGenerator.PlansStep];
        foreach (string step in steps)
        {
            Assert.All(Reasons(result.TrackedSteps[step]), reason =>
                Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, $"{step} was {reason}."));
        }

        RequireOutputsCached(result);
    }

    private static void RequireOutputsCached(GeneratorRunResult result) =>
        Assert.All(OutputReasons(result), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));

    private static void RequireReasons(GeneratorRunResult result, string step, params IncrementalStepRunReason[] expected) =>
        Assert.Equal(expected, Reasons(result.TrackedSteps[step]));

    private static IEnumerable<IncrementalStepRunReason> OutputReasons(GeneratorRunResult result) =>
        result.TrackedOutputSteps.Values.SelectMany(Reasons);

    private static IEnumerable<IncrementalStepRunReason> Reasons(ImmutableArray<IncrementalGeneratorRunStep> steps) =>
        steps.SelectMany(step => step.Outputs).Select(output => output.Reason);
}
