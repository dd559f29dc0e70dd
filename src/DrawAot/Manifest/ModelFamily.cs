using System.Collections.Generic;

namespace DrawAot.Manifest;

/// <summary>
/// A kind of model. A family is a folder under <c>Models</c> in the generator, a folder with its session in the runtime, and an
/// entry in <see cref="All"/>.
/// </summary>
internal abstract partial class ModelFamily
{
    /// <summary>The families; manifests of format 1 are of the first one.</summary>
    public static IReadOnlyList<ModelFamily> All { get; } = [DrawFamily.Instance, ClassifierFamily.Instance];

    /// <summary>Its name in the field <c>model</c> of a manifest.</summary>
    public abstract string Name { get; }

    /// <summary>The name of one of its models in messages, without an article.</summary>
    public abstract string Title { get; }

    /// <summary>Reads the fields of a manifest that only this family has, and notes their faults.</summary>
    /// <param name="root">The manifest.</param>
    /// <param name="common">The fields before them.</param>
    /// <returns>The manifest, still without its weights.</returns>
    public abstract ModelManifest Read(ManifestFields root, CommonFields common);

    /// <summary>The fields before those of the family, which every manifest has.</summary>
    internal sealed record CommonFields(string Name, int Width, int Height, int Channels, int Glimpses);
}
