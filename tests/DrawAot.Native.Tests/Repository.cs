using System.Reflection;
using System.Xml.Linq;

namespace DrawAot.Native.Tests;

/// <summary>Folder of the sources that the tests build.</summary>
internal static class Repository
{
    private static readonly string Root = Metadata("Repository");

    /// <summary>The assembly of the build's task, as the tests' own build made it.</summary>
    public static string BuildAssembly { get; } = Metadata("BuildAssembly");

    /// <summary>A path in it.</summary>
    public static string PathOf(string path) => Path.Combine(Root, path);

    /// <summary>The version of a package that the repository's own projects take.</summary>
    public static string PackageVersion(string package) => XDocument.Load(PathOf("Directory.Packages.props")).Descendants("PackageVersion")
        .Single(version => (string?)version.Attribute("Include") == package).Attribute("Version")!.Value;

    /// <summary>An example under tests/consumers.</summary>
    public static string Consumer(string path) => PathOf("tests/consumers/" + path);

    private static string Metadata(string key) => typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == key).Value!;
}
