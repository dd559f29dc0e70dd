using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DrawAot.Generators.Tests;

/// <summary>
/// For any content of and around the user's class, the class is refused in one sentence, or the emitted code compiles without a
/// warning.
/// </summary>
[Trait("Category", "Slow")]
public sealed partial class UserClassTests
{
    private const string Attribute = "[global::DrawAot.DrawModel(\"tiny.draw.json\")]";

    /// <summary>Names that are words of C# everywhere or in some places, and names with a meaning of their own.</summary>
    public static TheoryData<string> Words =>
    [
        "class", "event", "int", "void", "namespace", "base", "this", "null", "object", "string",
        .. SyntaxFacts.GetContextualKeywordKinds().Select(SyntaxFacts.GetText).Where(SyntaxFacts.IsValidIdentifier).Distinct(),
        "var", "dynamic", "nint", "nuint", "_", "__", "field", "args", "value", "record", "notnull", "extension", "i\u0307",
    ];

    /// <summary>A model with the fewest files.</summary>
    private static readonly ManifestText Whole = new() { Read = null, Write = null };

    private static readonly Emission Emitted = new();

    /// <summary>Members that a user may write into the class, with a name in the place of NAME.</summary>
    public static TheoryData<string> Members =>
    [
        "int NAME;", "static readonly int NAME = 1;", "const int NAME = 1;", "public int NAME { get; set; }",
        "event System.Action NAME { add { } remove { } }", "void NAME() { }", "void NAME(int a) { }", "void NAME(string path) { }",
        "void NAME<T>() { }", "partial void NAME();", "class NAME;", "class NAME<T>;", "struct NAME;", "enum NAME;", "interface NAME;",
        "delegate void NAME();", "[System.Runtime.CompilerServices.IndexerName(\"NAME\")] int this[int i] => i;",
    ];

