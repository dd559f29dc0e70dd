using System.Globalization;
using System.Text;
using DrawAot.Manifest;
using DrawAot.Numerics;
using DrawAot.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace DrawAot.Bench.Baselines;

/// <summary>
/// A whole program in TorchSharp: from the model's files to a picture in a file. The benchmarks run it as a process of its
/// own, to time it from its start.
/// </summary>
internal static class TorchPicture
{
    /// <summary>The argument that makes this program be that one.</summary>
    public const string Command = "torch-picture";

    /// <summary>Draws the first picture of seed 1.</summary>
    /// <param name="manifest">The model.</param>
    /// <param name="output">Where to write it, as a portable graymap.</param>
    public static int Run(string manifest, string output)
    {
        LibTorch.EnsureLoadable();
        using IDisposable inference = inference_mode();
        using DisposeScope scope = NewDisposeScope();
        using DrawModule module = ExportedModel.Load(manifest).ToModule();
        DrawShape shape = module.Shape;
        var latents = new float[shape.Glimpses * shape.Latent];
        Latents.Fill(shape, seed: 1, first: 0, firstStream: 0, latents);
        Tensor picture = module.Draw(tensor(latents, [shape.Glimpses, 1, shape.Latent])).sigmoid();
        byte[] pixels = [.. picture.data<float>().ToArray().Select(pixel => (byte)MathF.Round(pixel * byte.MaxValue))];
        byte[] header = Encoding.ASCII.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"P5 {shape.Width} {shape.Height} {byte.MaxValue}\n"));
        File.WriteAllBytes(output, [.. header, .. pixels]);
        return 0;
    }
}
