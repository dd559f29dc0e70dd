using DrawAot.Trainer.Datasets;
using DrawAot.Trainer.Runs;
using DrawAot.Training.Optimisers;
using DrawAot.Weights;

namespace DrawAot.Torch.Tests.Training;

/// <summary>Whenever a program dies, and whatever becomes of a file, one checkpoint can be read or it is said why not.</summary>
public sealed class RunFolderTests : IDisposable
{
    private const long Earlier = 4, Later = 5;

    private static readonly RunDescription Run = new(
        new TrainingOptions { Dataset = "shapes", Name = "small" }, new DataFacts("binary", 1, 8, 9, 60, 20), From: null);

    private readonly TemporaryFolder _folder = new();
    private readonly RunFolder _run;
    private readonly List<string> _said = [];

    /// <summary>Two checkpoints, one after the other.</summary>
    public RunFolderTests()
    {
        _run = new RunFolder(_folder.Path);
        var parameters = new ParameterState([1, 2, 3], new DrawAot.Training.Optimisers.Adam(3));
        foreach (long steps in (ReadOnlySpan<long>)[Earlier, Later])
        {
            parameters.Steps = steps;
            parameters.Weights[0] = steps;
            _run.Save(Run, parameters, StateAfter(steps));
        }
    }

    private string Previous => _run.At(RunFolder.PreviousName);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_last_checkpoint_is_the_one_that_counts()
    {
        Assert.Equal(Later, Restored());
        Assert.Empty(_said);
        Assert.Equal(["checkpoint.previous.safetensors", "checkpoint.safetensors"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(300)]
    [InlineData(-1)]
    [InlineData(-17)]
    public void A_byte_that_changed_is_noticed_and_the_one_before_is_used(int place)
    {
        byte[] bytes = File.ReadAllBytes(_run.CheckpointPath);
        bytes[place < 0 ? bytes.Length + place : place] ^= 4;
        File.WriteAllBytes(_run.CheckpointPath, bytes);

        Assert.Equal(Earlier, Restored());
        Assert.Contains(_run.CheckpointPath, _said.Single(), StringComparison.Ordinal);
        Assert.EndsWith($"Going on with the checkpoint before it, '{Previous}', of step {Earlier}.", _said.Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(200)]
    public void A_file_that_was_cut_off_is_noticed(int length)
    {
        File.WriteAllBytes(_run.CheckpointPath, File.ReadAllBytes(_run.CheckpointPath)[..length]);

        Assert.Equal(Earlier, Restored());
        Assert.Single(_said);
    }

    /// <summary>As a run of Muon of an earlier version, whose state had other names.</summary>
    [Fact]
    public void A_checkpoint_with_the_state_of_another_optimiser_is_refused_with_the_way_out()
    {
        ParameterBlock[] blocks = [new("encoder.bias", 0, 1, 3, IsMatrix: false)];
        using Muon muon = new(blocks, _ => new NoMatrices());
        var parameters = new ParameterState(new float[3], muon);

        var refused = Assert.Throws<WeightsException>(() => _run.Load(_said.Add)!.Restore(parameters));

        Assert.Equal(
            $"'{_run.CheckpointPath}' holds no 'adam.variance': the state of its optimiser is that of another version of DrawAot. "
            + "Export the run's model with 'drawaot-train export', and start from it with 'train --from MODEL'.",
            refused.Message);
    }

    [Fact]
    public void Between_the_two_renames_of_a_save_nothing_is_lost()
    {
        File.Move(_run.CheckpointPath, _run.At("checkpoint.next.safetensors"));

        Assert.Equal(Earlier, Restored());
        Assert.Equal(
            $"There is no '{_run.CheckpointPath}'. Going on with the checkpoint before it, '{Previous}', of step {Earlier}.", _said.Single());
    }

    [Fact]
    public void What_a_killed_program_left_half_written_is_not_looked_at()
    {
        File.WriteAllBytes(_run.At("checkpoint.next.safetensors.0123.unfinished"), [1, 2, 3]);
        File.WriteAllBytes(_run.At("checkpoint.next.safetensors"), [1, 2, 3]);

        Assert.Equal(Later, Restored());
        Assert.Empty(_said);
    }

    [Fact]
    public void When_both_are_damaged_it_says_so_of_both()
    {
        File.WriteAllText(_run.CheckpointPath, "no checkpoint");
        File.WriteAllText(Previous, "none either");

        var refused = Assert.Throws<WeightsException>(() => _run.Load(_said.Add));

        Assert.Contains(_run.CheckpointPath, refused.Message, StringComparison.Ordinal);
        Assert.Contains(Previous, refused.Message, StringComparison.Ordinal);
        Assert.EndsWith("No checkpoint of this run can be read.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_that_are_no_checkpoint_are_told_apart()
    {
        SafetensorsWriter.Write(_run.CheckpointPath, [new FloatTensor("weights", [1], new float[] { 1 })]);
        File.Delete(Previous);

        Assert.Contains(
            "is no training checkpoint: it has no readable 'run'",
            Assert.Throws<WeightsException>(() => _run.Load(_said.Add)).Message,
            StringComparison.Ordinal);
    }

    /// <summary>The best epoch's weights and the figures of every step are in a checkpoint too.</summary>
    private static RunState StateAfter(long steps)
    {
        var state = new RunState { MeasureSum = 0.1 * steps, Seconds = 2.5, Best = [steps, 2, 3] };
        for (int step = 0; step < steps; step++)
        {
            state.Steps.Add(new StepFigures(step, step + 0.5f, step + 0.25f));
        }

        return state;
    }

    /// <summary>The step of the checkpoint that is read, and of the weights that it holds.</summary>
    private long Restored()
    {
        Checkpoint checkpoint = _run.Load(_said.Add)!;
        var parameters = new ParameterState(new float[3], new DrawAot.Training.Optimisers.Adam(3));
        checkpoint.Restore(parameters);
        Assert.Equal(checkpoint.Steps, parameters.Steps);
        Assert.Equal([checkpoint.Steps, 2, 3], parameters.Weights);
        RunState expected = StateAfter(checkpoint.Steps);
        Assert.Equal(expected.Best, checkpoint.State.Best);
        Assert.Equal(expected.Steps.Values, checkpoint.State.Steps.Values);
        Assert.Equal((expected.MeasureSum, expected.Seconds), (checkpoint.State.MeasureSum, checkpoint.State.Seconds));
        return checkpoint.Steps;
    }

    private sealed class NoMatrices : IOrthogonaliser
    {
        public void Orthogonalise(float[] values)
        {
        }

        public void Dispose()
        {
        }
    }
}
