using System.Text.Json;
using DrawAot.Manifest;
using DrawAot.Torch;
using DrawAot.Trainer.Runs;
using DrawAot.Weights;

namespace DrawAot.Trainer.Reports;

/// <summary>The best epoch's manifest and weights in a run's folder.</summary>
internal static class BestModel
{
    /// <summary>
    /// Exports the best epoch's weights, unless the folder holds them already: figures that <c>evaluate --record</c> has added to
    /// their manifest stay.
    /// </summary>
    public static void Write(RunFolder folder, RunDescription run, RunState state)
    {
        if (state is not { Best: float[] weights, BestEpoch: EpochReport epoch } || IsThere(folder, run, epoch, weights))
        {
            return;
        }

        run.Family.Save(run, run.Options.Name, epoch.Glimpses, weights, folder.Path, TrainingRecord.Of(run, epoch.Steps, epoch));
    }

    private static bool IsThere(RunFolder folder, RunDescription run, EpochReport epoch, ReadOnlySpan<float> weights)
    {
        try
        {
            ExportedModel model = ExportedModel.Load(folder.At(run.Options.Name + DrawManifest.FileExtension));
            if (model.Manifest.ModelShape != run.Shape with { Glimpses = epoch.Glimpses } || (int?)model.Training["epoch"] != epoch.Epoch)
            {
                return false;
            }

            using ModelModule module = run.Family.Module(model.Manifest.ModelShape, seed: 0);
            model.CopyTo(module);
            return module.Flatten().AsSpan().SequenceEqual(weights);
        }
        catch (Exception other) when (other is IOException or InvalidDataException or WeightsException or JsonException or InvalidOperationException or FormatException)
        {
            return false;
        }
    }
}
