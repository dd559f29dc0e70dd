using DrawAot.Conformance;
using DrawAot.TestModels;
using DrawAot.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace DrawAot.Torch.Tests.Import;

/// <summary>
/// Whole checkpoints of a plain implementation, saved in three ways: imported, the model draws in generated C# what the plain
/// implementation draws.
/// </summary>
public sealed class ForeignPicturesTests : IDisposable
{
    private const float MostApart = 1e-6f;

    private readonly TemporaryFolder _folder = new();

    public ForeignPicturesTests() => LibTorch.EnsureLoadable();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_checkpoint_of_torch_save_with_an_optimiser_beside_the_model()
    {
        using PlainDraw plain = Plain(Digits.Test, learnsStarts: true);

        Compare(plain, Digits.Test, _folder.Write("epoch.pt", TorchFile.Checkpoint("model", plain.Tensors())));
    }

    [Fact]
    public void Bfloat16_safetensors_of_nn_LSTM_in_DataParallel_that_reads_without_a_window()
    {
        using PlainDraw plain = Plain(Wide.Test, learnsStarts: true);
        plain.Change((_, values) => values.to(bfloat16).to(float32));

        Compare(plain, Wide.Test, _folder.Write("half.safetensors", plain.Tensors()
            .Changed(tensor => tensor.Name.Contains("c.", StringComparison.Ordinal) && !tensor.Name.StartsWith("fc", StringComparison.Ordinal), tensor => tensor with { Name = tensor.Name.Replace(".", ".lstm.", StringComparison.Ordinal) + "_l0" })
            .Renamed(name => "module." + name)
            .Safetensors("BF16")));
    }

    [Fact]
    public void Double_precision_npz_with_transposed_layers_and_no_start_values_that_writes_without_a_window()
    {
        using PlainDraw plain = Plain(Whole.Test, learnsStarts: false);

        Compare(plain, Whole.Test, _folder.Write("model.npz", NpzFile.Write(
            plain.Tensors().Changed(tensor => tensor.Name.EndsWith(".weight", StringComparison.Ordinal), tensor => tensor.Transposed()), "F64")));
    }

    /// <summary>Our own module under foreign names: every bit of its weights, and so of its pictures, is the same.</summary>
    [Fact]
    public void The_projects_own_module_under_foreign_names_is_the_same_to_the_last_bit()
    {
        using var module = new DrawModule(Seven.Test.Shape, seed: 3);
        List<ForeignValues> tensors =
        [
            .. module.Tensors.Select(tensor => new ForeignValues(
                tensor.Key, [.. tensor.Value.shape.Select(side => (int)side)], [.. tensor.Value.detach().data<float>().ToArray().Select(value => (double)value)])),
        ];
        byte[] file = tensors.Renamed(name => "model." + name.Replace("latent.mean", "fc_mu", StringComparison.Ordinal)
            .Replace("read.window", "reader.attention", StringComparison.Ordinal).Replace("write.patch", "writer", StringComparison.Ordinal)).Safetensors();

        ExportedModel imported = Import(Seven.Test, _folder.Write("own.safetensors", file));

        using DrawModule again = imported.ToModule();
        Assert.Equal(module.Flatten(), again.Flatten());
        using IDisposable guard = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor latents = randn(3, 2, 3);
        Assert.Equal(module.Draw(latents).data<float>().ToArray(), again.Draw(latents).data<float>().ToArray());
    }

    private static PlainDraw Plain(TestModel model, bool learnsStarts)
    {
        random.manual_seed(7);
        var plain = new PlainDraw(model.Shape, learnsStarts);
        plain.Change((name, values) => name.EndsWith("_attn.bias", StringComparison.Ordinal) ? values - 0.5 : values);
        return plain;
    }

    private ExportedModel Import(TestModel model, string file)
    {
        var shape = model.Shape;
        ForeignWeights weights = ForeignWeights.Read(file, shape.Width, shape.Height, shape.Channels, shape.Glimpses);
        Assert.Equal(shape, weights.Shape);
        return ExportedModel.Load(weights.Save("imported", Path.Combine(_folder.Path, "out")));
    }

    private void Compare(PlainDraw plain, TestModel model, string file)
    {
        SafetensorsFile tensors = SafetensorsFile.Read(Import(model, file).WeightsPath);
        using IDrawModel generated = model.FromTensors(tensors);
        using DrawSession session = generated.CreateSession();
        float[] picture = new float[model.Shape.PixelCount], image = Images.Noise(model.Shape, seed: 5);
        float widest = 0;
        for (ulong index = 0; index < 4; index++)
        {
            session.Sample(seed: 1, index, picture);
            float[] drawn = plain.Generate(Latents.Of(model.Shape, seed: 1, index));
            Assert.InRange(Apart(drawn, picture), 0, MostApart);
            widest = Math.Max(widest, drawn.Max() - drawn.Min());

            session.Reconstruct(image, seed: 1, index, picture);
            Assert.InRange(Apart(plain.Reconstruct(image, Latents.NoiseOf(model.Shape, seed: 1, index)), picture), 0, MostApart);
        }

        Assert.InRange(widest, 0.2, 1); // they are pictures, not a grey
    }

    private static float Apart(float[] a, float[] b) => a.Zip(b, (x, y) => MathF.Abs(x - y)).Max();
}
