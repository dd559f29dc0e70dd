using DrawAot.Manifest;
using Microsoft.CodeAnalysis;

namespace DrawAot.Generators.Diagnostics;

/// <summary>All diagnostics of the generator. The messages of a manifest's faults are in its reader.</summary>
internal static class Descriptors
{
    private const string Category = "DrawAot";

    /// <summary>The page that explains every diagnostic; a diagnostic's section is named by its ID.</summary>
    private const string HelpPage = "https://github.com/drawaot/drawaot/blob/main/docs/diagnostics.md";

    public static readonly DiagnosticDescriptor ManifestSyntax = Manifest("DRAW001", "The manifest cannot be read as JSON");

    public static readonly DiagnosticDescriptor MissingField = Manifest("DRAW002", "A field of the manifest is missing");

    public static readonly DiagnosticDescriptor UnknownField = Manifest("DRAW003", "A field of the manifest is not known");

    public static readonly DiagnosticDescriptor WrongType = Manifest("DRAW004", "A field of the manifest has the wrong type");

    public static readonly DiagnosticDescriptor OutOfRange = Manifest("DRAW005", "A size in the manifest is out of range");

    public static readonly DiagnosticDescriptor NotAnIdentifier = Manifest("DRAW006", "The model's name is not an identifier");

    public static readonly DiagnosticDescriptor NotAllowed = Manifest("DRAW007", "A value in the manifest is not one of those allowed");

    public static readonly DiagnosticDescriptor TooLarge = Manifest("DRAW008", "The model is too large");

    public static readonly DiagnosticDescriptor ManifestNotFound = Error(
        "DRAW009",
        "The manifest is not among the project's additional files",
        "The manifest '{0}' is not among the project's additional files; " +
        "<AdditionalFiles Include=\"{0}\" /> in the project file makes it one");

    public static readonly DiagnosticDescriptor AmbiguousManifest = Error(
        "DRAW010",
        "Several manifests have the name that a model asks for",
        "The manifest {0} could be any of {1}; more of its path was expected in the attribute");

    public static readonly DiagnosticDescriptor UnsuitableClass = Error(
        "DRAW011",
        "The class cannot be made a model",
        "'{0}' carries [DrawModel] but {1} was expected");

    public static readonly DiagnosticDescriptor NotAManifest = Error(
        "DRAW012",
        "A model asks for a file that is not a manifest",
        "[DrawModel] names the file {0}; a manifest was expected, whose name ends in '" + ModelManifest.FileExtension + "'");

    public static readonly DiagnosticDescriptor NoInstructionSet = new(
        "DRAW013",
        "A project with a model is published with NativeAOT without an instruction set",
        "The project is published with NativeAOT but chooses no instruction set, so its models would draw several times slower than this " +
        "processor can, with vectors of 128 bits and without fused multiply-adds; <IlcInstructionSet>x86-64-v3</IlcInstructionSet> (any " +
        "processor since 2015), x86-64-v4 (with AVX-512) or native (this one) was expected in the project file",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpOf("DRAW013"));

    public static readonly DiagnosticDescriptor LanguageTooOld = Error(
        "DRAW014",
        "The project's version of C# is too low for a model",
        "The project is compiled as C# {0}, but a model's code needs C# {1}; <LangVersion>{1}</LangVersion> or a higher one was expected " +
        "in the project file");

    public static DiagnosticDescriptor Of(ManifestFault fault) => fault switch
    {
        ManifestFault.Syntax => ManifestSyntax,
        ManifestFault.MissingField => MissingField,
        ManifestFault.UnknownField => UnknownField,
        ManifestFault.WrongType => WrongType,
        ManifestFault.OutOfRange => OutOfRange,
        ManifestFault.NotAnIdentifier => NotAnIdentifier,
        ManifestFault.NotAllowed => NotAllowed,
        _ => TooLarge,
    };

    private static DiagnosticDescriptor Manifest(string id, string title) => Error(id, title, "{0}");

    private static DiagnosticDescriptor Error(string id, string title, string format) =>
        new(id, title, format, Category, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: HelpOf(id));

    private static string HelpOf(string id) => $"{HelpPage}#{id.ToLowerInvariant()}";
}
