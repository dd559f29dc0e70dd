using DrawAot.ImageFiles;
using DrawAot.Manifest;
using DrawAot.Torch;
using DrawAot.Trainer.Datasets;
using DrawAot.Trainer.Evaluation;

namespace DrawAot.Torch.Tests.Evaluation;

/// <summary>Kernels, libtorch and generated code measure the same bounds, with the same noise.</summary>
public sealed class EvaluatorTests : IDisposable
{
    private static readonly ImageSet Images = ShapesDataset.Draw(
        new ShapesOptions { Width = 9, Height = 8, Channels = 3, TrainCount = 1, ValidationCount = 1, TestCount = 60 }).Test;

    private readonly TemporaryFolder _folder = new();
    private readonly ExportedModel _model;

    public EvaluatorTests()
    {
        LibTorch.EnsureLoadable();
        using var module = new DrawModule(new(9, 8, 3, Glimpses: 4, Latent: 5, EncoderHidden: 6, DecoderHidden: 7, ReadAttention: 2, WriteAttention: 3), seed: 2);
        _model = ExportedModel.Load(ExportedModel.Save(module, "small", _folder.Path, []));
    }

    private static CancellationToken NoStop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(4)]
    [InlineData(2)]
    public void All_engines_agree_on_every_image_at_any_number_of_glimpses(int glimpses)
    {
        using IEvaluator torch = new TorchEvaluator(_model.ToModule(glimpses)), kernels = Kernels(glimpses);
        using IEvaluator generated = new GeneratedEvaluator(GeneratedCode.Load<IDrawModel>(_model, glimpses, WeightPrecision.Float32), threads: 2);
        Bound expected = Measurement.Of(torch, Images, seed: 3, cancellation: NoStop);
        MeanOverImages weighted = Measurement.ImportanceWeighted(torch, Images, samples: 7, seed: 3, cancellation: NoStop);
        foreach (IEvaluator evaluator in (IEvaluator[])[kernels, generated])
        {
            Bound bound = Measurement.Of(evaluator, Images, seed: 3, cancellation: NoStop);
            MeanOverImages importance = Measurement.ImportanceWeighted(evaluator, Images, samples: 7, seed: 3, cancellation: NoStop);
            for (int k = 0; k < Images.Count; k++)
            {
                Assert.Equal(expected.Scores[k].Reconstruction, bound.Scores[k].Reconstruction, 1e-3);
                Assert.Equal(expected.Scores[k].Divergence, bound.Scores[k].Divergence, 1e-3);
                Assert.Equal(weighted.Values[k], importance.Values[k], 1e-3);
            }
        }
    }

    [Theory]
    [InlineData(WeightPrecision.Bfloat16, 0.5)]
    [InlineData(WeightPrecision.Int8, 2)]
    public void Generated_code_of_fewer_bits_measures_something_a_little_different(WeightPrecision precision, double nats)
    {
        using IEvaluator kernels = Kernels(4), generated = new GeneratedEvaluator(GeneratedCode.Load<IDrawModel>(_model, 4, precision), threads: 1);
        double expected = Measurement.Of(kernels, Images, seed: 3, cancellation: NoStop).Nats;

        double measured = Measurement.Of(generated, Images, seed: 3, cancellation: NoStop).Nats;

        Assert.NotEqual(expected, measured, tolerance: 1e-6);
        Assert.Equal(expected, measured, nats);
    }

    [Fact]
    public void A_manifest_that_is_written_again_keeps_its_precision()
    {
        File.WriteAllText(_model.ManifestPath, _model.ManifestTextAt(4, WeightPrecision.Int8));

        ExportedModel.Load(_model.ManifestPath).SaveTraining();

        Assert.Equal(WeightPrecision.Int8, ExportedModel.Load(_model.ManifestPath).Manifest.Precision);
    }

    [Fact]
    public void With_more_samples_the_bound_falls()
    {
        using IEvaluator kernels = Kernels(4);

        double one = Measurement.ImportanceWeighted(kernels, Images, samples: 1, seed: 3, cancellation: NoStop).Nats;
        double many = Measurement.ImportanceWeighted(kernels, Images, samples: 40, seed: 3, cancellation: NoStop).Nats;

        Assert.True(many < one - 0.1, $"{many} of 40 samples, {one} of one.");
    }

    [Fact]
    public void Weights_of_any_size_are_averaged_without_overflow()
    {
        var weights = new ImportanceWeights(2);
        weights.Add([-1000, 900]);
        weights.Add([-1000 + Math.Log(3), 900 - Math.Log(4)]);
        double[] nats = new double[2];

        weights.CopyBounds(nats);

        Assert.Equal(1000 - Math.Log(2), nats[0], 1e-9);
        Assert.Equal(-900 - Math.Log(0.625), nats[1], 1e-9);
    }

    [Fact]
    public void A_mean_says_how_sure_it_is()
    {
        var mean = new MeanOverImages([1, 2, 3, 6]);

        Assert.Equal(3, mean.Nats);
        Assert.Equal(Math.Sqrt(14 / 3.0 / 4), mean.StandardError, 1e-12);
        Assert.Equal(0, new MeanOverImages([5]).StandardError);
    }

    private KernelEvaluator Kernels(int glimpses)
    {
        using DrawModule module = _model.ToModule(glimpses);
        return new KernelEvaluator(module.Shape, module.Flatten(), batch: 16, threads: 2);
    }
}
