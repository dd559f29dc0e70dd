using System.Text.Json;
using System.Text.Json.Nodes;
using DrawAot.Training.Optimisers;
using DrawAot.Weights;

namespace DrawAot.Trainer.Runs;

/// <summary>
/// The folder of a run, and what it says of it. There are two checkpoints: a new one is complete before the older of
/// them is given up, so whenever the program dies, one of them can be read.
/// </summary>
/// <param name="path">The folder.</param>
internal sealed class RunFolder(string path)
{
    /// <summary>The last checkpoint, and the one before it.</summary>
    public const string CheckpointName = "checkpoint.safetensors", PreviousName = "checkpoint.previous.safetensors";

    /// <summary>Number of checkpoints.</summary>
    public const int Checkpoints = 2;

    private const int MostAttempts = 100;
    private const string UnfinishedName = "checkpoint.next.safetensors", UnfinishedPattern = "*.unfinished";

    /// <summary>The folder.</summary>
    public string Path => path;

    /// <summary>The last checkpoint's path.</summary>
    public string CheckpointPath => At(CheckpointName);

    /// <summary>Whether there is a checkpoint, readable or not.</summary>
    public bool HasCheckpoint => File.Exists(CheckpointPath) || File.Exists(At(PreviousName));

    /// <summary>The path of a file of the run.</summary>
    public string At(string name) => System.IO.Path.Combine(path, name);

    /// <summary>Keeps a run as it stands.</summary>
    public void Save(RunDescription run, ParameterState parameters, RunState state)
    {
        Checkpoint.Write(At(UnfinishedName), run, parameters, state);
        if (File.Exists(CheckpointPath))
        {
            File.Move(CheckpointPath, At(PreviousName), overwrite: true);
        }

        File.Move(At(UnfinishedName), CheckpointPath, overwrite: true);
    }

    /// <summary>Removes what killed programs left half-written. No other program may be using the folder.</summary>
    public void RemoveUnfinished()
    {
        foreach (string file in (ReadOnlySpan<string>)[.. Directory.GetFiles(path, UnfinishedPattern), At(UnfinishedName)])
        {
            File.Delete(file);
        }
    }

    /// <summary>Reads the last checkpoint that is as it was written.</summary>
    /// <param name="say">Is told when that is not the last one, and why.</param>
    /// <returns>The checkpoint; null where there is none.</returns>
    /// <exception cref="WeightsException">There are checkpoints, and all of them are damaged.</exception>
    public Checkpoint? Load(Action<string> say)
    {
        // A trainer that is at work may rename a file between a look at the folder and its opening.
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return LoadOnce(say);
            }
            catch (FileNotFoundException) when (attempt < MostAttempts)
            {
                Thread.Yield();
            }
        }
    }

    private Checkpoint? LoadOnce(Action<string> say)
    {
        string? fault = null;
        foreach (string candidate in (ReadOnlySpan<string>)[CheckpointPath, At(PreviousName)])
        {
            if (!File.Exists(candidate))
            {
                fault ??= File.Exists(At(PreviousName)) ? $"There is no '{candidate}'." : null;
                continue;
            }

            try
            {
                Checkpoint checkpoint = Checkpoint.Read(candidate);
                if (fault is not null)
                {
                    say($"{fault} Going on with the checkpoint before it, '{candidate}', of step {checkpoint.Steps}.");
                }

                return checkpoint;
            }
            catch (WeightsException damage)
            {
                fault = fault is null ? damage.Message : $"{fault} {damage.Message}";
            }
        }

        return fault is null ? null : throw new WeightsException($"{fault} No checkpoint of this run can be read.");
    }

    /// <summary>
    /// The options to train with: those asked for, or those of the run that lies in the folder. Where both are there
    /// they must agree; only the data's folder may have moved.
    /// </summary>
    /// <param name="checkpoint">The run's last checkpoint, if it has any.</param>
    /// <param name="asked">What is asked for, if anything.</param>
    /// <exception cref="TrainingException">They differ, or there are none.</exception>
    public TrainingOptions Agree(Checkpoint? checkpoint, TrainingOptions? asked)
    {
        if (checkpoint is null)
        {
            return asked ?? throw new TrainingException(
                $"There is no run to go on with in '{path}'; to start one, --data with a file or folder, or --dataset, is needed.");
        }

        TrainingOptions stored = checkpoint.Run.Options;
        if (asked is null)
        {
            return stored;
        }

        string[] differences = [.. Differences(stored, asked with { Data = stored.Data })];
        return differences.Length == 0 ? asked : throw new TrainingException(
            $"'{path}' holds a run with other options ({string.Join(", ", differences)}): " +
            "give the same ones, leave all but --out away, or choose another folder.");
    }

    private static IEnumerable<string> Differences(TrainingOptions stored, TrainingOptions asked)
    {
        JsonObject there = JsonSerializer.SerializeToNode(stored)!.AsObject(), here = JsonSerializer.SerializeToNode(asked)!.AsObject();
        return there.Select(field => field.Key).Union(here.Select(field => field.Key))
            .Where(name => !JsonNode.DeepEquals(there[name], here[name]))
            .Select(name => $"{name} {Text(there[name])} there, {Text(here[name])} here");

        static string Text(JsonNode? value) => value?.ToJsonString() ?? "none";
    }
}
