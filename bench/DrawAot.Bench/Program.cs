using System.CommandLine;
using BenchmarkDotNet.Running;
using DrawAot.Bench.Baselines;
using DrawAot.Bench.Commands;
using DrawAot.Bench.Questions;
using DrawAot.Bench.Report;
using DrawAot.Trainer.Datasets;
using DrawAot.Trainer.Runs;
using DrawAot.Weights;

if (args is [TorchPicture.Command, string manifest, string output])
{
    return TorchPicture.Run(manifest, output);
}

RootCommand root = new(
    "Measures DrawAot against what people would use instead, and against what the hardware allows. Anything else is for BenchmarkDotNet, such as --filter '*Latency*'.")
{
    RatiosCommand.Create(),
    ClassifierCommand.Create(),
    KernelsCommand.Create(),
    ScalingCommand.Create(),
    LatencyCommand.Create(),
    TrainingCommand.Create(),
    ReportCommand.Create(),
};
if (args is [] or ["--help" or "-h" or "-?" or "--version", ..] || root.Subcommands.Any(command => command.Name == args[0]))
{
    try
    {
        return root.Parse(args).Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }
    catch (Exception fault) when (fault is PlatformNotSupportedException or IOException or UnauthorizedAccessException or TrainingException or WeightsException or DatasetException)
    {
        Console.Error.WriteLine(fault.Message);
        return 1;
    }
}

BenchmarkSwitcher.FromTypes([.. Question.All.Select(question => question.Type)]).Run(args, new InThisProcess());
return 0;
