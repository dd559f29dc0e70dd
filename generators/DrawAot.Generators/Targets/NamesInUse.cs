using System.Linq;
using DrawAot.Generators.Emit;
using Microsoft.CodeAnalysis;

namespace DrawAot.Generators.Targets;

/// <summary>Checks that the names that emitted code uses have the same meaning in the user's project.</summary>
internal static class NamesInUse
{
    private static readonly (string Name, int Arity)[] Names =
    [
        .. UsedTypes.Namespaces.SelectMany(names => names.Types).Distinct().Select(Split),
        .. UsedTypes.Namespaces.SelectMany(names => names.Types)
            .Where(name => name.EndsWith("Attribute", System.StringComparison.Ordinal))
            .Select(name => (name[..^"Attribute".Length], 0)),
        .. UsedTypes.Constants.Concat(UsedTypes.Words).Select(name => (name, 0)),
    ];

    /// <summary>A type or namespace of the project that emitted code would take for another, or null.</summary>
    public static string? Misleading(Compilation compilation)
    {
        foreach ((string name, string[] types) in UsedTypes.Namespaces)
        {
            INamespaceSymbol place = compilation.GlobalNamespace;
            foreach (string part in name.Split('.'))
            {
                if (Accessible(place.GetTypeMembers(part, arity: 0)) is { Length: > 0 } hiding)
                {
                    return hiding[0];
                }

                if (Nested(place, part) is not INamespaceSymbol next)
                {
                    return null; // The compiler reports it.
                }

                place = next;
            }

            foreach ((string simple, int arity) in Names)
            {
                string[] found = Accessible(place.GetTypeMembers(simple, arity));
                bool isUsed = types.Contains(arity == 0 ? simple : $"{simple}`{arity}");
                if (found.Length > (isUsed ? 1 : 0))
                {
                    return found[0];
                }

                if (isUsed && arity == 0 && Nested(place, simple) is INamespaceSymbol namesake)
                {
                    return namesake.ToDisplayString();
                }
            }

            if (Extension(compilation, place) is string extension)
            {
                return extension;
            }
        }

        return null;

        string[] Accessible(System.Collections.Immutable.ImmutableArray<INamedTypeSymbol> types) =>
        [
            .. types.Where(type => compilation.IsSymbolAccessibleWithin(type, compilation.Assembly)).Select(type => type.ToDisplayString()),
        ];
    }

    /// <summary>The namespace of that name in another; null where there is none.</summary>
    public static INamespaceSymbol? Nested(INamespaceSymbol place, string name) =>
        place.GetMembers(name).OfType<INamespaceSymbol>().FirstOrDefault();

    /// <summary>A method of the project's own that would be called like an extension method that emitted code calls.</summary>
    private static string? Extension(Compilation compilation, INamespaceSymbol place) => place.ConstituentNamespaces
        .Where(part => SymbolEqualityComparer.Default.Equals(part.ContainingAssembly, compilation.Assembly))
        .SelectMany(part => part.GetTypeMembers())
        .Where(type => type.MightContainExtensionMethods)
        .SelectMany(type => UsedTypes.Extensions.SelectMany(name => type.GetMembers(name)))
        .FirstOrDefault()?.ToDisplayString();

    private static (string Name, int Arity) Split(string name) =>
        name.IndexOf('`') is >= 0 and int tick ? (name[..tick], name[tick + 1] - '0') : (name, 0);
}
