using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace DrawAot.Generators.Tests;

/// <summary>A manifest among the additional files; without a text it is one that the compiler could not open.</summary>
internal sealed class Manifest(string path, string? text) : AdditionalText
{
    public override string Path => path;

    public override SourceText? GetText(CancellationToken cancellationToken = default) => text is null ? null : SourceText.From(text);
}
