using System.Collections.Generic;
using System.Linq;
using DrawAot.Generators.Planning;
using DrawAot.Manifest;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DrawAot.Generators.Emit;

/// <summary>
/// The types from outside that emitted code uses, all of them by the names that it writes. A user's type of the same
/// name, in one of these namespaces, would come before them or be confused with them.
/// </summary>
internal static class UsedTypes
{
    /// <summary>The types that models of every family use.</summary>
    private static readonly (string Namespace, string[] Types)[] Common =
    [
        ("System", ["GC", "MathF", "ObjectDisposedException", "ReadOnlySpan`1", "Span`1"]),
        ("System.CodeDom.Compiler", ["GeneratedCodeAttribute"]),
        ("System.IO", ["IOException"]),
        ("System.Runtime.CompilerServices", ["MethodImplAttribute", "MethodImplOptions", "Unsafe"]),
        ("System.Runtime.InteropServices", ["MemoryMarshal"]),
        ("System.Runtime.Intrinsics", ["Vector512", "Vector512`1"]),
        ("DrawAot", ["AttentionWindow"]),
        ("DrawAot.Manifest", ["WeightPrecision"]),
        ("DrawAot.Numerics", ["AlignedMemory", "HiddenQuantizer", "LstmCell", "NarrowPanels", "PanelBlock", "VectorMath"]),
        ("DrawAot.Runtime", ["Contract", "PackedWeights"]),
        ("DrawAot.Weights", ["ModelWeights", "SafetensorsFile", "WeightsException"]),
    ];

    /// <summary>
    /// Names of types by namespace, with the number of their type parameters. Kernels write simple names and import every
    /// one of these namespaces, so a name must mean nothing in any other of them.
    /// </summary>
    public static readonly IReadOnlyList<(string Namespace, string[] Types)> Namespaces =
    [
        .. Common.SelectMany(names => names.Types.Select(type => (names.Namespace, Type: type)))
            .Concat(ModelFamily.All.SelectMany(family => family.OwnTypes))
            .GroupBy(use => use.Namespace, use => use.Type)
            .Select(group => (group.Key, group.Distinct().ToArray())),
    ];

    /// <summary>The constants of a model's shape, whose names must not mean types either: kernels import them beside the namespaces.</summary>
    public static readonly IReadOnlyList<string> Constants =
    [
        .. ModelFamily.All
            .SelectMany(family => family.Examples.Select(example => family.EmitShape(new ModelPlan("", "Any", "any", example))))
            .SelectMany(file => CSharpSyntaxTree.ParseText(file.Text).GetRoot().DescendantNodes().OfType<VariableDeclaratorSyntax>())
            .Select(constant => constant.Identifier.ValueText)
            .Distinct(),
    ];

    /// <summary>Extension methods that emitted code calls, on types of the framework.</summary>
    public static readonly IReadOnlyList<string> Extensions = ["AsByte", "AsInt32", "AsSingle", "CopyTo", "StoreUnsafe"];

    /// <summary>Types with names that C# knows without a using, unless there is another type of that name.</summary>
    public static readonly IReadOnlyList<string> Words = ["nuint"];
}
