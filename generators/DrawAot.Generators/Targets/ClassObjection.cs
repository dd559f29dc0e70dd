using System.Linq;
using DrawAot.Generators.Emit;
using DrawAot.Generators.Planning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DrawAot.Generators.Targets;

/// <summary>Why a class cannot be made a model: code that is emitted for it would not compile.</summary>
internal static class ClassObjection
{
    private const string Suitable = "a top-level, non-generic partial class, neither static nor abstract,";

    /// <summary>The objection ("is nested; …"), which ends with what was expected instead; null where there is none.</summary>
    public static string? To(INamedTypeSymbol type, TypeDeclarationSyntax declaration, SemanticModel model) =>
        ToKind(type, declaration)
        ?? ToAttributes(type)
        ?? ToSurroundings(type, declaration, model);

    private static string? ToKind(INamedTypeSymbol type, TypeDeclarationSyntax declaration) =>
        type.ContainingType is not null ? $"is nested; {Suitable}"
        : type.IsGenericType ? $"is generic; {Suitable}"
        : type.IsStatic ? $"is static; {Suitable}"
        : type.IsAbstract ? $"is abstract; {Suitable}"
        : type.IsRecord ? $"is a record; {Suitable}"
        : type.IsFileLocal ? $"is local to its file; {Suitable}"
        : !declaration.Modifiers.Any(SyntaxKind.PartialKeyword) ? $"is not partial; {Suitable}"
        : null;

    private static string? ToAttributes(INamedTypeSymbol type) => type.GetAttributes()
        .Select(attribute => attribute.AttributeClass?.ToDisplayString() switch
        {
            "System.CodeDom.Compiler.GeneratedCodeAttribute" => "carries [GeneratedCode], which it is given; no such attribute",
            "System.Runtime.InteropServices.StructLayoutAttribute" when attribute.ConstructorArguments is [{ Value: 2 }] =>
                "has an explicit layout, which leaves no place for its weights; another layout",
            _ => null,
        })
        .FirstOrDefault(objection => objection is not null);

    private static string? ToSurroundings(INamedTypeSymbol type, TypeDeclarationSyntax declaration, SemanticModel model)
    {
        Compilation compilation = model.Compilation;
        string kernels = type.Name + ModelPlan.KernelSuffix;
        INamespaceSymbol? place = ModelClass.NamespacesOf(type).Aggregate<INamespaceSymbol, INamespaceSymbol?>(
            compilation.GlobalNamespace, (outer, inner) => outer is null ? null : NamesInUse.Nested(outer, inner.Name));
        if (place?.GetTypeMembers(type.Name, arity: 0).FirstOrDefault(other => !IsOfProject(other) && IsVisible(other)) is INamedTypeSymbol twin)
        {
            return $"is called like a type of the assembly '{twin.ContainingAssembly.Name}'; another name";
        }

        if (place?.GetTypeMembers(kernels, arity: 0).Any(IsVisible) ?? false)
        {
            return $"stands beside a type '{kernels}', and the namespace of its kernels is called the same; another name";
        }

        if (place is not null && NamesInUse.Nested(place, kernels) is INamespaceSymbol own
            && (own.ConstituentNamespaces.Any(IsOfProject) || own.GetTypeMembers().Any(IsVisible)))
        {
            return $"stands beside a namespace '{kernels}', and that of its kernels is called the same; another name";
        }

        if (UsedTypes.Words.FirstOrDefault(word => !model.LookupNamespacesAndTypes(declaration.SpanStart, name: word).IsEmpty) is string hidden)
        {
            return $"stands where '{hidden}' means something else than in C#, whose type of that name its kernels use; another name for it";
        }

        return NamesInUse.Misleading(compilation) is string misleading
            ? $"stands in a project with '{misleading}', which its kernels would take for another; another name for it"
            : null;

        bool IsVisible(INamedTypeSymbol other) => compilation.IsSymbolAccessibleWithin(other, compilation.Assembly);

        bool IsOfProject(ISymbol part) => SymbolEqualityComparer.Default.Equals(part.ContainingAssembly, compilation.Assembly);
    }
}