    /// <summary>Other code in the class or before it.</summary>
    public static TheoryData<string> Classes =>
    [
        // Constructors.
        $"{Attribute} partial class Tiny(int seed) {{ public int Seed => seed; }}",
        $"{Attribute} partial class Tiny();",
        $"{Attribute} partial class Tiny; partial class Tiny(int seed) {{ public int Seed => seed; }}",
        $"{Attribute} partial class Tiny {{ public Tiny() {{ }} public Tiny(string path) {{ _ = path; }} static Tiny() {{ }} ~Tiny() {{ }} }}",
        $"{Attribute} partial class Tiny {{ Tiny(DrawAot.Weights.SafetensorsFile file) {{ _ = file; }} }}",
        $"{Attribute} partial class Tiny {{ public Tiny(string path) : this(DrawAot.Weights.ModelWeights.Read(path, WeightsSha256, s_shape)) {{ }} }}",
        $"{Attribute} partial class Tiny {{ internal Tiny(object file) {{ _ = file; }} internal Tiny(in DrawAot.Weights.SafetensorsFile file) {{ _ = file; }} }}",
        $"{Attribute} partial class Tiny {{ public required int Size {{ get; init; }} }}",
        $"{Attribute} partial class Tiny {{ public int Size {{ get; init; }} = 3; }}",
        $"{Attribute} partial class Tiny {{ public string Name {{ get; set; }} = \"\"; readonly object _gate = new(); public object Gate => _gate; }}",

        $"{Attribute} partial class Tiny {{ string _name; public string Name => _name; }}",
        $"{Attribute} partial class Tiny {{ string? _name; public string? Name => _name ??= \"\"; }}",
        $"{Attribute} partial class Tiny {{ public string Name {{ get; set; }} }}",
        $"{Attribute} partial class Tiny {{ public static string? Name {{ get; set; }} public int Size {{ get; set; }} }}",
        $"{Attribute} partial class Tiny {{ public string Name {{ get => field ?? \"\"; set; }} }}",
        $"{Attribute} partial class Tiny {{ [System.Diagnostics.CodeAnalysis.AllowNull] public string Name {{ get => field ?? \"\"; set; }} }}",
        $"{Attribute} partial class Tiny {{ public event System.Action Changed; public void Raise() => Changed?.Invoke(); }}",
        $"{Attribute} partial class Tiny {{ public event System.Action? Changed; public void Raise() => Changed?.Invoke(); }}",
        $"{Attribute} partial class Tiny {{ public event System.Action Changed {{ add {{ }} remove {{ }} }} }}",
        $"#nullable disable\n{Attribute} partial class Tiny {{ string _name; public string Name => _name ??= \"\"; }}",

        // Base classes and interfaces.
        $"class Base; {Attribute} partial class Tiny : Base;",
        $"class Base; partial class Tiny : Base; {Attribute} partial class Tiny;",
        $"class Base(int a) {{ public int A => a; }} {Attribute} partial class Tiny : Base;",
        $"class Base {{ protected Base(int a = 1, params int[] b) {{ _ = (a, b); }} }} {Attribute} partial class Tiny : Base;",
        $"class Base {{ private Base() {{ }} public static Base One => new(); }} {Attribute} partial class Tiny : Base;",
        $"class Base {{ protected Base(int a = 1) {{ _ = a; }} protected Base(string a = \"\") {{ _ = a; }} }} {Attribute} partial class Tiny : Base;",
        $"class Base {{ public required int Size {{ get; init; }} }} {Attribute} partial class Tiny : Base;",
        $"class Base : System.IDisposable {{ public void Dispose() {{ System.GC.SuppressFinalize(this); }} }} {Attribute} partial class Tiny : Base;",
        $"abstract class Base : System.IDisposable {{ public abstract void Dispose(); }} {Attribute} partial class Tiny : Base;",
        $"class Base {{ protected virtual void Dispose(bool disposing) {{ _ = disposing; }} }} {Attribute} partial class Tiny : Base;",
        $"class Base {{ public virtual int Width => 1; }} {Attribute} partial class Tiny : Base;",
        $"class Base {{ private int Width => 1; public int Twice => Width * 2; }} {Attribute} partial class Tiny : Base;",
        $"class Root {{ protected class Session; }} class Base : Root; {Attribute} partial class Tiny : Base;",
        $"class Base {{ public class Tiny; }} {Attribute} partial class Tiny : Base;",
        $"class Base {{ protected static int s_shape, _weights; public static int Both => s_shape + _weights; }} {Attribute} partial class Tiny : Base;",
        $"class Base<T> {{ public T Load(string path) => throw new System.InvalidOperationException(path); }} {Attribute} partial class Tiny : Base<int>;",
        $"{Attribute} partial class Tiny : DrawAot.DrawSession;",
        $"{Attribute} partial class Tiny : System.IDisposable;",
        $"{Attribute} partial class Tiny : DrawAot.IDrawModel;",
        $"{Attribute} partial class Tiny {{ void System.IDisposable.Dispose() {{ }} }}",
        $"{Attribute} partial class Tiny {{ DrawAot.DrawSession DrawAot.IDrawModel.CreateSession() => CreateSession(); }}",
        $"{Attribute} partial class Tiny {{ long DrawAot.IDrawModel.MemorySize => 0; }}",
        $"interface ISized {{ long MemorySize {{ get; }} int Area => 1; }} {Attribute} partial class Tiny : ISized;",

        // Attributes.
        $"{Attribute} [System.CodeDom.Compiler.GeneratedCode(\"a\", \"1\")] partial class Tiny;",
        $"{Attribute} [System.Diagnostics.DebuggerDisplay(\"Tiny\")] [System.Obsolete] partial class Tiny;",
        $"{Attribute} [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Explicit)] partial class Tiny;",
        $"{Attribute} [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Sequential)] partial class Tiny;",
        $"[assembly: System.CLSCompliant(true)] /// <summary>A model.</summary>\n{Attribute} public partial class Tiny;",
        $"{Attribute} unsafe partial class Tiny;",

        // Types from outside, under one of the emitted names.
        $"class var; class dynamic; class nint; namespace A {{ {Attribute} partial class Tiny; }}",
        $"class nuint; namespace A {{ {Attribute} partial class Tiny; }}",
        $"global using nuint = System.String; {Attribute} partial class Tiny;",
        $"global using var = System.String; {Attribute} partial class Tiny;",
        $"namespace System {{ class MathF; }} namespace A {{ {Attribute} partial class Tiny; }}",
        $"namespace System.Runtime.Intrinsics {{ class MathF; }} {Attribute} partial class Tiny;",
        $"namespace System.Runtime.Intrinsics {{ static class More {{ public static int AsSingle(this Vector512<int> a) => a.GetHashCode(); }} }} {Attribute} partial class Tiny;",
        $"namespace System.Runtime.Intrinsics {{ static class More {{ public static int AsPie(this Vector512<int> a) => a.GetHashCode(); }} }} {Attribute} partial class Tiny;",
        $"namespace DrawAot.Numerics {{ class Normals; class DrawState; }} {Attribute} partial class Tiny;",
        $"namespace System.MathF {{ class A; }} {Attribute} partial class Tiny;",
        $"namespace System.Runtime {{ class Intrinsics; }} {Attribute} partial class Tiny;",
        $"class System; namespace A {{ [global::DrawAot.DrawModel(\"tiny.draw.json\")] partial class Tiny; }}",
        $"namespace A {{ {Attribute} partial class Tiny; }} namespace A.TinyGenerated {{ class Shape; }}",
        $"namespace A {{ {Attribute} partial class Tiny; }} namespace A.TinyGenerated {{ class Another; }}",
        $"namespace A {{ {Attribute} partial class Tiny; }} namespace A.TinyGenerated.Shape {{ class Another; }}",
        $"namespace A {{ {Attribute} partial class Tiny; }} namespace A.TinyGenerated.System {{ class Another; }}",
        $"namespace A {{ {Attribute} partial class Tiny; class Generated; class TinyGeneratedToo; }}",
        $"namespace Tiny {{ {Attribute} partial class Tiny; }}",
        $"{Attribute} partial class Tiny; namespace A {{ {Attribute} partial class Tiny; }}",
        $"{Attribute} partial class Program {{ static int Main() => Width; }}",

        // The session, of which a part may stand in the user's code.
        $"{Attribute} partial class Tiny {{ public sealed partial class Session; }}",
        $"{Attribute} partial class Tiny {{ partial class Session {{ static int s_shape; public static int Next() => s_shape++; }} }}",
        $"{Attribute} partial class Tiny {{ public partial class Session : DrawAot.DrawSession; }}",
        $"{Attribute} partial class Tiny {{ public partial class Session : System.IDisposable; }}",
        $"{Attribute} partial class Tiny {{ public partial class Session(int a) {{ public int A => a; }} }}",
        $"{Attribute} partial class Tiny {{ public partial class Session {{ public required int A {{ get; set; }} }} }}",
        $"{Attribute} partial class Tiny {{ public partial class Session {{ internal Session(DrawAot.Numerics.AlignedMemory weights) {{ }} }} }}",
        $"{Attribute} partial class Tiny {{ public abstract partial class Session; }}",
        $"{Attribute} partial class Tiny {{ public static partial class Session; }}",
        $"{Attribute} partial class Tiny {{ internal partial class Session; }}",
        $"{Attribute} partial class Tiny {{ public partial record Session; }}",
        $"{Attribute} partial class Tiny {{ public partial struct Session; }}",
        $"{Attribute} partial class Tiny {{ public partial class Session<T>; }}",
        $"class Base; {Attribute} partial class Tiny {{ public partial class Session : Base; }}",
    ];

