using DrawAot.Manifest;
using DrawAot.Torch;
using DrawAot.Torch.Onnx;
using DrawAot.Weights;

namespace DrawAot.Bench.Baselines;

/// <summary>The shipped model in the forms that the baselines take it in.</summary>
internal sealed class ShippedFiles : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("drawaot-bench-");

    public ShippedFiles()
    {
        LibTorch.EnsureLoadable();
        var exported = ExportedModel.Load(ManifestPath);
        Module = exported.ToModule();
        Shape = Module.Shape;
        string weightsPath = Path.Combine(Path.GetDirectoryName(ManifestPath)!, exported.Manifest.WeightsFile);
        SafetensorsFile file = ModelWeights.Read(weightsPath, exported.Manifest.WeightsSha256, Shape);
        Weights = DrawTensors.Of(Shape).ToDictionary(
            tensor => tensor.Name, tensor => file.Floats(tensor.Name, [.. tensor.Shape]).ToArray());
        SamplerGraph = OnnxModel.SaveSampler(Module, exported.Manifest.Name, _folder.FullName);
        ScorerGraph = OnnxModel.SaveScorer(Module, exported.Manifest.Name, _folder.FullName);
        SamplerGraphInt8 = OnnxInt8.Save(SamplerGraph);
        ScorerGraphInt8 = OnnxInt8.Save(ScorerGraph);
    }

    /// <summary>Path of the manifest, which has the weights beside it.</summary>
    public static string ManifestPath { get; } = Path.Combine(AppContext.BaseDirectory, "mnist", "mnist.draw.json");

    /// <summary>All sizes of the model.</summary>
    public DrawShape Shape { get; }

    /// <summary>TorchSharp's module.</summary>
    public DrawModule Module { get; }

    /// <summary>The weights by name.</summary>
    public IReadOnlyDictionary<string, float[]> Weights { get; }

    /// <summary>Path of the ONNX graph that samples.</summary>
    public string SamplerGraph { get; }

    /// <summary>Path of the ONNX graph that scores.</summary>
    public string ScorerGraph { get; }

    /// <summary>Path of the ONNX graph that samples, with int8 weights.</summary>
    public string SamplerGraphInt8 { get; }

    /// <summary>Path of the ONNX graph that scores, with int8 weights.</summary>
    public string ScorerGraphInt8 { get; }

    /// <summary>Deletes what was written.</summary>
    public void Dispose()
    {
        Module.Dispose();
        _folder.Delete(recursive: true);
    }
}
