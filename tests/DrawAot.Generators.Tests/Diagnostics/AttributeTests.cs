using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace DrawAot.Generators.Tests.Diagnostics;

/// <summary>DRAW009 to DRAW012: the attribute names no manifest, or stands on a class that cannot be a model.</summary>
public sealed class AttributeTests
{
    private const string Suitable = "a top-level, non-generic partial class, neither static nor abstract, was expected";

    private static readonly Manifest Tiny = new("/project/tiny.draw.json", new ManifestText());

    [Fact]
    public void A_manifest_that_is_no_additional_file_is_refused_with_the_line_that_makes_it_one() => RequireAtAttribute(
        """
        using DrawAot;

        namespace Some.Where;

        /// <summary>A model.</summary>
        [[|DrawModel("other.draw.json")|]]
        public sealed partial class Tiny;
        """,
        "DRAW009",
        "The manifest 'other.draw.json' is not among the project's additional files; " +
        "<AdditionalFiles Include=\"other.draw.json\" /> in the project file makes it one",
        Tiny);

    [Theory]
    [InlineData("tiny.draw.json")]
    [InlineData("Tiny.Draw.JSON")]
    [InlineData("small/tiny.draw.json")]
    [InlineData("./small/tiny.draw.json")]
    [InlineData("../../small/tiny.draw.json")]
    [InlineData("small\\tiny.draw.json")]
    [InlineData("/models/small/tiny.draw.json")]
    public void A_manifest_is_found_by_its_name_or_the_end_of_its_path(string name) =>
        RequireModel(name, new Manifest("/models/small/tiny.draw.json", new ManifestText()), new Manifest("/models/shiny.draw.json", "?"));

    [Theory]
    [InlineData("iny.draw.json")]
    [InlineData("mall/tiny.draw.json")]
    [InlineData("large/tiny.draw.json")]
    public void A_manifest_is_not_found_by_half_of_its_name(string name) => Assert.Equal(
        "DRAW009", Assert.Single(Faults(Model(name), new Manifest("/models/small/tiny.draw.json", new ManifestText()))).Id);

    [Fact]
    public void A_manifest_is_found_by_its_windows_path() =>
        RequireModel("small/tiny.draw.json", new Manifest("C:\\models\\small\\tiny.draw.json", new ManifestText()));

    [Fact]
    public void The_attribute_must_tell_two_manifests_of_one_name_apart()
    {
        Manifest small = new("/models/small/tiny.draw.json", new ManifestText());
        Manifest large = new("/models/large/tiny.draw.json", new ManifestText());
        RequireAtAttribute(
            Marked("tiny.draw.json"),
            "DRAW010",
            "The manifest 'tiny.draw.json' could be any of '/models/small/tiny.draw.json', '/models/large/tiny.draw.json'; " +
            "more of its path was expected in the attribute",
            small, large);
        RequireModel("large/tiny.draw.json", small, large);
    }

    /// <summary>A publication into the project copies files with their paths, and a run folder holds a model of its own.</summary>
    [Theory]
    [InlineData("tiny.draw.json", "/app/tiny.draw.json", "/app/out/tiny.draw.json", "/app/runs/shapes/tiny.draw.json")]
    [InlineData("./tiny.draw.json", "/app/tiny.draw.json", "/app/out/tiny.draw.json")]
    [InlineData("models/tiny.draw.json", "/app/models/tiny.draw.json", "/app/out/models/tiny.draw.json")]
    [InlineData("models\\tiny.draw.json", "/app/models/tiny.draw.json", "/app/out/models/tiny.draw.json")]
    [InlineData("tiny.draw.json", "/app/models/tiny.draw.json", "/app/out/models/tiny.draw.json", "/app/out/out/models/tiny.draw.json")]
    [InlineData("../models/tiny.draw.json", "/models/tiny.draw.json", "/app/models/tiny.draw.json")]
    [InlineData("/models/tiny.draw.json", "/models/tiny.draw.json")]
    public void The_manifest_at_that_place_in_the_project_is_meant_among_several(string name, string meant, params string[] others)
    {
        foreach (string folder in (string[])["/app/", "/app"])
        {
            Assert.Empty(FaultsIn(folder, name, [meant, .. others]));
            Assert.Empty(FaultsIn(folder, name, [.. others, meant]));
        }
    }

