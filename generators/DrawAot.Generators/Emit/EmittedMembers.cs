using System.Collections.Generic;
using System.Linq;
using DrawAot.Generators.Planning;
using DrawAot.Manifest;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DrawAot.Generators.Emit;

/// <summary>One member that the emitted part of a class declares.</summary>
/// <param name="Name">Its name; of an explicit implementation, with its interface as a symbol's name has it.</param>
/// <param name="Kind">The syntax that declares it.</param>
/// <param name="Parameters">Types of its parameters, spelled out from global:: on.</param>
internal sealed record EmittedMember(string Name, SyntaxKind Kind, EquatableArray<string> Parameters)
{
    /// <summary>Whether a method of the same name may stand beside it, if its parameters are others.</summary>
    public bool HasOverloads => Kind is SyntaxKind.MethodDeclaration or SyntaxKind.ConstructorDeclaration;

    /// <summary>Whether a part of the user's own may stand beside it.</summary>
    public bool IsType => Kind is SyntaxKind.ClassDeclaration;
}

/// <summary>The members that the user's class and its session are given in one family of models, read from the emitted part itself.</summary>
internal sealed class EmittedMembers
{
    private static readonly Dictionary<ModelFamily, EmittedMembers> Families = ModelFamily.All.ToDictionary(family => family, family => new EmittedMembers(family));

    private EmittedMembers(ModelFamily family)
    {
        SourceFile example = family.EmitClass(new ModelPlan("", "Any", "any" + ModelManifest.FileExtension, family.Examples[0]));
        ClassDeclarationSyntax part = CSharpSyntaxTree.ParseText(example.Text).GetRoot().DescendantNodes().OfType<ClassDeclarationSyntax>().First();
        ClassDeclarationSyntax session = part.Members.OfType<ClassDeclarationSyntax>().Single();
        Session = session.Identifier.ValueText;
        OfModel = Of(part);
        OfSession = Of(session);
    }

    /// <summary>The name of the nested class.</summary>
    public string Session { get; }

    /// <summary>Those of the class.</summary>
    public IReadOnlyList<EmittedMember> OfModel { get; }

    /// <summary>Those of its nested class, the session.</summary>
    public IReadOnlyList<EmittedMember> OfSession { get; }

    /// <summary>The members in a family.</summary>
    public static EmittedMembers In(ModelFamily family) => Families[family];

    private static EmittedMember[] Of(ClassDeclarationSyntax part) => [.. part.Members.SelectMany(member => member switch
    {
        FieldDeclarationSyntax field => field.Declaration.Variables.Select(variable => Of(field, variable.Identifier)),
        PropertyDeclarationSyntax property =>
        [
            Of(property, property.Identifier),
            new EmittedMember("get_" + property.Identifier.ValueText, SyntaxKind.GetAccessorDeclaration, default),
            new EmittedMember("set_" + property.Identifier.ValueText, SyntaxKind.SetAccessorDeclaration, default), // reserved, too
        ],
        MethodDeclarationSyntax { ExplicitInterfaceSpecifier: { } of } method =>
        [
            new EmittedMember(
                $"{of.Name}.{method.Identifier.ValueText}".Replace("global::", ""), method.Kind(), ParametersOf(method)),
        ],
        MethodDeclarationSyntax method => [Of(method, method.Identifier)],
        ConstructorDeclarationSyntax constructor =>
        [
            new EmittedMember(WellKnownMemberNames.InstanceConstructorName, constructor.Kind(), ParametersOf(constructor)),
        ],
        BaseTypeDeclarationSyntax type => new[] { Of(type, type.Identifier) },
        _ => [],
    })];

    private static EmittedMember Of(MemberDeclarationSyntax member, SyntaxToken identifier) =>
        new(identifier.ValueText, member.Kind(), ParametersOf(member));

    private static EquatableArray<string> ParametersOf(MemberDeclarationSyntax member) => member is BaseMethodDeclarationSyntax method
        ? new([.. method.ParameterList.Parameters.Select(parameter => parameter.Type!.ToString())])
        : default;
}