    public static TheoryData<string> Namespaces => [.. Emitted.Types.Select(type => type.ContainingNamespace.ToDisplayString()).Distinct()];

    [Theory]
    [MemberData(nameof(Words))]
    public void A_class_of_any_name_compiles_or_is_refused(string word)
    {
        RequireEither($"{Attribute} sealed partial class @{word};", Whole);
        RequireEither($"namespace @{word} {{ {Attribute} sealed partial class Tiny; }}", Whole);
        RequireEither($"class @{word}; namespace A {{ {Attribute} sealed partial class Tiny; }}", Whole);
    }

    [Theory]
    [MemberData(nameof(Classes))]
    public void A_class_of_any_kind_compiles_or_is_refused(string source) => RequireEither(source);

    /// <summary>Of each kind, and with each name in the emitted part; those that are not refused stand side by side.</summary>
    [Theory]
    [MemberData(nameof(Members))]
    public void Members_of_any_name_compile_or_are_refused(string kind)
    {
        string Member(string name) => kind.Replace("NAME", kind.Contains('"') ? name : "@" + name, StringComparison.Ordinal);
        string Own(IEnumerable<string> names) => $"{Attribute} partial class Tiny {{ {string.Join('\n', names.Select(Member))} }}";
        string Inherited(IEnumerable<string> names) =>
            $"class Base {{ protected {string.Join("\nprotected ", names.Select(Member))} }} {Attribute} partial class Tiny : Base;";

        // There is one indexer only.
        string[][] groups = kind.Contains(" this[", StringComparison.Ordinal) ? [["Width"], ["Load"], ["get_Shape"], ["Item"]] : [[.. Emitted.NamesInClass]];
        foreach (string[] group in groups)
        {
            RequireRestCompiles(group, Own);
            RequireRestCompiles(group, Inherited);
        }
    }

