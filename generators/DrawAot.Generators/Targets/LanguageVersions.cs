using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DrawAot.Generators.Targets;

/// <summary>The version of C# that emitted code is written in.</summary>
internal static class LanguageVersions
{
    /// <summary>The lowest in which emitted code compiles: it has file-scoped namespaces.</summary>
    public const LanguageVersion Lowest = LanguageVersion.CSharp10;

    /// <summary>The project's version as its LangVersion says it, if it is too low; empty otherwise.</summary>
    public static string TooLow(ParseOptions options) => options is CSharpParseOptions { LanguageVersion: < Lowest and var version }
        ? version.ToDisplayString()
        : "";
}
