using System.Globalization;
using DrawAot.Trainer.Runs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace DrawAot.Trainer.TrainingLoop;

/// <summary>Shows a run on the terminal: a live bar where there is one, lines where the output goes to a file.</summary>
internal static class TrainingDisplay
{
    /// <summary>Runs work that reports its progress.</summary>
    public static int Show(Func<ITrainingProgress, int> work) =>
        AnsiConsole.Profile.Capabilities.Interactive && !Console.IsOutputRedirected
            ? Bar(new TaskDescriptionColumn { Alignment = Justify.Left }, new LeftColumn())
                .Start(context => work(new BarDisplay(context)))
            : work(new LineDisplay());

    /// <summary>Runs work that counts up to a number.</summary>
    public static T Count<T>(string what, int total, Func<Action<int>, T> work)
    {
        if (Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Interactive)
        {
            return work(_ => { });
        }

        return Bar(new TaskDescriptionColumn(), new RemainingTimeColumn()).Start(context =>
        {
            ProgressTask task = context.AddTask(what, maxValue: total);
            return work(done => task.Value = done);
        });
    }

    /// <summary>The figures as they stand between two epochs.</summary>
    public static string Line(StepReport report) => string.Create(
        CultureInfo.InvariantCulture,
        $"epoch {report.Epoch + 1}   step {report.Step:N0} of {report.TotalSteps:N0}   {report.Figures}");

    public static string Time(TimeSpan left) => left.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)left.TotalHours} h {left.Minutes} min left")
        : string.Create(CultureInfo.InvariantCulture, $"{left.Minutes}:{left.Seconds:00} left");

    private static Progress Bar(ProgressColumn description, ProgressColumn left) => AnsiConsole
        .Progress()
        .Columns(description, new ProgressBarColumn(), new PercentageColumn(), left);

    /// <summary>The time left as the run itself estimates it.</summary>
    private sealed class LeftColumn : ProgressColumn
    {
        public const string Field = "left";

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(task.State.Get<TimeSpan>(Field) is { Ticks: > 0 } left ? Time(left) : "");
    }

    /// <summary>One bar over the whole run, with the figures as its description, and epochs as lines above it.</summary>
    private sealed class BarDisplay(ProgressContext context) : ITrainingProgress
    {
        private readonly ProgressTask _task = context.AddTask("starting");

        public void Say(string message) => AnsiConsole.WriteLine(message);

        public void StepDone(StepReport report)
        {
            _task.MaxValue = report.TotalSteps;
            _task.Value = report.Step;
            _task.Description = Line(report);
            _task.State.Update<TimeSpan>(LeftColumn.Field, _ => report.Left);
        }

        public void EpochDone(EpochReport report) => AnsiConsole.WriteLine(report.Line);
    }
}

/// <summary>Progress as lines, some seconds apart: for files, pipes and logs.</summary>
internal sealed class LineDisplay : ITrainingProgress
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private long _last;

    public void Say(string message) => Console.WriteLine(message);

    public void StepDone(StepReport report)
    {
        if (_last == 0 || TimeProvider.System.GetElapsedTime(_last) >= Interval || report.Step == report.TotalSteps)
        {
            _last = TimeProvider.System.GetTimestamp();
            Console.WriteLine($"{TrainingDisplay.Line(report)}   {TrainingDisplay.Time(report.Left)}");
        }
    }

    public void EpochDone(EpochReport report) => Console.WriteLine(report.Line);
}
