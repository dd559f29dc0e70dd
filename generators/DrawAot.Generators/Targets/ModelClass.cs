using System.Collections.Generic;
using System.Linq;
using System.Threading;
using DrawAot.Generators.Diagnostics;
using DrawAot.Manifest;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DrawAot.Generators.Targets;

/// <summary>A class that carries <c>[DrawModel("NAME.draw.json")]</c>.</summary>
/// <param name="Namespace">Its namespace as C# writes it; empty for the global one.</param>
/// <param name="Name">Its name as C# writes it: with an @ where it would otherwise be a keyword.</param>
/// <param name="Manifest">The manifest that the attribute names.</param>
/// <param name="Attribute">Where the attribute stands.</param>
/// <param name="Objection">The reason why it cannot be a model of any family ("is nested; …"), or null.</param>
/// <param name="Clashes">The clash with the members of each family, in their order; empty for none.</param>
internal sealed record ModelClass(
    string Namespace, string Name, string Manifest, Place Attribute, string? Objection, EquatableArray<string> Clashes)
{
    /// <summary>The reason why the class cannot be a model of a family, or null.</summary>
    public string? ObjectionTo(ModelFamily family) =>
        ModelFamily.All.Zip(Clashes.Items, (other, clash) => (other, clash)).First(pair => pair.other == family).clash is { Length: > 0 } found
            ? found
            : null;

    /// <summary>The class with its namespace.</summary>
    public string QualifiedName => Namespace.Length == 0 ? Name : $"{Namespace}.{Name}";

    /// <summary>The class, or null where the compiler has already refused the declaration.</summary>
    public static ModelClass? Of(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        var type = (INamedTypeSymbol)context.TargetSymbol;
        AttributeData attribute = context.Attributes[0];
        SyntaxNode place = attribute.ApplicationSyntaxReference?.GetSyntax(cancellation) ?? context.TargetNode;
        if (type.TypeKind != TypeKind.Class
            || attribute.ConstructorArguments is not [{ Kind: TypedConstantKind.Primitive, Value: var manifest }]
            || !IsFirst(attribute, type))
        {
            return null;
        }

        return new ModelClass(
            string.Join(".", NamespacesOf(type).Select(space => Escaped(space.Name))),
            EscapedType(type.Name),
            manifest as string ?? "",
            Place.Of(place.GetLocation()),
            ClassObjection.To(type, (TypeDeclarationSyntax)context.TargetNode, context.SemanticModel),
            new EquatableArray<string>(
                [.. ModelFamily.All.Select(family => MemberClash.Of(type, context.SemanticModel.Compilation, family) ?? "")]));
    }

    /// <summary>The namespaces around a type, the outermost first, without the global one.</summary>
    public static IEnumerable<INamespaceSymbol> NamespacesOf(INamedTypeSymbol type)
    {
        var spaces = new Stack<INamespaceSymbol>();
        for (INamespaceSymbol space = type.ContainingNamespace; !space.IsGlobalNamespace; space = space.ContainingNamespace)
        {
            spaces.Push(space);
        }

        return spaces;
    }

    /// <summary>The compiler refuses a second attribute on another part of the class.</summary>
    private static bool IsFirst(AttributeData attribute, INamedTypeSymbol type) => attribute == type.GetAttributes().First(
        other => SymbolEqualityComparer.Default.Equals(other.AttributeClass, attribute.AttributeClass));

    /// <summary>The compiler warns of names in lower case, too, where types are given them without an @.</summary>
    private static string EscapedType(string name) => name.All(c => c is >= 'a' and <= 'z') ? "@" + name : Escaped(name);

    private static string Escaped(string name) =>
        SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None && SyntaxFacts.GetContextualKeywordKind(name) == SyntaxKind.None
            ? name
            : "@" + name;
}
