using System.CommandLine;
using System.CommandLine.Help;
using DrawAot.Cli;
using DrawAot.Cli.Commands;
using DrawAot.Torch;
using DrawAot.Trainer;
using DrawAot.Trainer.Commands;
using DrawAot.Trainer.Models;

RootCommand root = new("Trains DRAW models and glimpse classifiers, exports them for DrawAot, and works with any of them.")
{
    HelpName = "drawaot-train",
};
Command[] trainer =
[
    TrainCommand.Create(),
    EvaluateCommand.Create(),
    ExportCommand.Create(),
    OnnxCommand.Create(),
    ImportCommand.Create(),
    ConvertCommand.Create(),
];
foreach (Command command in (IEnumerable<Command>)[.. trainer, .. ModelCommands.For(new ManifestModels())])
{
    root.Add(command);
}

return CommandLineProgram.Run(root, args, parsed =>
{
    if (trainer.Contains(parsed.CommandResult.Command) && parsed.Action is not HelpAction
        && LibTorch.EnsureLoadable() is string note && FirstNotice.IsNew(FirstNotice.DefaultFolder, "patched-torchsharp.txt", note))
    {
        Console.Error.WriteLine(note);
    }
});
