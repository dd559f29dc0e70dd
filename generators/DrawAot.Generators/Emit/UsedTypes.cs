using System.Collections.Generic;
using System.Linq;
using DrawAot.Generators.Models.Draw;
using DrawAot.Layout;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DrawAot.Generators.Emit;

/// <summary>
/// The types from outside that emitted code uses, all of them by the names that it writes. A type of the user's that is
/// called the same, in one of these namespaces, would come before them or be confused with them.
/// </summary>
internal static class UsedTypes
{
    /// <summary>
    /// Names of types by namespace, with the number of their type parameters. Kernels write simple names and import every
    /// one of these namespaces, so a name must mean nothing in any other of them.
    /// </summary>
    public static readonly IReadOnlyList<(string Namespace, string[] Types)> Namespaces =
    [
        ("System", ["GC", "MathF", "ObjectDisposedException", "ReadOnlySpan`1", "Span`1"]),
        ("System.CodeDom.Compiler", ["GeneratedCodeAttribute"]),
        ("System.IO", ["IOException"]),
        ("System.Runtime.CompilerServices", ["MethodImplAttribute", "MethodImplOptions", "Unsafe"]),
        ("System.Runtime.InteropServices", ["MemoryMarshal"]),
        ("System.Runtime.Intrinsics", ["Vector512", "Vector512`1"]),
        ("DrawAot", ["AttentionWindow", "DrawSession", "DrawState", "IDrawModel"]),
        ("DrawAot.Manifest", ["DrawShape", "WeightPrecision"]),
        ("DrawAot.Numerics", ["AlignedMemory", "HiddenQuantizer", "LatentQuantizer", "Likelihood", "LstmCell", "VectorMath"]),
        ("DrawAot.Runtime", ["Contract", "PackedWeights"]),
        ("DrawAot.Weights", ["ModelWeights", "SafetensorsFile", "WeightsException"]),
    ];

    /// <summary>The constants of a model's shape, whose names must not mean types either: kernels import them beside the namespaces.</summary>
    public static readonly IReadOnlyList<string> Constants =
    [
        .. EmittedMembers.AnyModels
            .Select(plan => CSharpSyntaxTree.ParseText(DrawShapeFile.Emit(plan, new DrawLayout(plan.Shape, plan.Precision)).Text).GetRoot())
            .SelectMany(root => root.DescendantNodes().OfType<VariableDeclaratorSyntax>())
            .Select(constant => constant.Identifier.ValueText)
            .Distinct(),
    ];

    /// <summary>Extension methods that emitted code calls, on types of the framework.</summary>
    public static readonly IReadOnlyList<string> Extensions = ["AsByte", "AsInt32", "AsSingle", "CopyTo", "StoreUnsafe"];

    /// <summary>Types with names that C# knows without a using, unless there is another type of that name.</summary>
    public static readonly IReadOnlyList<string> Words = ["nuint"];
}
