using System.Text.RegularExpressions;

namespace DrawAot.Native.Tests;

/// <summary>Misuse of the interface is refused, and harms nothing.</summary>
public sealed partial class MisuseTests(Installed installed)
{
    private static readonly string[] Sanitizers = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-g"];

    [NativeFact]
    public async Task Misuse_is_refused_and_the_address_sanitizer_finds_nothing() =>
        await RequireRefusals(await installed.Compile(["c/misuse.c"], await RequireSanitizers()));

    [NativeFact]
    public async Task Misuse_of_a_classifier_is_refused_and_the_address_sanitizer_finds_nothing() =>
        await RequireRefusals(await installed.CompileForClassifier(["c/misuse_classifier.c"], await RequireSanitizers()));

    /// <summary>
    /// The runtime keeps a few blocks from its start to the end of the process. A program with hundreds of sessions, models,
    /// refusals and threads keeps no more than one that draws a single picture.
    /// </summary>
    [NativeFact]
    public async Task Nothing_leaks()
    {
        await RequireSanitizers();
        string demo = await installed.Compile(["c/demo.c"], Sanitizers);
        string misuse = await installed.Compile(["c/misuse.c"], Sanitizers);
        string once = Leaks((await installed.Run(demo)).Error), often = Leaks((await installed.Run(misuse)).Error);
        Assert.Equal(once, often);
    }

    [NativeFact]
    public async Task Two_libraries_in_one_process_work_and_refuse_each_others_handles()
    {
        string program = await installed.Compile(["c/two_libraries.c"]);
        CommandResult result = await installed.Run(program, installed.LibraryOf(Installed.Tier), installed.Other);
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.Equal("mnist and seven: 0 failures\n", result.Output);
    }

    private async Task RequireRefusals(string misuse)
    {
        CommandResult result = await installed.Run([("ASAN_OPTIONS", "detect_leaks=0")], misuse);
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.EndsWith("\n0 failures\n", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Sanitizer", result.Error, StringComparison.Ordinal);
    }

    private static string Leaks(string report) => Summary().Match(report).Value;

    /// <summary>The compiler's options for them; skips the running test where they do not work.</summary>
    private static async Task<string[]> RequireSanitizers()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.Combine("empty.c"), "int main(void) { return 0; }\n");
        await Tools.Require("cc", [.. Sanitizers, "-o", folder.Combine("empty"), folder.Combine("empty.c")]);
        return Sanitizers;
    }

    [GeneratedRegex("SUMMARY: AddressSanitizer: .* leaked .*")]
    private static partial Regex Summary();
}
