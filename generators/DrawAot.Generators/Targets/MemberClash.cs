using System.Collections.Generic;
using System.Linq;
using DrawAot.Generators.Emit;
using DrawAot.Manifest;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DrawAot.Generators.Targets;

/// <summary>Finds members that a user's class declares or inherits and that clash with emitted ones.</summary>
internal static class MemberClash
{
    /// <summary>The clash of a class with the members of a family ("…; another name for it"), or null.</summary>
    public static string? Of(INamedTypeSymbol type, Compilation compilation, ModelFamily family)
    {
        EmittedMembers emitted = EmittedMembers.In(family);
        return emitted.OfModel.Any(member => member.Name == type.Name)
            ? "is called like a member that it would be given; another name"
            : Primary(type)
                ?? Base(type, compilation)
                ?? Declared(type, emitted.OfModel, family)
                ?? Weightless(type)
                ?? Unset(type)
                ?? Inherited(type, emitted.OfModel, compilation)
                ?? Required(type)
                ?? type.GetTypeMembers(emitted.Session).Select(session => OfSession(session, family)).FirstOrDefault(objection => objection is not null);
    }

    private static string? OfSession(INamedTypeSymbol session, ModelFamily family) =>
        (Primary(session) ?? Declared(session, EmittedMembers.In(family).OfSession, family) ?? Weightless(session) ?? Unset(session) ?? Required(session)) is string objection
            ? $"has a class '{session.Name}' that {objection}"
            : null;

    private static string? Primary(INamedTypeSymbol type) => type.InstanceConstructors.Any(IsPrimary)
        ? "has a primary constructor, which every other would have to call; an ordinary one"
        : null;

    /// <summary>A constructor calls that of the base class which takes nothing, or else whichever takes optional arguments only.</summary>
    private static string? Base(INamedTypeSymbol type, Compilation compilation)
    {
        INamedTypeSymbol parent = type.BaseType!;
        IMethodSymbol[] callable =
        [
            .. parent.InstanceConstructors.Where(constructor => compilation.IsSymbolAccessibleWithin(constructor, type)
                && constructor.Parameters.All(parameter => parameter.IsOptional || parameter.IsParams)),
        ];
        return parent.TypeKind is TypeKind.Error || callable.Length == 1 || callable.Any(constructor => constructor.Parameters.IsEmpty)
            ? null
            : $"derives from '{parent.ToDisplayString()}', which cannot be constructed without arguments; another base class";
    }

    /// <summary>Only the emitted constructor sets the weights, so every other must call it in the end.</summary>
    private static string? Weightless(INamedTypeSymbol type) => type.InstanceConstructors
        .SelectMany(constructor => constructor.DeclaringSyntaxReferences)
        .Any(reference => reference.GetSyntax() is ConstructorDeclarationSyntax { Initializer.ThisOrBaseKeyword.RawKind: not (int)SyntaxKind.ThisKeyword }
            or ConstructorDeclarationSyntax { Initializer: null })
        ? "has a constructor that leaves it without weights; one that calls ': this(…)'"
        : null;

    /// <summary>A member that must not be null and has no initialiser would be null: no constructor of the user's runs first.</summary>
    private static string? Unset(INamedTypeSymbol type) => type.GetMembers()
        .Where(member => !member.IsStatic && member is
            IFieldSymbol { Type: { IsReferenceType: true, TypeKind: not TypeKind.Error }, NullableAnnotation: NullableAnnotation.NotAnnotated }
            or IPropertySymbol { Type: { IsReferenceType: true, TypeKind: not TypeKind.Error }, NullableAnnotation: NullableAnnotation.NotAnnotated }
            or IEventSymbol { NullableAnnotation: NullableAnnotation.NotAnnotated })
        .Where(member => member.GetAttributes().IsEmpty && member.DeclaringSyntaxReferences.Any(reference => IsUnset(reference.GetSyntax())))
        .Select(member => $"has '{member.Name}', which must not be null, but which nothing sets when a model is loaded; a value for it")
        .FirstOrDefault();

