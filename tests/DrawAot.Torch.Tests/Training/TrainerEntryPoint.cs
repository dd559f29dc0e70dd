using System.Reflection;
using DrawAot.Trainer.TrainingLoop;

namespace DrawAot.Torch.Tests.Training;

/// <summary>The trainer in this process: most of a short command's time is the start of a process.</summary>
internal static class TrainerEntryPoint
{
    /// <summary>Calls the program's entry point.</summary>
    /// <param name="folder">The working folder meanwhile.</param>
    /// <param name="arguments">The command and its arguments.</param>
    public static TrainerOutcome Run(string folder, params string[] arguments)
    {
        string formerFolder = Environment.CurrentDirectory;
        TextWriter output = Console.Out, errors = Console.Error;
        using StringWriter ownOutput = new(), ownErrors = new();
        try
        {
            Environment.CurrentDirectory = folder;
            Console.SetOut(ownOutput);
            Console.SetError(ownErrors);
            int exitCode = (int)typeof(TrainingRun).Assembly.EntryPoint!.Invoke(null, BindingFlags.DoNotWrapExceptions, binder: null, [arguments], culture: null)!;
            return new TrainerOutcome(exitCode, ownOutput.ToString(), ownErrors.ToString());
        }
        finally
        {
            Console.SetError(errors);
            Console.SetOut(output);
            Environment.CurrentDirectory = formerFolder;
        }
    }
}
