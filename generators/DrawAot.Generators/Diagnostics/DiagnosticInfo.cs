using DrawAot.Manifest;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace DrawAot.Generators.Diagnostics;

/// <summary>A place in a file, by value: unlike a Location it keeps no syntax tree alive.</summary>
internal sealed record Place(string Path, TextSpan Span, LinePositionSpan Lines)
{
    public static Place Of(Location location) =>
        new(location.SourceTree?.FilePath ?? "", location.SourceSpan, location.GetLineSpan().Span);

    public static Place Of(string path, TextRange range) => new(
        path,
        TextSpan.FromBounds(range.Start.Offset, range.End.Offset),
        new LinePositionSpan(
            new LinePosition(range.Start.Line, range.Start.Column),
            new LinePosition(range.End.Line, range.End.Column)));

    public Location ToLocation() => Location.Create(Path, Span, Lines);
}

/// <summary>A diagnostic, by value.</summary>
internal sealed record DiagnosticInfo(DiagnosticDescriptor Descriptor, Place Place, EquatableArray<string> Arguments)
{
    public DiagnosticInfo(DiagnosticDescriptor descriptor, Place place, params string[] arguments)
        : this(descriptor, place, new EquatableArray<string>(arguments))
    {
    }

    public Diagnostic ToDiagnostic() => Diagnostic.Create(Descriptor, Place.ToLocation(), [.. Arguments.Items]);
}
