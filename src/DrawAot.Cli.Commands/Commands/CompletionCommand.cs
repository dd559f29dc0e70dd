using System.CommandLine;

namespace DrawAot.Cli.Commands;

/// <summary><c>completion</c>: a script by which a shell completes the program's commands, options and values.</summary>
/// <remarks>The program itself answers, by System.CommandLine's directive <c>[suggest:POSITION]</c>; names of files are the shell's own.</remarks>
internal static class CompletionCommand
{
    private const string Bash = """
        _NAME() {
            local line="${COMP_LINE:0:COMP_POINT}" IFS=$'\n'
            line="${line#*[[:space:]]}"
            COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" "[suggest:${#line}]" "$line" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _NAME PROGRAM
        """;

    private const string Zsh = """
        #compdef PROGRAM
        _NAME() {
            local line="${(j: :)words[2,CURRENT]}"
            local -a found=("${(@f)$("${words[1]}" "[suggest:${#line}]" "$line" 2>/dev/null)}")
            found=(${found:#})
            if (( ${#found} )); then compadd -a found; else _files; fi
        }
        compdef _NAME PROGRAM
        """;

    private const string Fish = """
        function _NAME
            set -l line (commandline -cp | string replace -r '^\s*\S+\s' '')
            PROGRAM "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c PROGRAM -a '(_NAME)'
        """;

    public static Command Create(string program)
    {
        var shell = new Argument<string>("SHELL") { Description = "The shell: bash, zsh or fish." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new Command("completion", $"Prints a script that completes commands and options in a shell, as in 'source <({program} completion bash)'.") { shell };
        command.SetAction(parsed => OutputStream.WriteText(text => text.Write(
            (parsed.GetRequiredValue(shell) switch
            {
                "bash" => Bash,
                "zsh" => Zsh,
                _ => Fish,
            }).ReplaceLineEndings("\n").Replace("_NAME", "_" + program.Replace('-', '_'), StringComparison.Ordinal).Replace("PROGRAM", program, StringComparison.Ordinal) + "\n")));
        return command;
    }
}