    /// <summary>A user's type of any emitted name, in a namespace that emitted code imports, is refused or clashes with nothing.</summary>
    [Theory]
    [MemberData(nameof(Namespaces))]
    public void Types_of_any_name_in_the_imported_namespaces_compile_or_are_refused(string where)
    {
        foreach (string parameters in (string[])["", "<T>"])
        {
            string Source(IEnumerable<string> names) =>
                $"namespace {where} {{ {string.Join('\n', names.Select(name => $"class @{name}{parameters};"))} }} {Attribute} partial class Tiny;";
            RequireRestCompiles(Emitted.Names, Source);
        }
    }

    /// <summary>A model is a type of the project, too.</summary>
    [Theory]
    [InlineData("System")]
    [InlineData("System.Runtime.Intrinsics")]
    [InlineData("DrawAot")]
    [InlineData("DrawAot.Numerics")]
    public void Models_of_any_name_in_the_imported_namespaces_compile_or_are_refused(string where)
    {
        string[] names = [.. Emitted.Types.Select(type => type.Name), "Normals", "Lanes", "Latent", "Vector256", "Score", "Tile", "Run"];
        Assert.All(names.Distinct(), name => RequireEither($"namespace {where} {{ {Attribute} partial class {name}; }}"));
    }

    [Fact]
    public void Types_that_emitted_code_uses_are_refused_as_types_of_the_project() => Assert.All(
        Emitted.Types, type => Assert.True(IsRefused(
            $"namespace {type.ContainingNamespace.ToDisplayString()} {{ class @{type.Name}{(type.Arity == 0 ? "" : "<T>")}; }} {Attribute} partial class Tiny;"),
            $"{type} is not refused."));

    [Fact]
    public void Extension_methods_that_emitted_code_calls_are_refused_as_methods_of_the_project() => Assert.All(
        Emitted.Extensions, name => Assert.True(IsRefused(
            $"namespace System {{ static class More {{ public static void {name}(this int a) {{ }} }} }} {Attribute} partial class Tiny;"),
            $"{name} is not refused."));

    /// <summary>Leaves out, one after the other, the names of which a sentence says that they are in the way. The rest compiles.</summary>
    private static void RequireRestCompiles(IEnumerable<string> names, Func<IEnumerable<string>, string> source)
    {
        List<string> left = [.. names];
        UserProject project = Project(source(left));
        GeneratorRunResult result = project.Generate();
        while (Refusal(result) is string sentence)
        {
            string refused = QuotedName().Matches(sentence)[1].Groups[1].Value;
            Assert.True(left.Remove(refused), sentence);
            project = Project(source(left));
            result = project.Generate();
        }

        RequireCompiles(project, result);
    }

    /// <summary>The last name between quotes: <c>'A.Name(int)'</c>, <c>'A.Name&lt;T>'</c>.</summary>
    [GeneratedRegex(@"'(?:[\w@.]+\.)?@?(\w+)[^']*'")]
    private static partial Regex QuotedName();

    private static UserProject Project(string source, ManifestText? manifest = null)
    {
        var project = new UserProject(source, new Manifest("/project/tiny.draw.json", manifest ?? new ManifestText()));
        return project with { Options = project.Options.WithAllowUnsafe(source.Contains("unsafe", StringComparison.Ordinal)) };
    }

    /// <summary>One sentence at the attribute and no code, or code that compiles.</summary>
    private static void RequireEither(string source, ManifestText? manifest = null)
    {
        UserProject project = Project(source, manifest);
        GeneratorRunResult result = project.Generate();
        if (Refusal(result) is null)
        {
            RequireCompiles(project, result);
        }
    }

    private static bool IsRefused(string source) => Refusal(Project(source).Generate()) is not null;

