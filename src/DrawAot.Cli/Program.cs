using System.CommandLine;
using DrawAot.Cli;
using DrawAot.Cli.Commands;

TextEncoding.Set();
var root = new RootCommand("Draws, reconstructs and scores images with DRAW models, and classifies them with glimpse classifiers.")
{
    HelpName = "drawaot",
};
foreach (Command command in ModelCommands.For(ProgramModels.Catalogue))
{
    root.Add(command);
}

return CommandLineProgram.Run(root, args);