    [Theory]
    [InlineData("tiny.draw.json", "/app/small/tiny.draw.json", "/app/large/tiny.draw.json")]
    [InlineData("tiny.draw.json", "/app/models/tiny.draw.json", "/app/out/models/tiny.draw.json", "/app/runs/tiny.draw.json")]
    [InlineData("tiny.draw.json", "/shared/tiny.draw.json", "/app/models/tiny.draw.json")]
    [InlineData("models/tiny.draw.json", "/app/a/models/tiny.draw.json", "/app/b/models/tiny.draw.json")]
    public void Manifests_that_are_no_copies_of_each_other_must_be_told_apart(string name, params string[] paths) =>
        Assert.Equal("DRAW010", Assert.Single(FaultsIn("/app/", name, paths)).Id);

    [Fact]
    public void The_exact_manifest_is_meant_of_two_that_differ_in_case() =>
        RequireModel("tiny.draw.json", new Manifest("/models/Tiny.draw.json", "?"), Tiny);

    [Fact]
    public void A_manifest_that_is_listed_twice_is_one() => RequireModel("tiny.draw.json", Tiny, Tiny);

    [Theory]
    [InlineData("is nested", "class Outer { [[|DrawAot.DrawModel(\"tiny.draw.json\")|]] partial class Tiny; }")]
    [InlineData("is generic", "[[|DrawAot.DrawModel(\"tiny.draw.json\")|]] partial class Tiny<T>;")]
    [InlineData("is static", "[[|DrawAot.DrawModel(\"tiny.draw.json\")|]] static partial class Tiny;")]
    [InlineData("is abstract", "[[|DrawAot.DrawModel(\"tiny.draw.json\")|]] abstract partial class Tiny;")]
    [InlineData("is a record", "[[|DrawAot.DrawModel(\"tiny.draw.json\")|]] partial record Tiny;")]
    [InlineData("is local to its file", "[[|DrawAot.DrawModel(\"tiny.draw.json\")|]] file partial class Tiny;")]
    [InlineData("is not partial", "[[|DrawAot.DrawModel(\"tiny.draw.json\")|]] class Tiny;")]
    public void A_model_is_a_plain_partial_class(string objection, string source) =>
        RequireAtAttribute(source, "DRAW011", $"'Tiny' carries [DrawModel] but {objection}; {Suitable}", Tiny);

    [Fact]
    public void A_model_cannot_be_called_like_one_of_its_members()
    {
        var project = new UserProject(Model("tiny.draw.json"), Tiny);
        Compilation compilation = project.WithEmittedSource(project.Generate());
        IEnumerable<string> members = compilation.GetTypeByMetadataName("Tiny")!.GetMembers()
            .Where(member => member.CanBeReferencedByName)
            .Select(member => member.Name)
            .Distinct();
        Assert.Contains("Width", members);
        foreach (string member in members)
        {
            RequireAtAttribute(
                $"[[|DrawAot.DrawModel(\"tiny.draw.json\")|]] partial class {member};",
                "DRAW011",
                $"'{member}' carries [DrawModel] but is called like a member that it would be given; another name was expected",
                Tiny);
        }
    }

    [Fact]
    public void A_class_is_refused_beside_a_type_that_is_called_like_its_kernels_namespace() => RequireAtAttribute(
        """
        namespace A
        {
            [[|DrawAot.DrawModel("tiny.draw.json")|]]
            public partial class Tiny;

            public enum TinyGenerated;
        }
        """,
        "DRAW011",
        "'Tiny' carries [DrawModel] but stands beside a type 'TinyGenerated', and the namespace of its kernels is called the same; " +
        "another name was expected",
        Tiny);

