using System.Reflection;
using System.Xml.Linq;

namespace DrawAot.Native.Tests;

/// <summary>Where the sources are that the tests build.</summary>
internal static class Repository
{
    private static readonly string Root = typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "Repository").Value!;

    /// <summary>A path in it.</summary>
    public static string PathOf(string path) => Path.Combine(Root, path);

    /// <summary>The version of a package that the repository's own projects take.</summary>
    public static string PackageVersion(string package) => XDocument.Load(PathOf("Directory.Packages.props")).Descendants("PackageVersion")
        .Single(version => (string?)version.Attribute("Include") == package).Attribute("Version")!.Value;

    /// <summary>An example under tests/consumers.</summary>
    public static string Consumer(string path) => PathOf("tests/consumers/" + path);
}
