using System.CommandLine;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace DrawAot.Cli;

/// <summary>A manual page in the macros of man(7), of what a program's commands say of themselves.</summary>
internal static class ManualPage
{
    /// <summary>The page.</summary>
    public static string Of(RootCommand root)
    {
        var page = new StringBuilder();
        string program = root.HelpName!, version = typeof(ManualPage).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        page.Append(CultureInfo.InvariantCulture, $".TH {Text(program.ToUpperInvariant())} 1 \"\" \"DrawAot {Text(version.Split('+')[0])}\"\n");
        page.Append(CultureInfo.InvariantCulture, $".SH NAME\n{Text(program)} \\- {Text(FirstInLowerCase(root.Description!).TrimEnd('.'))}\n");
        page.Append(".SH SYNOPSIS\n");
        Command[] commands = [.. root.Subcommands.Where(command => !command.Hidden)];
        foreach (Command command in commands)
        {
            page.Append(CultureInfo.InvariantCulture, $".B {Text($"{program} {command.Name}")}\n");
            page.Append(string.Concat(command.Arguments.Select(argument => $".I {Text(argument.Name)}\n")));
            page.Append(string.Concat(Options(command).Where(option => option.Required).Select(option => $"\\fB{Text(option.Name)}\\fR \\fI{Text(ValueOf(option))}\\fR\n")));
            page.Append(Options(command).Any() ? "[\\fIoptions\\fR]\n.br\n" : ".br\n");
        }

        page.Append(".SH COMMANDS\n");
        foreach (Command command in commands)
        {
            page.Append(CultureInfo.InvariantCulture, $".SS {Text(command.Name)}\n{Line(command.Description)}");
            foreach (Argument argument in command.Arguments)
            {
                page.Append(CultureInfo.InvariantCulture, $".TP\n.I {Text(argument.Name)}\n{Line(argument.Description)}");
            }

            foreach (Option option in Options(command))
            {
                string names = string.Join(", ", option.Aliases.Append(option.Name).Distinct().Select(name => $"\\fB{Text(name)}\\fR"));
                page.Append(CultureInfo.InvariantCulture, $".TP\n{names}{(ValueOf(option) is { Length: > 0 } value ? $" \\fI{Text(value)}\\fR" : "")}\n{Line(option.Description)}");
            }
        }

        page.Append(".SH EXIT STATUS\n.TP\n.B 0\nAll was done.\n.TP\n.B 1\nSomething failed; a sentence on the error stream says what.\n.TP\n.B 2\nThe command line was not understood.\n");
        return page.ToString();
    }

    private static IEnumerable<Option> Options(Command command) => command.Options.Where(option => !option.Hidden && option is not System.CommandLine.Help.HelpOption);

    private static string ValueOf(Option option) => option.HelpName ?? (option.Arity.MaximumNumberOfValues == 0 || option.ValueType == typeof(bool) ? "" : "VALUE");

    private static string Line(string? description) => $"{Text(description ?? "")}\n";

    private static string FirstInLowerCase(string sentence) => char.ToLowerInvariant(sentence[0]) + sentence[1..];

    /// <summary>A text in ASCII in which roff finds no requests: no escape, and no dot or apostrophe that begins a line.</summary>
    private static string Text(string text)
    {
        string line = string.Concat(text.ReplaceLineEndings(" ").EnumerateRunes().Select(rune => rune.Value switch
        {
            '\\' => "\\e",
            '-' => "\\-",
            < 128 => rune.ToString(),
            _ => $"\\[u{rune.Value:X4}]",
        }));
        return line.StartsWith('.') || line.StartsWith('\'') ? "\\&" + line : line;
    }
}
