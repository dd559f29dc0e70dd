using System.Text.Json;
using System.Text.Json.Nodes;
using DrawAot.Weights;

namespace DrawAot.Trainer.Training;

/// <summary>What a run's folder says of the run.</summary>
internal static class RunFolder
{
    /// <summary>
    /// The options to train with: those asked for, or those of the run that lies in the folder. Where both are there
    /// they must agree; only the data's folder may have moved.
    /// </summary>
    /// <exception cref="TrainingException">They differ, or there are none.</exception>
    /// <exception cref="WeightsException">The checkpoint cannot be read.</exception>
    public static TrainingOptions Agree(string folder, TrainingOptions? asked)
    {
        string path = Path.Combine(folder, Checkpoint.FileName);
        if (!File.Exists(path))
        {
            return asked ?? throw new TrainingException(
                $"There is no run to go on with in '{folder}'; to start one, --dataset is needed.");
        }

        TrainingOptions stored = Checkpoint.Run(SafetensorsFile.Read(path)).Options;
        if (asked is null)
        {
            return stored;
        }

        string[] differences = [.. Differences(stored, asked with { Data = stored.Data })];
        return differences.Length == 0 ? asked : throw new TrainingException(
            $"'{folder}' holds a run with other options ({string.Join(", ", differences)}): " +
            "give the same ones, leave all but --out away, or choose another folder.");
    }

    private static IEnumerable<string> Differences(TrainingOptions stored, TrainingOptions asked)
    {
        JsonObject there = JsonSerializer.SerializeToNode(stored)!.AsObject(), here = JsonSerializer.SerializeToNode(asked)!.AsObject();
        return there
            .Where(field => !JsonNode.DeepEquals(field.Value, here[field.Key]))
            .Select(field => $"{field.Key} {Text(field.Value)} there, {Text(here[field.Key])} here");

        static string Text(JsonNode? value) => value?.ToJsonString() ?? "none";
    }
}
