using DrawAot.Manifest;
using DrawAot.Torch;
using DrawAot.Weights;

namespace DrawAot.Torch.Tests.Import;

/// <summary>A module's tensors, saved under our names, come in whole, or nothing is written.</summary>
public sealed class ForeignWeightsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ForeignWeightsTests() => LibTorch.EnsureLoadable();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(2, 3)]
    [InlineData(1, null)]
    [InlineData(null, 1)]
    [InlineData(null, null)]
    public void Sizes_are_read_off_the_tensors_and_numbers_stay_as_they_are(int? read, int? write)
    {
        var shape = new DrawShape(9, 8, 3, Glimpses: 4, Latent: 5, EncoderHidden: 6, DecoderHidden: 7, read, write);
        using var module = new DrawModule(shape, seed: 2);
        string file = Save(Tensors(module));

        ForeignWeights weights = ForeignWeights.Read(file, width: 9, height: 8, channels: 3, glimpses: 4);
        ExportedModel model = ExportedModel.Load(weights.Save("elsewhere", Path.Combine(_folder.Path, "out")));

        Assert.Equal(shape, model.Manifest.ModelShape);
        Assert.Equal("foreign.safetensors", model.Training["importedFrom"]!.GetValue<string>());
        using DrawModule again = model.ToModule();
        Assert.Equal(module.Flatten(), again.Flatten());
    }

    [Fact]
    public void A_name_that_the_generator_would_refuse_leaves_no_file()
    {
        using var module = new DrawModule(new DrawShape(9, 8, 1, 4, 5, 6, 7, 2, 3), seed: 2);
        ForeignWeights weights = ForeignWeights.Read(Save(Tensors(module)), 9, 8, 1, 4);
        string folder = Path.Combine(_folder.Path, "out");

        Assert.Throws<InvalidDataException>(() => weights.Save("3d", folder));

        Assert.False(Directory.Exists(folder));
    }

    private static List<FloatTensor> Tensors(DrawModule module) =>
    [
        .. module.Tensors.Select(tensor => new FloatTensor(
            tensor.Key, [.. tensor.Value.shape.Select(size => (int)size)], tensor.Value.detach().data<float>().ToArray())),
    ];

    private string Save(IReadOnlyList<FloatTensor> tensors)
    {
        string path = Path.Combine(_folder.Path, "foreign.safetensors");
        SafetensorsWriter.Write(path, tensors, new Dictionary<string, string> { ["format"] = "pt" });
        return path;
    }
}
