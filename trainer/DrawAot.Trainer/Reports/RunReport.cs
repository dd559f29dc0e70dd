using DrawAot.Trainer.Families;
using DrawAot.Trainer.Runs;

namespace DrawAot.Trainer.Reports;

/// <summary>
/// What a run leaves for its reader: <c>run.json</c>, which describes it wholly; <c>epochs.csv</c> and <c>curve.png</c>;
/// pictures of each epoch; the best epoch's manifest and weights; and TensorBoard's events. All of it
/// follows from the checkpoint, so whatever a killed program left out is made at the next start.
/// </summary>
internal sealed class RunReport : IDisposable
{
    private readonly RunFolder _folder;
    private readonly RunDescription _run;
    private readonly IModelTraining _training;
    private readonly int _pictureInterval;
    private readonly TensorBoardEvents _events;

    /// <summary>Brings the folder to what the checkpoint says.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="run">The run.</param>
    /// <param name="training">Draws the pictures.</param>
    /// <param name="pictureInterval">Epochs from one with pictures to the next; the last of all epochs asked for has some in any case.</param>
    /// <param name="state">What the run has done so far.</param>
    /// <param name="average">The averaged weights [P] as they stand.</param>
    public RunReport(RunFolder folder, RunDescription run, IModelTraining training, int pictureInterval, RunState state, ReadOnlySpan<float> average)
    {
        (_folder, _run, _training, _pictureInterval) = (folder, run, training, pictureInterval);
        run.Write(folder.At(RunDescription.FileName));
        if (state.Epochs.LastOrDefault() is EpochReport last && last.Steps == state.Steps.Count)
        {
            Draw(last, average);
        }

        if (state is { BestEpoch: EpochReport best, Best: float[] weights })
        {
            Draw(best, weights);
        }

        Publish(state);
        _events = new TensorBoardEvents(folder.At(TensorBoardEvents.FileName));
        for (int step = 0, epoch = 0; step < state.Steps.Count; step++)
        {
            StepDone(step + 1, state.Steps[step]);
            for (; epoch < state.Epochs.Count && state.Epochs[epoch].Steps == step + 1; epoch++)
            {
                EpochDone(state.Epochs[epoch]);
            }
        }

        _events.Flush();
    }

    /// <summary>Notes a step.</summary>
    /// <param name="step">Steps so far.</param>
    /// <param name="figures">Its figures.</param>
    public void StepDone(long step, StepFigures figures) => _events.Write(
        step, [.. _run.Family.Scalars(figures), ("step/rate", (float)_run.RateAt(step - 1))]);

    /// <summary>
    /// Draws an epoch's pictures, if it has some. Later weights cannot draw them again, so this precedes the checkpoint that
    /// says that the epoch is done.
    /// </summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="average">Its averaged weights [P].</param>
    public void Draw(EpochReport epoch, ReadOnlySpan<float> average)
    {
        if (epoch.Epoch % _pictureInterval == 0 || epoch.Epoch == _run.Options.Epochs)
        {
            _training.Draw(_folder, epoch, average);
        }
    }

    /// <summary>Writes what follows from a checkpoint that says that an epoch is done.</summary>
    public void EpochDone(RunState state)
    {
        EpochDone(state.Epochs[^1]);
        _events.Flush();
        Publish(state);
    }

    /// <summary>Makes what was noted so far visible to TensorBoard.</summary>
    public void Flush() => _events.Flush();

    /// <inheritdoc/>
    public void Dispose() => _events.Dispose();

    private void Publish(RunState state)
    {
        BestModel.Write(_folder, _run, state);
        if (state.Epochs.Count > 0)
        {
            EpochTable.Write(_folder.At(EpochTable.FileName), state.Epochs);
            LossCurve.Write(_folder.At(LossCurve.FileName), _run.Family, state.Epochs);
        }
    }

    private void EpochDone(EpochReport epoch) =>
        _events.Write(epoch.Steps, [.. epoch.Scalars.Select(scalar => (scalar.Tag, (float)scalar.Value))]);
}
