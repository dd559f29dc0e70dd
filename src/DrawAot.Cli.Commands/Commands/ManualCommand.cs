using System.CommandLine;

namespace DrawAot.Cli.Commands;

/// <summary><c>man</c>: the program's manual page, made from its help.</summary>
internal static class ManualCommand
{
    public static Command Create(RootCommand root)
    {
        var command = new Command("man", $"Prints this program's manual page, as in '{root.HelpName} man > {root.HelpName}.1'.");
        command.SetAction(_ => OutputStream.WriteText(text => text.Write(ManualPage.Of(root))));
        return command;
    }
}