    /// <summary>The sentence with which the class is refused, at its attribute; null where it is not.</summary>
    private static string? Refusal(GeneratorRunResult result)
    {
        Assert.Equal(result.Diagnostics.IsEmpty, !result.GeneratedSources.IsEmpty);
        if (result.Diagnostics.IsEmpty)
        {
            return null;
        }

        Diagnostic fault = result.Diagnostics[0];
        Assert.Equal("DRAW011", fault.Id);
        Assert.Equal(UserProject.SourcePath, fault.Location.GetLineSpan().Path);
        string sentence = fault.GetMessage(CultureInfo.InvariantCulture);
        Assert.EndsWith(" was expected", sentence, StringComparison.Ordinal);
        return sentence;
    }

    /// <summary>The compiler's messages about the project are those about the user's source alone.</summary>
    private static void RequireCompiles(UserProject project, GeneratorRunResult result)
    {
        string[] faults = [.. project.Compile(result).Where(fault => fault.Severity != DiagnosticSeverity.Hidden).Select(Written)];
        faults = faults.Length == 0 ? faults : [.. faults.Except(project.Compilation.GetDiagnostics().Select(Written))];
        Assert.True(faults.Length == 0, project.Source + "\n" + string.Join('\n', faults.Take(5)));
    }

    private static string Written(Diagnostic fault) => $"{fault.Id} {fault.Location.GetLineSpan()} {fault.GetMessage(CultureInfo.InvariantCulture)}";

    /// <summary>The names that the emitted files of some models write, and their meanings.</summary>
    private sealed class Emission
    {
        public Emission()
        {
            foreach (string manifest in (string[])
            [
                new ManifestText(), new ManifestText { Read = null, Write = null, Precision = "bfloat16" }, new ManifestText { Precision = "int8" },
                new ClassifierText(), new ClassifierText { Precision = "int8" },
            ])
            {
                var project = new UserProject($"{Attribute} partial class Tiny;", new Manifest("/project/tiny.draw.json", manifest));
                CSharpCompilation compilation = project.WithEmittedSource(project.Generate());
                foreach (SyntaxTree tree in compilation.SyntaxTrees.Skip(1))
                {
                    Add(tree.GetRoot(), compilation);
                }
            }
        }

        /// <summary>All identifiers.</summary>
        public HashSet<string> Names { get; } = ["MethodImpl"];

        /// <summary>Those in the user's class, and some that the compiler gives to what is there.</summary>
        public HashSet<string> NamesInClass { get; } = ["get_Shape", "set_Shape", "get_Precision", "get_MemorySize"];

        /// <summary>The types from outside, as they are defined.</summary>
        public HashSet<INamedTypeSymbol> Types { get; } = new(ByName.Comparer);

        /// <summary>Names of extension methods.</summary>
        public HashSet<string> Extensions { get; } = [];

        private void Add(SyntaxNode root, CSharpCompilation compilation)
        {
            bool isClass = root.SyntaxTree.FilePath.EndsWith(".Model.g.cs", StringComparison.Ordinal);
            SemanticModel model = compilation.GetSemanticModel(root.SyntaxTree);
            foreach (string name in root.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText))
            {
                Names.Add(name);
                if (isClass)
                {
                    NamesInClass.Add(name);
                }
            }

            foreach (SimpleNameSyntax name in root.DescendantNodes(descendIntoTrivia: true).OfType<SimpleNameSyntax>())
            {
                ISymbol? symbol = model.GetSymbolInfo(name).Symbol;
                if (symbol is IMethodSymbol { ReducedFrom: not null })
                {
                    Extensions.Add(symbol.Name);
                }

                INamedTypeSymbol? type = symbol as INamedTypeSymbol
                    ?? (symbol is IMethodSymbol { MethodKind: MethodKind.Constructor } && name.Parent is AttributeSyntax or QualifiedNameSyntax ? symbol?.ContainingType : null);
                if (type is { SpecialType: SpecialType.None or > SpecialType.System_UIntPtr }
                    && !SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly))
                {
                    Types.Add(type.OriginalDefinition);
                }
            }
        }
    }

    /// <summary>Types of several compilations are the same if they are called the same.</summary>
    private sealed class ByName : IEqualityComparer<INamedTypeSymbol>
    {
        public static readonly ByName Comparer = new();

        public bool Equals(INamedTypeSymbol? x, INamedTypeSymbol? y) => x?.ToDisplayString() == y?.ToDisplayString();

        public int GetHashCode(INamedTypeSymbol obj) => obj.ToDisplayString().GetHashCode(StringComparison.Ordinal);
    }
}