    [Fact]
    public void The_second_of_two_models_that_differ_in_case_is_refused() => RequireAtAttribute(
        """
        namespace A
        {
            [[|DrawAot.DrawModel("tiny.draw.json")|]] partial class Tiny;
            [DrawAot.DrawModel("tiny.draw.json")] partial class TINY;
        }
        """,
        "DRAW011",
        "'Tiny' carries [DrawModel] but is told from 'A.TINY' by upper and lower case only; another name was expected",
        Tiny);

    /// <summary>Files are called after names without an @.</summary>
    [Fact]
    public void A_model_whose_name_is_a_word_of_C_sharp_is_told_from_others_like_any() => RequireAtAttribute(
        """
        [[|DrawAot.DrawModel("tiny.draw.json")|]] partial class @class;
        [DrawAot.DrawModel("tiny.draw.json")] partial class Class;
        """,
        "DRAW011",
        "'@class' carries [DrawModel] but is told from 'Class' by upper and lower case only; another name was expected",
        Tiny);

    [Theory]
    [InlineData("partial class Tiny(int a);", "has a primary constructor, which every other would have to call; an ordinary one")]
    [InlineData("partial class Tiny { public Tiny() { } }", "has a constructor that leaves it without weights; one that calls ': this(…)'")]
    [InlineData("partial class Tiny { string A { get; set; } }", "has 'A', which must not be null, but which nothing sets when a model is loaded; a value for it")]
    [InlineData("partial class Tiny { public required int A; }", "has the required member 'A', which nothing would set when a model is loaded; one that is not required")]
    [InlineData("partial class Tiny { void Dispose() { } }", "has a member 'Dispose', as which it is given one; another name for that")]
    [InlineData("partial class Tiny { class Session; }", "has a member 'Session', as which it is given one; another name for that")]
    [InlineData("partial class Tiny { int _weights; }", "has a member '_weights', as which it is given one; another name for that")]
    [InlineData("partial class Tiny { Tiny(DrawAot.Weights.SafetensorsFile f) { } }", "has the constructor 'Tiny.Tiny(DrawAot.Weights.SafetensorsFile)', as which it is given one; another")]
    [InlineData("partial class Tiny : Base; class Base { public int Width; }", "inherits 'Base.Width', as which it is given a member; another name for that")]
    [InlineData("partial class Tiny : Base; class Base(int a);", "derives from 'Base', which cannot be constructed without arguments; another base class")]
    [InlineData("[System.CodeDom.Compiler.GeneratedCode(\"\", \"\")] partial class Tiny;", "carries [GeneratedCode], which it is given; no such attribute")]
    [InlineData("partial class Tiny; namespace TinyGenerated { class A; }", "stands beside a namespace 'TinyGenerated', and that of its kernels is called the same; another name")]
    [InlineData("partial class Tiny; namespace DrawAot.Numerics { class MathF; }", "stands in a project with 'DrawAot.Numerics.MathF', which its kernels would take for another; another name for it")]
    [InlineData("partial class Tiny; class nuint;", "stands where 'nuint' means something else than in C#, whose type of that name its kernels use; another name for it")]
    [InlineData("partial class Tiny { partial class Session(int a); }", "has a class 'Session' that has a primary constructor, which every other would have to call; an ordinary one")]
    public void A_class_beside_whose_own_code_its_code_would_not_compile_is_refused(string source, string objection) =>
        RequireAtAttribute($"[[|DrawAot.DrawModel(\"tiny.draw.json\")|]] {source}", "DRAW011", $"'Tiny' carries [DrawModel] but {objection} was expected", Tiny);

    [Theory]
    [InlineData("\"tiny.json\"", "tiny.json")]
    [InlineData("\"tiny\"", "tiny")]
    [InlineData("\"\"", "")]
    [InlineData("null!", "")]
    [InlineData("\"a\\nb\"", "a\ufffdb")]
    public void A_manifest_is_known_by_the_end_of_its_name(string argument, string shown) => RequireAtAttribute(
        $"[[|DrawAot.DrawModel({argument})|]] partial class Tiny;",
        "DRAW012",
        $"[DrawModel] names the file '{shown}'; a manifest was expected, whose name ends in '.draw.json'",
        Tiny, new Manifest("/project/tiny.json", new ManifestText()));

