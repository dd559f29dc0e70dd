namespace DrawAot.Manifest;

/// <summary>The ways in which a manifest can be at fault; each is a diagnostic of its own.</summary>
internal enum ManifestFault
{
    Syntax,
    MissingField,
    UnknownField,
    WrongType,
    OutOfRange,
    NotAnIdentifier,
    NotAllowed,
    TooLarge,
}

/// <summary>A fault of a manifest, and its place.</summary>
/// <param name="Fault">The kind of fault.</param>
/// <param name="Message">One sentence: what, and what was expected.</param>
/// <param name="Range">The text at fault.</param>
internal readonly record struct ManifestError(ManifestFault Fault, string Message, TextRange Range);
