namespace DrawAot.Cli;

/// <summary>Sentences for people, on the error stream, each on one line.</summary>
internal static class Messages
{
    /// <summary>Prints a line instead of the error stream, while a progress bar is there.</summary>
    public static Action<string>? Above { get; set; }

    /// <summary>Whether only what is wrong is said.</summary>
    public static bool AreQuiet { get; set; }

    /// <summary>Prints what was done, unless <c>--quiet</c> is set.</summary>
    public static void Report(string sentence)
    {
        if (!AreQuiet)
        {
            Print(sentence);
        }
    }

    /// <summary>Prints a sentence; where the stream cannot be written, the exit code alone tells of the fault.</summary>
    public static void Print(string sentence)
    {
        try
        {
            (Above ?? Console.Error.WriteLine)(OneLine(sentence));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
        }
    }

    /// <summary>A text on one line. Names of files may hold anything, even what a terminal would obey.</summary>
    public static string OneLine(string text)
    {
        string line = text.ReplaceLineEndings(" ");
        return string.Create(line.Length, line, (characters, from) =>
        {
            for (int i = 0; i < characters.Length; i++)
            {
                characters[i] = char.IsControl(from[i]) ? '?' : from[i];
            }
        });
    }
}
