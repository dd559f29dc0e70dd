using DrawAot.Manifest;
using DrawAot.Models;
using DrawAot.Weights;

namespace DrawAot.Cli.Tests;

/// <summary>Weights files for the model that the program draws with: the right one, and wrong ones.</summary>
internal static class ShippedWeights
{
    public static DrawShape Shape { get; } =
        DrawManifest.Parse(ShippedModels.Draw[0].ReadManifest(), ShippedModels.Draw[0].ManifestFile).Shape;

    /// <summary>Writes the file, or its beginning.</summary>
    public static async Task Save(string path, int? length = null)
    {
        using var bytes = new MemoryStream();
        using Stream weights = ShippedModels.Draw[0].OpenWeights();
        await weights.CopyToAsync(bytes);
        await File.WriteAllBytesAsync(path, bytes.ToArray()[..(length ?? (int)bytes.Length)]);
    }

    /// <summary>Writes a sound file full of zeros.</summary>
    public static void SaveZeros(string path, DrawShape shape) => SafetensorsWriter.Write(
        path,
        [.. DrawTensors.Of(shape).Select(tensor =>
            new FloatTensor(tensor.Name, tensor.Shape, new float[tensor.Shape.Aggregate((product, size) => product * size)]))]);
}
