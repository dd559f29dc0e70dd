using System.Text.Json;
using System.Text.Json.Nodes;
using DrawAot.Trainer.Evaluation;

namespace DrawAot.Trainer.Runs;

/// <summary>The manifest's training block: how the model was trained, and its figures.</summary>
internal static class TrainingRecord
{
    /// <summary>The record of a run's weights after a number of steps.</summary>
    /// <param name="run">The run.</param>
    /// <param name="steps">Steps made.</param>
    /// <param name="epoch">The epoch that ended there; null between two epochs.</param>
    public static JsonObject Of(RunDescription run, long steps, EpochReport? epoch)
    {
        JsonObject block = JsonSerializer.SerializeToNode(run.Options, RunJson.Compact)!.AsObject();

        // The shape stands above in the manifest, and folders are a matter of the machine.
        foreach (string field in (string[])["data", "name", "imageSize", "channels", "latent", "encoderHidden", "decoderHidden", "hidden", "readAttention", "writeAttention"])
        {
            block.Remove(field);
        }

        foreach (string field in block.Where(field => field.Value is null).Select(field => field.Key).ToArray())
        {
            block.Remove(field);
        }

        AddIfKnown("date", run.Date);
        AddIfKnown("version", run.Version);
        AddIfKnown("dataSha256", run.Data.Sha256);
        block["targets"] = run.Data.Targets;
        block["steps"] = steps;
        if (epoch is not null)
        {
            block["epoch"] = epoch.Epoch;
            block["validation"] = epoch.Validation(run.Data.ValidationCount);
        }

        block["from"] = run.From?.DeepClone();
        return block;

        void AddIfKnown(string field, string? value)
        {
            if (value is not null)
            {
                block[field] = value;
            }
        }
    }

    /// <summary>A bound as the block states it.</summary>
    public static JsonObject Of(Bound bound)
    {
        JsonObject figures = Figures(bound.Nats, bound.Reconstruction, bound.Divergence, bound.Scores.Count);
        figures["standardError"] = Math.Round(bound.StandardError, 3);
        return figures;
    }

    /// <summary>An importance-weighted bound as the block states it.</summary>
    public static JsonObject Of(MeanOverImages bound) => new()
    {
        ["nats"] = Math.Round(bound.Nats, 3),
        ["images"] = bound.Values.Count,
        ["standardError"] = Math.Round(bound.StandardError, 3),
    };

    /// <summary>The figures of a bound over some images.</summary>
    public static JsonObject Figures(double nats, double reconstruction, double divergence, int images) => new()
    {
        ["nats"] = Math.Round(nats, 3),
        ["reconstruction"] = Math.Round(reconstruction, 3),
        ["divergence"] = Math.Round(divergence, 3),
        ["images"] = images,
    };
}
