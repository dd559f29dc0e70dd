using System.Reflection;
using DrawAot.Manifest;

namespace DrawAot.Weights;

/// <summary>Opens the weights file of a model, and refuses any that the manifest does not describe.</summary>
public static class ModelWeights
{
    /// <summary>
    /// The key of the assembly metadata by which a build states the SHA-256 of weights that it has checked and built in, followed
    /// by the resource's name: see DrawAot.targets.
    /// </summary>
    private const string VouchingKey = "DrawAot.Weights:";

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="sha256">The SHA-256 that the manifest states, in hexadecimal.</param>
    /// <param name="shape">The sizes that the manifest states.</param>
    /// <exception cref="WeightsException">
    /// The file is no safetensors file, another one, of another shape, or holds a weight that is not finite.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static SafetensorsFile Read(string path, string sha256, ModelShape shape)
    {
        SafetensorsFile file = ReadOther(path, shape);
        file.RequireSha256(sha256);
        return file;
    }

    /// <summary>Reads a file of the tensors of a model's shape, whatever their numbers are: another training of the same model.</summary>
    /// <param name="path">The file.</param>
    /// <param name="shape">The sizes that the model's manifest states.</param>
    /// <exception cref="WeightsException">
    /// The file is no safetensors file, or one of another shape, or holds a weight that is not finite.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static SafetensorsFile ReadOther(string path, ModelShape shape)
    {
        SafetensorsFile file = SafetensorsFile.Read(path);
        RequireShape(file, shape);
        return file;
    }

    /// <summary>
    /// Reads a resource of an assembly, without a copy where the assembly is mapped into memory. It is hashed unless
    /// the build that made the assembly has done so and vouches for this very SHA-256.
    /// </summary>
    /// <param name="assembly">The assembly.</param>
    /// <param name="resource">The resource's logical name.</param>
    /// <param name="sha256">The SHA-256 that the manifest states, in hexadecimal.</param>
    /// <param name="shape">The sizes that the manifest states.</param>
    /// <exception cref="WeightsException">
    /// There is no such resource, or it is another file, of another shape, or holds a weight that is not finite.
    /// </exception>
    public static SafetensorsFile ReadEmbedded(Assembly assembly, string resource, string sha256, ModelShape shape)
    {
        SafetensorsFile file = SafetensorsFile.ReadEmbedded(assembly, resource);
        RequireShape(file, shape);
        if (!IsVouchedFor(assembly, resource, sha256))
        {
            file.RequireSha256(sha256);
        }

        return file;
    }

    /// <summary>
    /// Requires every tensor that a model of this shape has, also those that only encoding needs, and that all of their elements
    /// are finite.
    /// </summary>
    /// <exception cref="WeightsException">A tensor is missing, of another shape, or holds an element that is not finite.</exception>
    public static void RequireShape(SafetensorsFile file, ModelShape shape)
    {
        foreach (ModelTensor tensor in shape.Tensors)
        {
            file.Floats(tensor.Name, [.. tensor.Shape]);
        }
    }

    private static bool IsVouchedFor(Assembly assembly, string resource, string sha256) =>
        assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Any(
            entry => entry.Key == VouchingKey + resource
                && string.Equals(entry.Value, sha256, StringComparison.OrdinalIgnoreCase));
}
