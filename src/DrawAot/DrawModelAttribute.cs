namespace DrawAot;

/// <summary>
/// Makes a partial class a model: the generator gives it the constants, loaders and sessions of the model that
/// the manifest describes. The manifest must be one of the project's additional files.
/// </summary>
/// <param name="manifest">The manifest's file name, <c>NAME.draw.json</c>, or the end of its path where names repeat.</param>
/// <example>
/// <code>
/// [DrawModel("mnist.draw.json")]
/// public sealed partial class Mnist;
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class DrawModelAttribute(string manifest) : Attribute
{
    /// <summary>The manifest's file name.</summary>
    public string Manifest { get; } = manifest;
}
