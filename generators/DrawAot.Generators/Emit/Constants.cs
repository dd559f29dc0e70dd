using System.Collections.Generic;
using System.Linq;
using DrawAot.Layout;

namespace DrawAot.Generators.Emit;

/// <summary>Renders sizes and offsets from their plans as constants.</summary>
internal static class Constants
{
    /// <summary>Sizes by name.</summary>
    public static string Of(params IEnumerable<Extent> extents) => string.Join("\n", extents.Select(extent =>
        $"public const int {extent.Name} = {extent.Value};{(extent.Meaning is null ? "" : " // " + extent.Meaning)}"));

    /// <summary>Offsets of buffers, <c>NAMEAt</c>, each after the one before.</summary>
    /// <param name="plan">The buffers.</param>
    /// <param name="start">The first offset.</param>
    public static string Of(BufferPlan plan, string start)
    {
        var lines = new List<string>();
        string next = start;
        foreach (StateBlock block in plan.Blocks)
        {
            string dimensions = string.Join(", ", block.Dimensions.Select(extent => extent.Name));
            lines.Add($"private const int {block.Name}At = {next}; // {block.Meaning} [{dimensions}]");
            next = $"{block.Name}At + {block.Size}";
        }

        return string.Join("\n", lines);
    }

    /// <summary>Offsets and sizes of the matrices, which lie before all other weights.</summary>
    public static string Of(WeightPlan plan)
    {
        var lines = new List<string>();
        string next = "0";
        foreach (MatrixBlock block in plan.Matrices)
        {
            lines.Add($"public const int {block.Name} = {next}; // {block.Meaning}");
            lines.Add($"public const int {block.Name}Size = {block.Size};");
            next = $"{block.Name} + {block.Name}Size";
        }

        return string.Join("\n", lines);
    }
}
