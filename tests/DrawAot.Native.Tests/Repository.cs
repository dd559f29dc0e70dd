using System.Reflection;

namespace DrawAot.Native.Tests;

/// <summary>Where the sources are that the tests build.</summary>
internal static class Repository
{
    private static readonly string Root = typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "Repository").Value!;

    /// <summary>A path in it.</summary>
    public static string PathOf(string path) => Path.Combine(Root, path);

    /// <summary>An example under tests/consumers.</summary>
    public static string Consumer(string path) => PathOf("tests/consumers/" + path);
}
