using DrawAot.Manifest;
using DrawAot.Torch;
using DrawAot.Weights;

namespace DrawAot.Torch.Tests.Import;

/// <summary>Models trained elsewhere come in whole, or are refused by the tensor that is wrong.</summary>
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

    [Theory]
    [InlineData("lacks", "latent.mean.bias", "has no tensor 'latent.mean.bias'")]
    [InlineData("lacks", "write.patch.bias", "there is no tensor 'write.patch.bias'")]
    [InlineData("short", "encoder.bias", "tensor 'encoder.bias' has the dtype F32 and the shape [23]; expected F32 and [24]")]
    [InlineData("short", "decoder.h0", "expected F32 and")]
    [InlineData("nan", "canvas.initial", "element [3] of tensor 'canvas.initial' is NaN; expected a finite number")]
    [InlineData("more", "optimizer.step", "has a tensor 'optimizer.step', which a DRAW model has not")]
    public void What_is_wrong_is_named(string fault, string name, string sentence)
    {
        using var module = new DrawModule(new DrawShape(9, 8, 1, 4, 5, 6, 7, 2, 3), seed: 2);
        List<FloatTensor> tensors = Tensors(module);
        int place = tensors.FindIndex(tensor => tensor.Name == name);
        switch (fault)
        {
            case "lacks":
                tensors.RemoveAt(place);
                break;
            case "short":
                tensors[place] = new FloatTensor(name, [tensors[place].Values.Length - 1], tensors[place].Values[1..]);
                break;
            case "nan":
                float[] values = tensors[place].Values.ToArray();
                values[3] = float.NaN;
                tensors[place] = new FloatTensor(name, [values.Length], values);
                break;
            default:
                tensors.Add(new FloatTensor(name, [1], new float[1]));
                break;
        }

        var refused = Assert.Throws<WeightsException>(() => ForeignWeights.Read(Save(tensors), 9, 8, 1, 4));

        Assert.Contains(sentence, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_patch_that_is_no_square_is_refused()
    {
        using var module = new DrawModule(new DrawShape(9, 8, 1, 4, 5, 6, 7, 2, 3), seed: 2);

        var refused = Assert.Throws<WeightsException>(() => ForeignWeights.Read(Save(Tensors(module)), 9, 8, channels: 3, glimpses: 4));

        Assert.Contains("makes room for 8 values of a window's patches, where 6·N·N", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_the_generator_would_refuse_leaves_nothing_behind()
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
