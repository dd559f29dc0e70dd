using Spectre.Console;

namespace DrawAot.Cli;

/// <summary>Progress of long work, on the error stream if that is a terminal.</summary>
internal static class ProgressBar
{
    /// <summary>Pictures that take long enough to be watched.</summary>
    private const int WorthABar = 1000;

    /// <summary>Does work that says how much of it is done.</summary>
    /// <param name="what">What is done, for people.</param>
    /// <param name="total">How much there is to do; null where the total is unknown, or where the output shows it.</param>
    /// <param name="work">Does it, and tells its argument how much is done.</param>
    public static void Show(string what, long? total, Action<Action<long>> work)
    {
        if (total is null or < WorthABar || Console.IsErrorRedirected || Messages.AreQuiet)
        {
            work(_ => { });
            return;
        }

        using var termination = new Termination(() => Console.Error.Write("\e[?25h")); // the cursor, which the bar hides
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        Messages.Above = console.WriteLine;
        try
        {
            console.Progress()
                .AutoClear(true)
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
                .Start(context =>
                {
                    ProgressTask task = context.AddTask(what, maxValue: total.Value);
                    work(done => task.Value = done);
                });
        }
        finally
        {
            Messages.Above = null;
        }
    }
}