    [Theory]
    [InlineData("CS0579", "[DrawAot.DrawModel(\"tiny.draw.json\")] partial class Tiny; [DrawAot.DrawModel(\"tiny.draw.json\")] partial class Tiny;")]
    [InlineData("CS0592", "[DrawAot.DrawModel(\"tiny.draw.json\")] partial struct Tiny;")]
    [InlineData("CS0592", "[DrawAot.DrawModel(\"tiny.draw.json\")] partial interface Tiny;")]
    [InlineData("CS0592", "[DrawAot.DrawModel(\"tiny.draw.json\")] record struct Tiny;")]
    [InlineData("CS0592", "[DrawAot.DrawModel(\"tiny.draw.json\")] enum Tiny;")]
    [InlineData("CS7036", "[DrawAot.DrawModel] partial class Tiny;")]
    [InlineData("CS1503", "[DrawAot.DrawModel(7)] partial class Tiny;")]
    [InlineData("CS0103", "[DrawAot.DrawModel(tiny)] partial class Tiny;")]
    [InlineData("CS0182", "[DrawAot.DrawModel(new string('x', 3))] partial class Tiny;")]
    public void Code_that_the_compiler_refuses_gets_no_second_diagnostic(string id, string source)
    {
        var project = new UserProject(source, Tiny);
        GeneratorRunResult result = project.Generate();
        Assert.Equal(id, Assert.Single(project.Compile(result)).Id);
        Assert.Empty(result.Diagnostics);
    }

    [Fact]
    public void A_manifest_that_the_compiler_cannot_open_is_left_to_it()
    {
        GeneratorRunResult result = new UserProject(Model("tiny.draw.json"), new Manifest("/project/tiny.draw.json", text: null)).Generate();
        Assert.Empty(result.Diagnostics);
        Assert.Empty(result.GeneratedSources);
    }

    [Fact]
    public void A_manifest_that_no_attribute_names_is_not_read() =>
        Assert.Empty(Faults("class Tiny;", new Manifest("/project/tiny.draw.json", "?")));

    /// <summary>The diagnostics of a class that asks for the first of these manifests; the others are unreadable.</summary>
    private static ImmutableArray<Diagnostic> FaultsIn(string folder, string name, string[] paths) =>
        new UserProject(Model(name), [.. paths.Select((path, index) => new Manifest(path, path == paths.MinBy(other => other.Length) ? new ManifestText() : "?"))])
        {
            Properties = new Dictionary<string, string> { ["ProjectDir"] = folder },
        }.Generate().Diagnostics;

    private static string Model(string manifest) => $"[DrawAot.DrawModel(@\"{manifest}\")] partial class Tiny;";

    private static string Marked(string manifest) => $"[[|DrawAot.DrawModel(@\"{manifest}\")|]] partial class Tiny;";

    private static ImmutableArray<Diagnostic> Faults(string source, params Manifest[] manifests) =>
        new UserProject(source, manifests).Generate().Diagnostics;

    private static void RequireModel(string manifest, params Manifest[] manifests)
    {
        GeneratorRunResult result = new UserProject(Model(manifest), manifests).Generate();
        Assert.Empty(result.Diagnostics);
        Assert.NotEmpty(result.GeneratedSources);
    }

    private static void RequireAtAttribute(string marked, string id, string message, params Manifest[] manifests)
    {
        int start = marked.IndexOf("[|", StringComparison.Ordinal), end = marked.IndexOf("|]", StringComparison.Ordinal) - 2;
        string source = marked.Remove(start, 2).Remove(end, 2);

        Diagnostic fault = Assert.Single(Faults(source, manifests));
        Assert.Equal($"{id}: {message}", $"{fault.Id}: {fault.GetMessage(CultureInfo.InvariantCulture)}");
        Assert.Equal(UserProject.SourcePath, fault.Location.GetLineSpan().Path);
        Assert.Equal(TextSpan.FromBounds(start, end), fault.Location.SourceSpan);
        Assert.Equal(SourceText.From(source).Lines.GetLinePositionSpan(fault.Location.SourceSpan), fault.Location.GetLineSpan().Span);
    }
}
