using DrawAot.ImageFiles;
using DrawAot.Models;
using DrawAot.Torch;
using DrawAot.Trainer.Datasets;
using DrawAot.Trainer.Evaluation;

namespace DrawAot.Torch.Tests.Conformance;

/// <summary>The generated code and the trainer score the published test images alike, with the same noise.</summary>
public sealed class ScoreAgreementTests
{
    [Fact]
    public void The_first_thousand_test_images_score_as_the_trainer_says()
    {
        string? root = Environment.GetEnvironmentVariable("DRAWAOT_DATA");
        Assert.SkipWhen(string.IsNullOrEmpty(root), "DRAWAOT_DATA is not set; it names the folder that holds binarized-mnist/.");
        LibTorch.EnsureLoadable();
        ImageSet images = Dataset.Open(new DatasetOptions("binarized-mnist", Path.Combine(root, "binarized-mnist"))).Test.Slice(0, 1000);
        using TorchEvaluator torch = new(Exported());
        Bound bound = Measurement.Of(torch, images, seed: 1, cancellation: TestContext.Current.CancellationToken);

        using Mnist model = Mnist.LoadEmbedded();
        using Mnist.Session session = model.CreateSession();
        float[] image = new float[Mnist.PixelCount];
        double sum = 0;
        for (int k = 0; k < images.Count; k++)
        {
            images.CopyTo(k, image);
            double nats = session.Score(image, seed: 1, (ulong)k).Nats;
            Assert.Equal(bound.Scores[k].Nats, nats, 0.05);
            sum += nats;
        }

        Assert.Equal(bound.Nats, sum / images.Count, 0.01);
    }

    /// <summary>The shipped model, as the trainer reads it from files.</summary>
    private static DrawModule Exported()
    {
        using var folder = new TemporaryFolder();
        ShippedModel<IDrawModel> shipped = ShippedModels.Draw[0];
        string manifest = Path.Combine(folder.Path, shipped.ManifestFile);
        File.WriteAllText(manifest, shipped.ReadManifest());
        using (FileStream file = File.Create(Path.Combine(folder.Path, shipped.WeightsFile)))
        using (Stream weights = shipped.OpenWeights())
        {
            weights.CopyTo(file);
        }

        return ExportedModel.Load(manifest).ToModule();
    }
}