    private static bool IsUnset(SyntaxNode declaration) => declaration switch
    {
        VariableDeclaratorSyntax { Initializer: null } => true,
        PropertyDeclarationSyntax { Initializer: null, AccessorList: { } accessors } property =>
            property.Modifiers.All(modifier => modifier.Kind() is not (SyntaxKind.PartialKeyword or SyntaxKind.RequiredKeyword))
            && accessors.Accessors.All(accessor => accessor is { Body: null, ExpressionBody: null }),
        _ => false,
    };

    private static bool IsPrimary(IMethodSymbol constructor) =>
        constructor.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax() is TypeDeclarationSyntax { ParameterList: not null });

    private static string? Declared(INamedTypeSymbol type, IReadOnlyList<EmittedMember> emitted, ModelFamily family) => type.GetMembers()
        .Where(member => !member.IsImplicitlyDeclared && member is not IMethodSymbol { AssociatedSymbol: not null })
        .Where(member => emitted.Any(other => IsSame(member, other) && !(other.IsType && IsPartOfSession(member, family))))
        .Select(member => member is IMethodSymbol { MethodKind: MethodKind.Constructor }
            ? $"has the constructor '{member.ToDisplayString()}', as which it is given one; another"
            : $"has a member '{NameOf(member)}', as which it is given one; another name for that")
        .FirstOrDefault();

    private static string? Inherited(INamedTypeSymbol type, IReadOnlyList<EmittedMember> emitted, Compilation compilation)
    {
        for (INamedTypeSymbol? parent = type.BaseType; parent is { SpecialType: not SpecialType.System_Object }; parent = parent.BaseType)
        {
            foreach (EmittedMember other in emitted.Where(other => other.Kind is not SyntaxKind.ConstructorDeclaration))
            {
                ISymbol? member = parent.GetMembers().FirstOrDefault(member =>
                    IsSame(member, other) && compilation.IsSymbolAccessibleWithin(member, type));
                if (member is not null)
                {
                    return $"inherits '{member.ToDisplayString()}', as which it is given a member; another name for that";
                }
            }
        }

        return null;
    }

    private static string? Required(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? declaring = type; declaring is not null; declaring = declaring.BaseType)
        {
            ISymbol? required = declaring.GetMembers().FirstOrDefault(
                member => member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true });
            if (required is not null)
            {
                return $"has the required member '{required.Name}', which nothing would set when a model is loaded; one that is not required";
            }
        }

        return null;
    }

    /// <summary>Whether a member and an emitted one cannot stand side by side.</summary>
    private static bool IsSame(ISymbol member, EmittedMember emitted)
    {
        if (NameOf(member) != emitted.Name)
        {
            return false;
        }

        return !emitted.HasOverloads || member is not IMethodSymbol { Arity: 0 } method
            ? !(emitted.HasOverloads && member is IMethodSymbol)
            : method.Parameters.Length == emitted.Parameters.Items.Count && method.Parameters.Zip(emitted.Parameters.Items, IsSame).All(same => same);
    }

    private static bool IsSame(IParameterSymbol parameter, string type) =>
        parameter.RefKind is RefKind.None && parameter.Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat) == type;

    /// <summary>The name by which the compiler tells members apart: of an indexer, the one in its attribute.</summary>
    private static string NameOf(ISymbol member) => member is IPropertySymbol { IsIndexer: true } ? member.MetadataName : member.Name;

    /// <summary>
    /// Whether a nested type is a part of the session: other generators, which do not see what this one emits, know it then.
    /// </summary>
    private static bool IsPartOfSession(ISymbol member, ModelFamily family) =>
        member is INamedTypeSymbol { TypeKind: TypeKind.Class, IsRecord: false, Arity: 0, IsAbstract: false, IsStatic: false } session
        && session.DeclaringSyntaxReferences.All(reference => reference.GetSyntax() is TypeDeclarationSyntax declaration && IsPublicPart(declaration))
        && (session.BaseType is { SpecialType: SpecialType.System_Object } || session.BaseType?.ToDisplayString() == "DrawAot." + family.SessionBase);

    private static bool IsPublicPart(TypeDeclarationSyntax declaration) => declaration.Modifiers.Any(SyntaxKind.PartialKeyword)
        && !declaration.Modifiers.Any(modifier => modifier.Kind() is
            SyntaxKind.PrivateKeyword or SyntaxKind.ProtectedKeyword or SyntaxKind.InternalKeyword);
}
