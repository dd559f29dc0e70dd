using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DrawAot.Generators.Tests;

/// <summary>
/// Emitted code compiles like hand-written source: warnings are errors, documentation is checked, nothing is unsafe, and no using
/// is superfluous.
/// </summary>
[Trait("Category", "Slow")]
public sealed class EmittedCodeTests
{
    private const string OneModel =
        """
        /// <summary>A model.</summary>
        [DrawAot.DrawModel("tiny.draw.json")]
        public sealed partial class Tiny;
        """;

    /// <summary>The same with a body, as C# before 12 needs it.</summary>
    private const string OldModel =
        """
        /// <summary>A model.</summary>
        [DrawAot.DrawModel("tiny.draw.json")]
        public sealed partial class Tiny { }
        """;

    private static readonly int[] AwkwardSizes = [1, 7, 16, 17, 33];

    /// <summary>Every awkward size in every role, each with every kind of attention and every number of channels.</summary>
    public static TheoryData<int, int, int?, int?> Shapes
    {
        get
        {
            var shapes = new TheoryData<int, int, int?, int?>();
            (int? Read, int? Write)[] attentions = [(null, null), (1, null), (null, 1), (3, 2), (17, 33)];
            for (int size = 0; size < AwkwardSizes.Length; size++)
            {
                for (int kind = 0; kind < attentions.Length; kind++)
                {
                    shapes.Add(size, 1 + (size + kind) % 4, attentions[kind].Read, attentions[kind].Write);
                }
            }

            return shapes;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_model_of_any_shape_compiles(int size, int channels, int? read, int? write)
    {
        int Size(int role) => AwkwardSizes[(size + role) % AwkwardSizes.Length];
        RequireCompiles(OneModel, new ManifestText
        {
            Width = Size(0),
            Height = Size(1),
            Channels = channels,
            Glimpses = Size(2),
            Latent = Size(3),
            Encoder = Size(4),
            Decoder = Size(1 + channels),
            Read = read,
            Write = write,
        });
    }

    [Theory]
    [InlineData(1, 1, 1, 1, 1, 2)]
    [InlineData(7, 16, 4, 17, 3, 33)]
    [InlineData(33, 17, 3, 16, 5, 16)]
    [InlineData(100, 100, 1, 256, 12, 10)]
    [InlineData(17, 7, 2, 33, 17, 1000)]
    public void A_classifier_of_any_shape_compiles(int width, int height, int channels, int hidden, int read, int classes)
    {
        foreach (string precision in (string[])["float32", "bfloat16", "int8"])
        {
            RequireCompiles(OneModel, new ClassifierText
            {
                Width = width,
                Height = height,
                Channels = channels,
                Hidden = hidden,
                Read = read,
                Classes = [.. Enumerable.Range(0, classes).Select(k => $"class {k} \"<&>\\")],
                Precision = precision,
            });
        }
    }

    [Fact]
    public void The_largest_models_compile()
    {
        var smallest = new ManifestText { Encoder = 1, Decoder = 1, Latent = 1, Read = 1, Write = 1 };
        RequireCompiles(OneModel, smallest with { Width = 4096, Height = 4096, Channels = 2, Write = null });
        RequireCompiles(OneModel, smallest with { Width = 4096, Height = 4096, Channels = 2, Write = null, Precision = "int8" });
        RequireCompiles(OneModel, smallest with { Width = 1, Height = 4096, Channels = 4, Read = 256, Write = 256 });
        RequireCompiles(OneModel, smallest with { Latent = 65536, Glimpses = 65536 });
        RequireCompiles(OneModel, smallest with { Decoder = 11568 });
        RequireCompiles(OneModel, new ClassifierText { Width = 4096, Height = 4096, Channels = 2, Hidden = 1, Read = 1 });
        RequireCompiles(OneModel, new ClassifierText { Hidden = 11000, Read = 1 });
        RequireCompiles(OneModel, new ClassifierText { Width = 1, Height = 1, Hidden = 1, Read = 256 });
    }

    [Theory]
    [InlineData("[DrawAot.DrawModel(\"tiny.draw.json\")] partial class Tiny;")]
    [InlineData("[DrawAot.DrawModel(\"tiny.draw.json\")] internal sealed partial class Tiny;")]
    [InlineData("/// <summary>A model.</summary>\n[DrawAot.DrawModel(\"tiny.draw.json\")] public partial class Tiny { }")]
    [InlineData("namespace Foo.DrawAot.Bar; [global::DrawAot.DrawModel(\"tiny.draw.json\")] sealed partial class Tiny;")]
    [InlineData("namespace Foo.System { [DrawAot.DrawModel(\"tiny.draw.json\")] sealed partial class Tiny; }")]
    [InlineData("namespace A { namespace B { [global::DrawAot.DrawModel(\"tiny.draw.json\")] sealed partial class DrawAot; } }")]
    [InlineData("namespace Größe.Ελλάδα; [DrawAot.DrawModel(\"tiny.draw.json\")] sealed partial class Модель;")]
    [InlineData("namespace @event.@int; [DrawAot.DrawModel(\"tiny.draw.json\")] sealed partial class @class;")]
    [InlineData("namespace var.@await; [DrawAot.DrawModel(\"tiny.draw.json\")] sealed partial class @record;")]
    [InlineData("namespace Samples; [DrawAot.DrawModel(\"tiny.draw.json\")] sealed partial class Generated;")]
    [InlineData("[DrawAot.DrawModel(\"tiny.draw.json\")] partial class Tiny { const int Area = Width * Height; } sealed partial class Tiny;")]
    public void A_model_may_stand_in_any_namespace_under_any_name(string source) => RequireCompiles(source, new ManifestText());

    [Theory]
    [InlineData("namespace Samples;")]
    [InlineData("")]
    public void A_user_may_have_types_of_any_name_beside_the_model(string where) => RequireCompiles(
        $$"""
        {{where}}

        [global::DrawAot.DrawModel("tiny.draw.json")] sealed partial class Tiny;

        class Vector512; class Vector512<T>; class VectorMath; class Unsafe; class Span; class Span<T>; class ReadOnlySpan<T>; class GC;
        class MemoryMarshal; class MethodImplAttribute; class MethodImplOptions; class MathF; class Normals; class AlignedMemory; class IDisposable;
        class Shape; class Weights; class State; class DecoderRecurrence; class EncoderRecurrence; class DecoderInputProjection; class EncoderInputProjection; class PosteriorHeads; class ReadHead; class Read; class WriteHeads; class Write; class FilterbankX; class FilterbankY;
        class PackedWeights; class Contract; class LstmCell; class DrawState; class SafetensorsFile; class AttentionWindow; class Images; class IDrawModel; class DrawSession; class DrawShape;
        class Single; class Int32; class UInt64; class Object; class Exception; class ArgumentException;
        """,
        new ManifestText());

    [Fact]
    public void A_user_may_have_namespaces_of_any_name_around_the_model() => RequireCompiles(
        """
        namespace Samples
        {
            [global::DrawAot.DrawModel("tiny.draw.json")] sealed partial class Tiny;
        }

        namespace Samples.System { class Span<T>; class Math; }
        namespace Samples.System.Runtime.Intrinsics { class Vector512<T>; }
        namespace Samples.DrawAot.Numerics { class VectorMath; }
        namespace Samples.Numerics { class VectorMath; }
        namespace Samples.Runtime { class Span<T>; }
        namespace Samples.Tinies.System { class Span<T>; }
        """,
        new ManifestText());

    [Fact]
    public void Global_usings_do_not_reach_the_kernels() => RequireCompiles(
        """
        global using System;
        global using DrawAot.Weights;
        global using Vector512 = System.String;
        global using Shape = System.Int32;
        global using static System.Math;
        [DrawAot.DrawModel("tiny.draw.json")] sealed partial class Tiny { public String Name => nameof(Abs) + nameof(SafetensorsFile); }
        """,
        new ManifestText());

    [Fact]
    public void Two_models_stand_in_one_assembly() => RequireCompiles(
        """
        namespace Samples
        {
            [DrawAot.DrawModel("tiny.draw.json")] sealed partial class First;
            [DrawAot.DrawModel("tiny.draw.json")] sealed partial class Second;
        }

        namespace Samples.More
        {
            [DrawAot.DrawModel("tiny.draw.json")] sealed partial class First;
        }
        """,
        new ManifestText());

    [Theory]
    [InlineData(LanguageVersion.CSharp10)]
    [InlineData(LanguageVersion.CSharp12)]
    [InlineData(LanguageVersion.CSharp13)]
    [InlineData(LanguageVersion.CSharp14)]
    [InlineData(LanguageVersion.Preview)]
    public void A_model_compiles_in_older_and_newer_C_sharp(LanguageVersion version)
    {
        RequireCompiles(new UserProject(OldModel, Tiny(new ManifestText())) { LanguageVersion = version });
        RequireCompiles(new UserProject(OldModel, Tiny(new ManifestText { Write = null })) { LanguageVersion = version });
        RequireCompiles(new UserProject(OldModel, Tiny(new ManifestText { Precision = "bfloat16" })) { LanguageVersion = version });
        RequireCompiles(new UserProject(OldModel, Tiny(new ManifestText { Precision = "int8" })) { LanguageVersion = version });
        RequireCompiles(new UserProject(OldModel, Tiny(new ClassifierText())) { LanguageVersion = version });
        RequireCompiles(new UserProject(OldModel, Tiny(new ClassifierText { Precision = "int8" })) { LanguageVersion = version });
    }

    [Fact]
    public void A_model_compiles_with_checked_arithmetic_and_without_nullable_types()
    {
        var project = new UserProject(OneModel, Tiny(new ManifestText()));
        RequireCompiles(project with { Options = project.Options.WithOverflowChecks(true) });
        RequireCompiles(project with { Options = project.Options.WithNullableContextOptions(NullableContextOptions.Disable) });
        RequireCompiles(project with { Options = project.Options.WithOptimizationLevel(OptimizationLevel.Release) });
    }

    [Theory]
    [InlineData("50(x){0}'}}.bin")]
    [InlineData("größe & wähle (2).safetensors")]
    public void A_weights_file_of_any_name_compiles(string file)
    {
        string manifest = new ManifestText().ToString().Replace("tiny.safetensors", file, StringComparison.Ordinal);
        RequireCompiles(new UserProject(OneModel, new Manifest("/project/tiny.draw.json", manifest)));
    }

    [Theory]
    [InlineData("a & b <c> --> */.draw.json")]
    [InlineData("a\n#error.draw.json")]
    [InlineData("a\u2028#error.draw.json")]
    public void A_manifest_of_any_file_name_compiles(string file) => RequireCompiles(new UserProject(
        $"[DrawAot.DrawModel({SymbolDisplay.FormatLiteral(file, quote: true)})] sealed partial class Tiny;",
        new Manifest("/project/" + file, new ManifestText())));

    private static Manifest Tiny(string text) => new("/project/tiny.draw.json", text);

    private static void RequireCompiles(string source, string manifest) => RequireCompiles(new UserProject(source, Tiny(manifest)));

    private static void RequireCompiles(UserProject project)
    {
        GeneratorRunResult result = project.Generate();
        Assert.Empty(result.Diagnostics);

        // The user may have a using too many.
        Assert.DoesNotContain(project.Compile(result), fault =>
            fault.Severity != DiagnosticSeverity.Hidden || fault.Location.SourceTree?.FilePath != UserProject.SourcePath);
    }
}
