using DrawAot.Manifest;
using DrawAot.Torch.Import;
using DrawAot.Weights;

namespace DrawAot.Torch;

/// <summary>
/// A model that was trained elsewhere, under our names and in our layouts: of safetensors, of a checkpoint of <c>torch.save</c> or of
/// <c>numpy.savez</c>. Its sizes are read off its tensors. Conventions that no file states are those of <see cref="Assumptions"/>.
/// </summary>
public sealed class ForeignWeights
{
    /// <summary>A sentence that lists the conventions that no file states and that are assumed.</summary>
    public const string Assumptions =
        "Assumed, since files do not say: gates in the order i, f, g, o; encoder inputs x, x̂, h_dec; window rows g̃X, g̃Y, log σ², log δ̃, log γ; "
        + "filters and pixels counted from 1; log σ, not σ, of the posterior. docs/import.md has the equations.";

    private readonly ForeignFile _file;
    private readonly ImportedTensors _tensors;

    private ForeignWeights(ForeignFile file, DrawShape shape, ImportedTensors tensors) => (_file, Shape, _tensors) = (file, shape, tensors);

    /// <summary>The sizes of the model.</summary>
    public DrawShape Shape { get; }

    /// <summary>
    /// A line for each tensor, with the names, shapes and types that it was made of, and how: added, transposed, rounded, or zeros that the
    /// file does not have. Then a line for each tensor that is ignored.
    /// </summary>
    public IReadOnlyList<string> Report => _tensors.Report;

    /// <summary>Reads a file and makes all tensors of a model.</summary>
    /// <param name="path">The file: .safetensors, .pt, .pth or .npz.</param>
    /// <param name="width">Image width A.</param>
    /// <param name="height">Image height B.</param>
    /// <param name="channels">Image channels C.</param>
    /// <param name="glimpses">T.</param>
    /// <param name="mapPath">A file of names, <c>{"our name": "their name", …}</c>; null if the usual ones are enough.</param>
    /// <param name="prefix">The prefix of the model's names; null to find it.</param>
    /// <exception cref="WeightsException">
    /// The file or the map is damaged or of an unknown kind, a tensor is missing, has two candidates, is of another type, shape or layout, or
    /// holds something that is no finite number.
    /// </exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static ForeignWeights Read(
        string path, int width, int height, int channels, int glimpses, string? mapPath = null, string? prefix = null)
    {
        NameMap map = mapPath is null ? NameMap.Empty : NameMap.Read(mapPath, NameTable.Draw);
        var file = ForeignFile.Read(path);
        MatchedTensors matched = TensorMatcher.Match(file, NameTable.Draw, map, prefix);
        DrawShape shape = ShapeOf(matched, width, height, channels, glimpses);
        var images = new Dictionary<string, IReadOnlyList<int>> { ["canvas.initial"] = [channels, height, width] };
        return new ForeignWeights(file, shape, ImportedTensors.Of(matched, DrawTensors.Of(shape), images));
    }

    /// <summary>Requires that the model can be exported under a name.</summary>
    /// <exception cref="InvalidDataException">The generator would refuse its manifest.</exception>
    public void RequireExportable(string name)
    {
        if (ExportedModel.Objection(name, Shape) is string objection)
        {
            throw new InvalidDataException($"Such a model could not be exported: {objection}");
        }
    }

    /// <summary>Writes manifest and weights as training does.</summary>
    /// <returns>The manifest's path.</returns>
    /// <exception cref="InvalidDataException">The generator would refuse such a manifest; nothing is written.</exception>
    public string Save(string name, string folder)
    {
        RequireExportable(name);
        return ExportedModel.Save(
            _tensors.Tensors,
            name,
            Shape,
            folder,
            new() { ["importedFrom"] = Path.GetFileName(_file.Source), ["importedSha256"] = _file.Sha256 });
    }

    private static DrawShape ShapeOf(MatchedTensors matched, int width, int height, int channels, int glimpses)
    {
        int he = matched.Hidden("encoder"), hd = matched.Hidden("decoder");
        int z = matched.Inputs("decoder"), read = matched.Inputs("encoder") - hd, write = matched.Outputs("write.patch", hd);
        int pixels = channels * height * width;
        return new DrawShape(
            width, height, channels, glimpses, z, he, hd,
            Filters(matched, "read", "encoder.weight_ih", read, 2 * channels, 2 * pixels),
            Filters(matched, "write", "write.patch.weight", write, channels, pixels));
    }

    /// <summary>N of a window's patches, planes·N·N values; null where there is no window and the values are those of whole images.</summary>
    private static int? Filters(MatchedTensors matched, string end, string sized, int values, int planes, int whole)
    {
        string window = $"{end}.window.weight";
        if (!matched.Has(window))
        {
            return values == whole ? null : throw matched.Missing(window);
        }

        int n = (int)Math.Round(Math.Sqrt(Math.Max(0, values) / (double)planes));
        return n > 0 && n * n * planes == values
            ? n
            : throw matched.Refused(
                $"tensor {WeightsErrors.Quoted(matched.Parts[sized][0].Name)}, for '{sized}', makes room for {values} values of a window's patches; "
                + $"expected {planes}·N·N for a whole N");
    }
}
