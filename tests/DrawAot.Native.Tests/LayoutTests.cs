using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using DrawAot.Manifest;

namespace DrawAot.Native.Tests;

/// <summary>The structs that cross the C interface have one layout, in C# and in C.</summary>
public sealed partial class LayoutTests
{
    /// <summary>The layout of version 1 of the interface: each field's type and offset in bytes, and the size in bytes.</summary>
    private static readonly (Type Type, string Name, string Layout)[] Structs =
    [
        (typeof(Sizes), "drawaot_sizes",
            "int32_t width 0, int32_t height 4, int32_t channels 8, int32_t pixel_count 12, int32_t glimpses 16, int32_t latent 20, "
            + "int32_t latent_count 24, int32_t encoder_hidden 28, int32_t decoder_hidden 32, int32_t read_attention 36, "
            + "int32_t write_attention 40, size 44"),
        (typeof(ClassifierSizes), "drawaot_classifier_sizes",
            "int32_t width 0, int32_t height 4, int32_t channels 8, int32_t pixel_count 12, int32_t glimpses 16, int32_t hidden 20, "
            + "int32_t read_attention 24, int32_t class_count 28, size 32"),
        (typeof(ImageScore), "drawaot_image_score", "double reconstruction 0, double divergence 8, size 16"),
        (typeof(Window), "drawaot_window", "float centre_x 0, float centre_y 4, float stride 8, float variance 12, float intensity 16, size 20"),
        (typeof(RuntimeCounters), "drawaot_runtime_counters",
            "int64_t thread_allocated_bytes 0, int64_t collections 8, int64_t heap_bytes 16, size 24"),
    ];

    [Fact]
    public void Structs_in_CSharp_have_the_interfaces_layout()
    {
        foreach ((Type type, string name, string layout) in Structs)
        {
            Assert.Equal($"{name}: {layout}", $"{name}: {LayoutOf(type)}");
        }
    }

    [Fact]
    public void Sizes_of_a_classifier_have_the_values_of_its_shape()
    {
        ClassifierSizes sizes = new(new ClassifierShape(Width: 1, Height: 2, Channels: 3, Glimpses: 4, Hidden: 5, ReadAttention: 6, ClassCount: 7));
        Assert.Equal((1, 2, 3, 6, 4, 5, 6, 7), (sizes.Width, sizes.Height, sizes.Channels, sizes.PixelCount, sizes.Glimpses, sizes.Hidden, sizes.ReadAttention, sizes.ClassCount));
    }

    /// <summary>A batch of scores is computed in the caller's array and converted in its place.</summary>
    [Fact]
    public void A_score_of_the_interface_is_as_large_as_a_sessions() =>
        Assert.Equal(Marshal.SizeOf<Score>(), Marshal.SizeOf<ImageScore>());

    [Fact]
    public void A_window_of_the_interface_has_the_values_of_a_sessions()
    {
        Window window = new(new AttentionWindow(CentreX: 1, CentreY: 2, Stride: 3, Variance: 4, Intensity: 5));
        Assert.Equal((1f, 2f, 3f, 4f, 5f), (window.CentreX, window.CentreY, window.Stride, window.Variance, window.Intensity));
    }

    [Fact]
    public void A_score_of_the_interface_has_the_values_of_a_sessions()
    {
        ImageScore score = new(new Score(Reconstruction: 1, Divergence: 2));
        Assert.Equal((1.0, 2.0), (score.Reconstruction, score.Divergence));
    }

    [NativeFact]
    public async Task Structs_in_C_have_the_interfaces_layout()
    {
        List<string> lines = ["#include \"drawaot.h\""];
        foreach ((_, string name, string layout) in Structs)
        {
            string[] parts = layout.Split(", ");
            foreach (string[] field in parts[..^1].Select(part => part.Split(' ')))
            {
                lines.Add($"_Static_assert(offsetof({name}, {field[1]}) == {field[2]}, \"offset\");");
                lines.Add($"_Static_assert(_Generic((({name} *)0)->{field[1]}, {field[0]}: 1, default: 0), \"type\");");
            }

            lines.Add($"_Static_assert(sizeof({name}) == {parts[^1].Split(' ')[1]}, \"size\");");
        }

        using TemporaryFolder folder = new();
        File.WriteAllLines(folder.Combine("layout.c"), lines);
        string include = Repository.PathOf("src/DrawAot.Native/include");
        string[] arguments = ["-std=c11", "-Wall", "-Werror", "-fsyntax-only", "-I", include, folder.Combine("layout.c")];
        (await CommandResult.Of(new ProcessStartInfo("cc", arguments))).Required();
    }

    private static string LayoutOf(Type type) => string.Join(
        ", ",
        type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Select(field => (Field: field, Offset: Marshal.OffsetOf(type, field.Name)))
            .OrderBy(at => at.Offset)
            .Select(at => $"{CTypeOf(at.Field.FieldType)} {Capital().Replace(at.Field.Name, "_$0").ToLowerInvariant()} {at.Offset}")
            .Append($"size {Marshal.SizeOf(type)}"));

    private static string CTypeOf(Type type) => type.Name switch
    {
        nameof(Int32) => "int32_t",
        nameof(Int64) => "int64_t",
        nameof(Single) => "float",
        nameof(Double) => "double",
        string name => name,
    };

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex Capital();
}
