using DrawAot.Manifest;
using DrawAot.Weights;

namespace DrawAot.Torch;

/// <summary>
/// Weights that were trained elsewhere and saved under the names and layouts of <see cref="DrawTensors"/>, as PyTorch's
/// <c>safetensors.torch.save_file</c> does. What their shapes tell of the model is taken from them, and all of it is checked.
/// </summary>
public sealed class ForeignWeights
{
    private readonly SafetensorsFile _file;

    private ForeignWeights(SafetensorsFile file, DrawShape shape) => (_file, Shape) = (file, shape);

    /// <summary>The sizes of the model.</summary>
    public DrawShape Shape { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="width">Image width A.</param>
    /// <param name="height">Image height B.</param>
    /// <param name="channels">Image channels C.</param>
    /// <param name="glimpses">T.</param>
    /// <exception cref="WeightsException">
    /// A tensor is missing, too many, of another type or shape, or holds something that is no finite number.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ForeignWeights Read(string path, int width, int height, int channels, int glimpses)
    {
        SafetensorsFile file = SafetensorsFile.Read(path);
        int he = Vector(file, "encoder.h0"), hd = Vector(file, "decoder.h0"), z = Vector(file, "latent.mean.bias");
        file.Floats("decoder.weight_hh", DrawTensors.GateCount * hd, hd); // what follows relies on hd
        var shape = new DrawShape(
            width, height, channels, glimpses, z, he, hd,
            file.Tensors.ContainsKey("read.window.weight")
                ? Filters(file, "encoder.weight_ih", Side(file, "encoder.weight_ih", 1) - hd, 2 * channels)
                : null,
            file.Tensors.ContainsKey("write.window.weight")
                ? Filters(file, "write.patch.weight", Side(file, "write.patch.weight", 0), channels)
                : null);
        ModelWeights.RequireShape(file, shape);
        RequireNothingElse(file, shape);
        return new ForeignWeights(file, shape);
    }

    /// <summary>Writes manifest and weights as training does.</summary>
    /// <returns>The manifest's path.</returns>
    /// <exception cref="InvalidDataException">The generator would refuse such a manifest; nothing is written.</exception>
    public string Save(string name, string folder)
    {
        if (ExportedModel.Objection(name, Shape) is string objection)
        {
            throw new InvalidDataException($"Such a model could not be exported: {objection}");
        }

        return ExportedModel.Save(
            [.. DrawTensors.Of(Shape).Select(tensor => new FloatTensor(
                tensor.Name, [.. tensor.Shape], _file.Floats(tensor.Name, [.. tensor.Shape]).ToArray()))],
            name,
            Shape,
            folder,
            new() { ["importedFrom"] = Path.GetFileName(_file.Source), ["importedSha256"] = _file.Sha256 });
    }

    private static int Vector(SafetensorsFile file, string name) => Side(file, name, 0, rank: 1);

    private static int Side(SafetensorsFile file, string name, int dimension, int rank = 2) =>
        file.Tensors.TryGetValue(name, out SafetensorsTensor? tensor)
            ? tensor.Shape.Count == rank && tensor.Shape[dimension] is > 0 and <= int.MaxValue
                ? (int)tensor.Shape[dimension]
                : throw new WeightsException(
                    $"'{file.Source}': tensor '{name}' has the shape [{string.Join(", ", tensor.Shape)}]; {rank} dimensions, none of them 0, were expected.")
            : throw new WeightsException($"'{file.Source}' has no tensor '{name}', which every DRAW model has.");

    /// <summary>N of a patch of planes·N·N values.</summary>
    private static int Filters(SafetensorsFile file, string name, int values, int planes)
    {
        int n = (int)Math.Round(Math.Sqrt(Math.Max(0, values) / (double)planes));
        return n > 0 && n * n * planes == values
            ? n
            : throw new WeightsException(
                $"'{file.Source}': tensor '{name}' makes room for {values} values of a window's patches, where {planes}·N·N, " +
                "for a whole N, were expected.");
    }

    private static void RequireNothingElse(SafetensorsFile file, DrawShape shape)
    {
        HashSet<string> known = [.. DrawTensors.Of(shape).Select(tensor => tensor.Name)];
        if (file.Tensors.Keys.Order(StringComparer.Ordinal).FirstOrDefault(name => !known.Contains(name)) is string other)
        {
            throw new WeightsException(
                $"'{file.Source}' has a tensor '{other}', which a DRAW model has not; expected were {string.Join(", ", known)}.");
        }
    }
}
