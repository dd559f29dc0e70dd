using System.Text.Json;
using System.Text.Json.Nodes;
using DrawAot.Torch;
using DrawAot.Trainer.Datasets;

namespace DrawAot.Trainer.Training;

/// <summary>The manifest's training block: enough to train the model again, and what came of it.</summary>
internal static class TrainingRecord
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>What is said of a run whose best epoch this is.</summary>
    public static JsonObject Of(TrainingOptions options, Dataset dataset, EpochReport best)
    {
        JsonObject block = JsonSerializer.SerializeToNode(options, Json)!.AsObject();

        // The shape stands above in the manifest, and folders are a matter of the machine.
        foreach (string field in (string[])["data", "name", "latent", "encoderHidden", "decoderHidden", "readAttention", "writeAttention"])
        {
            block.Remove(field);
        }

        block["targets"] = dataset.Targets;
        block["bestEpoch"] = best.Epoch;
        block["steps"] = best.Steps;
        block["validation"] = Figures(best.ValidationBound, best.Reconstruction, best.Divergence, dataset.Validation.Count);
        block["from"] = options.From is null ? null : ExportedModel.Load(options.From).Training.DeepClone();
        return block;
    }

    /// <summary>A bound as the block states it.</summary>
    public static JsonObject Of(Bound bound)
    {
        JsonObject figures = Figures(bound.Nats, bound.Reconstruction, bound.Divergence, bound.Count);
        figures["standardError"] = Math.Round(bound.StandardError, 3);
        return figures;
    }

    private static JsonObject Figures(double nats, double reconstruction, double divergence, int images) => new()
    {
        ["nats"] = Math.Round(nats, 3),
        ["reconstruction"] = Math.Round(reconstruction, 3),
        ["divergence"] = Math.Round(divergence, 3),
        ["images"] = images,
    };
}
