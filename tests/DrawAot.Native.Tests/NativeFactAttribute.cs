using System.Runtime.CompilerServices;

namespace DrawAot.Native.Tests;

/// <summary>A test of the installed library, skipped where it cannot be installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NativeFactAttribute : FactAttribute
{
    /// <summary>Names the place of the test.</summary>
    public NativeFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber) => Skip = Installed.Obstacle;
}
