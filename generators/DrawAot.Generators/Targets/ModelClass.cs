using System.Linq;
using System.Threading;
using DrawAot.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DrawAot.Generators.Targets;

/// <summary>A class that carries <c>[DrawModel("NAME.draw.json")]</c>.</summary>
/// <param name="Namespace">Its namespace; empty for the global one.</param>
/// <param name="Name">Its name.</param>
/// <param name="Manifest">The manifest that the attribute names.</param>
/// <param name="Attribute">Where the attribute stands.</param>
/// <param name="Objection">What keeps it from being a model ("nested", …), or null.</param>
internal sealed record ModelClass(string Namespace, string Name, string Manifest, Place Attribute, string? Objection)
{
    public static ModelClass Of(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        AttributeData attribute = context.Attributes[0];
        SyntaxNode place = attribute.ApplicationSyntaxReference?.GetSyntax(cancellation) ?? context.TargetNode;
        INamespaceSymbol containing = context.TargetSymbol.ContainingNamespace;
        return new ModelClass(
            containing.IsGlobalNamespace ? "" : containing.ToDisplayString(),
            context.TargetSymbol.Name,
            attribute.ConstructorArguments is [{ Value: string manifest }] ? manifest : "",
            Place.Of(place.GetLocation()),
            Object((INamedTypeSymbol)context.TargetSymbol, (TypeDeclarationSyntax)context.TargetNode));
    }

    private static string? Object(INamedTypeSymbol type, TypeDeclarationSyntax declaration) =>
        type.ContainingType is not null ? "nested"
        : type.IsGenericType ? "generic"
        : type.IsStatic ? "static"
        : type.IsAbstract ? "abstract"
        : type.IsRecord ? "a record"
        : declaration.Modifiers.Any(SyntaxKind.FileKeyword) ? "local to its file"
        : !declaration.Modifiers.Any(SyntaxKind.PartialKeyword) ? "not partial"
        : null;
}
