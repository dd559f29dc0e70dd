using System.Collections.Generic;
using System.Linq;
using DrawAot.Generators.Models.Draw;
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

/// <summary>The members that the user's class and its session are given, read from the emitted part itself.</summary>
internal static class EmittedMembers
{
    /// <summary>A model with both windows, and one with neither: together they have all names that any model has.</summary>
    public static readonly IReadOnlyList<ModelPlan> AnyModels = [Any(1), Any(null)];

    private static readonly ClassDeclarationSyntax Part = CSharpSyntaxTree.ParseText(DrawClassFile.Emit(AnyModels[0]).Text).GetRoot()
        .DescendantNodes().OfType<ClassDeclarationSyntax>().First();

    private static readonly ClassDeclarationSyntax SessionPart = Part.Members.OfType<ClassDeclarationSyntax>().Single();

    /// <summary>The name of the nested class.</summary>
    public static readonly string Session = SessionPart.Identifier.ValueText;

    /// <summary>Those of the class.</summary>
    public static readonly IReadOnlyList<EmittedMember> OfModel = Of(Part);

    /// <summary>Those of its nested class, the session.</summary>
    public static readonly IReadOnlyList<EmittedMember> OfSession = Of(SessionPart);

    private static ModelPlan Any(int? attention) => new(
        "", "Any", "any" + DrawManifest.FileExtension,
        new DrawManifest(
            "any", new DrawShape(1, 1, 1, 1, 1, 1, 1, attention, attention), "any", new string('0', 64), WeightPrecision.Float32));

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
