using System;
using System.Linq;
using System.Threading;
using DrawAot.Generators.Diagnostics;
using DrawAot.Generators.Planning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DrawAot.Generators.Targets;

/// <summary>A class that carries <c>[DrawModel("NAME.draw.json")]</c>.</summary>
/// <param name="Namespace">Its namespace as C# writes it; empty for the global one.</param>
/// <param name="Name">Its name as C# writes it: with an @ where it would otherwise be a keyword.</param>
/// <param name="Manifest">The manifest that the attribute names.</param>
/// <param name="Attribute">Where the attribute stands.</param>
/// <param name="Objection">What keeps it from being a model ("is nested; …"), or null.</param>
internal sealed record ModelClass(string Namespace, string Name, string Manifest, Place Attribute, string? Objection)
{
    private const string Suitable = "a top-level, non-generic partial class, neither static nor abstract,";

    /// <summary>What the generator adds to the class, which cannot be called the same.</summary>
    private static readonly string[] Members =
    [
        "Width", "Height", "Channels", "PixelCount", "Glimpses", "Latent", "WeightsFile", "WeightsSha256", "Shape",
        "Precision", "MemorySize", "Load", "LoadEmbedded", "CreateSession", "Dispose", "Session", "s_shape", "_weights", "_disposed",
    ];

    /// <summary>The class with its namespace.</summary>
    public string QualifiedName => Namespace.Length == 0 ? Name : $"{Namespace}.{Name}";

    /// <summary>The class, or null where the compiler has already refused what stands there.</summary>
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

        INamespaceSymbol containing = type.ContainingNamespace;
        return new ModelClass(
            containing.IsGlobalNamespace ? "" : containing.ToDisplayString(),
            Escaped(type.Name),
            manifest as string ?? "",
            Place.Of(place.GetLocation()),
            Object(type, (TypeDeclarationSyntax)context.TargetNode));
    }

    /// <summary>A second attribute on another part of the class is the compiler's to refuse.</summary>
    private static bool IsFirst(AttributeData attribute, INamedTypeSymbol type) => attribute == type.GetAttributes().First(
        other => SymbolEqualityComparer.Default.Equals(other.AttributeClass, attribute.AttributeClass));

    private static string? Object(INamedTypeSymbol type, TypeDeclarationSyntax declaration) =>
        type.ContainingType is not null ? $"is nested; {Suitable}"
        : type.IsGenericType ? $"is generic; {Suitable}"
        : type.IsStatic ? $"is static; {Suitable}"
        : type.IsAbstract ? $"is abstract; {Suitable}"
        : type.IsRecord ? $"is a record; {Suitable}"
        : type.IsFileLocal ? $"is local to its file; {Suitable}"
        : !declaration.Modifiers.Any(SyntaxKind.PartialKeyword) ? $"is not partial; {Suitable}"
        : HasTypeBeside(type, type.Name + ModelPlan.KernelSuffix)
            ? $"stands beside a type '{type.Name}{ModelPlan.KernelSuffix}', and the namespace of its kernels is called the same; another name"
        : Members.Contains(type.Name) ? "is called like a member that it would be given; another name"
        : null;

    private static bool HasTypeBeside(INamedTypeSymbol type, string name) => !type.ContainingNamespace.GetTypeMembers(name).IsEmpty;

    private static string Escaped(string name) =>
        SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None && SyntaxFacts.GetContextualKeywordKind(name) == SyntaxKind.None
            ? name
            : "@" + name;
}
