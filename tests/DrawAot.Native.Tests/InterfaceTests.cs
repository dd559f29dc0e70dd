using System.Text.RegularExpressions;
using DrawAot.TestModels;

namespace DrawAot.Native.Tests;

/// <summary>The header says what the library has, and what is installed is what the build was asked for.</summary>
public sealed partial class InterfaceTests(Installed installed)
{
    private static string Header => File.ReadAllText(Repository.PathOf("src/DrawAot.Native/include/drawaot.h"));

    /// <summary>The header's sections: that of every library, and one a family.</summary>
    private const string Shared = "Every library", Draw = "DRAW", Classifier = "Glimpse classifier";

    [NativeFact]
    public async Task Every_library_has_the_functions_of_its_family_and_no_others_under_a_version_of_its_own()
    {
        Assert.Contains("drawaot_step", FunctionsOf(Shared));
        (string Library, string Version, string Family)[] libraries =
        [
            (installed.LibraryOf("x86-64-v2"), "DRAWAOT_MNIST", Draw), (installed.LibraryOf("x86-64-v3"), "DRAWAOT_MNIST", Draw),
            (installed.LibraryOf("x86-64-v4"), "DRAWAOT_MNIST", Draw), (installed.Other, "DRAWAOT_SEVEN", Draw),
            (installed.Classifier, "DRAWAOT_SEARCH", Classifier),
        ];
        foreach ((string library, string version, string family) in libraries)
        {
            string[] declared = [.. FunctionsOf(Shared).Concat(FunctionsOf(family)).Order(StringComparer.Ordinal)];
            CommandResult symbols = await installed.Run("nm", "-D", "--defined-only", "--with-symbol-versions", library);
            Assert.True(symbols.ExitCode == 0, symbols.Error);
            string[] exported = [.. Symbol().Matches(symbols.Output).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal)];
            Assert.Equal(declared.Select(name => $"{name}@@{version}"), exported);
        }
    }

    [NativeFact]
    public async Task The_linker_refuses_a_program_that_draws_with_a_classifier()
    {
        (_, CommandResult result) = await installed.LinkWithClassifier(["realtime/latency.c"]);
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("undefined reference to `drawaot_sample'", result.Error, StringComparison.Ordinal);
    }

    /// <summary>A function that takes a session keeps the header's promise, so the proof has to call it.</summary>
    [Theory]
    [InlineData(Draw, "realtime/draw_verbs.c")]
    [InlineData(Classifier, "realtime/classifier_verbs.c")]
    public void The_proof_calls_every_function_of_a_session(string family, string verbs)
    {
        string proof = File.ReadAllText(Repository.Consumer(verbs));
        string[] promising = [.. SessionFunction().Matches(Section(Shared) + Section(family)).Select(match => match.Groups[1].Value)];
        Assert.Contains("drawaot_step", promising);
        Assert.All(
            promising.Except(["drawaot_session_destroy", "drawaot_warm_up"]),
            function => Assert.Contains($" {function}(session", proof, StringComparison.Ordinal));
    }

    [NativeFact]
    public async Task The_header_is_c99_and_cpp_without_a_warning()
    {
        using TemporaryFolder folder = new();
        const string Program = "#include <drawaot_mnist.h>\n#include <drawaot.h>\nint main(void) { return drawaot_abi_version() - DRAWAOT_ABI_VERSION; }\n";
        File.WriteAllText(folder.Combine("include.c"), Program);
        File.WriteAllText(folder.Combine("include.cpp"), Program);
        foreach ((string compiler, string standard, string file) in ((string, string, string)[])[("cc", "c99", "include.c"), ("cc", "c11", "include.c"), ("c++", "c++11", "include.cpp")])
        {
            CommandResult result = await installed.Run(
                compiler, $"-std={standard}", "-pedantic-errors", "-Wall", "-Wextra", "-Wconversion", "-Werror", "-fsyntax-only",
                "-I", Path.Combine(installed.Prefix, "include"), folder.Combine(file));
            Assert.True(result.ExitCode == 0, result.Error);
        }
    }

    [Fact]
    public void The_headers_status_codes_are_the_librarys()
    {
        Dictionary<string, int> codes = Code().Matches(Header).ToDictionary(
            match => match.Groups[1].Value.Replace("ERROR_", "", StringComparison.Ordinal),
            match => int.Parse(match.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(Enum.GetValues<Status>().ToDictionary(status => status.ToString().ToUpperInvariant(), status => (int)status), codes);
    }

    [NativeFact]
    public void The_models_header_states_its_sizes()
    {
        string header = File.ReadAllText(Path.Combine(installed.OtherFolder, "drawaot_seven.h"));
        foreach ((string name, int size) in ((string, int)[])
            [("WIDTH", Seven.Width), ("HEIGHT", Seven.Height), ("CHANNELS", Seven.Channels), ("GLIMPSES", Seven.Glimpses), ("LATENT", Seven.Latent)])
        {
            Assert.Contains($"#define DRAWAOT_SEVEN_{name} {size}\n", header, StringComparison.Ordinal);
        }
    }

    [NativeFact]
    public void The_header_of_a_classifier_states_its_sizes()
    {
        string header = File.ReadAllText(Path.Combine(installed.ClassifierFolder, "drawaot_search.h"));
        foreach ((string name, int size) in ((string, int)[])
            [("WIDTH", Search.Width), ("HEIGHT", Search.Height), ("CHANNELS", Search.Channels), ("GLIMPSES", Search.Glimpses), ("CLASS_COUNT", Search.ClassCount)])
        {
            Assert.Contains($"#define DRAWAOT_SEARCH_{name} {size}\n", header, StringComparison.Ordinal);
        }
    }

    /// <summary>Labels may hold what looks like the end of the array, of the text, or of a property of the build.</summary>
    [Fact]
    public async Task Classes_are_counted_whatever_their_labels()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.Combine("odd.draw.json"), """
            {
              "format": 2, "model": "classifier", "name": "odd", "image": { "width": 3, "height": 2, "channels": 1 }, "glimpses": 4,
              "hidden": 5, "attention": { "read": 2 },
              "classes": [ "]", "a\"]", ", \"", "$(A) %3B;@(B)", "\\", "\"classes\": [\"1\", \"2\"]", "{" ],
              "weights": { "file": "odd.safetensors", "sha256": "HASH", "precision": "float32" }
            }
            """.Replace("HASH", new string('0', 64), StringComparison.Ordinal));
        File.WriteAllText(folder.Combine("odd.safetensors"), "");
        var batch = new BuildBatch(folder.Path);
        AddModel(batch, "odd", "DrawAotManifest=odd.draw.json", $"IntermediateOutputPath={folder.Path}/");
        CommandResult result = (await batch.Run())["odd"];
        Assert.True(result.ExitCode == 0, result.Output);
        Assert.Contains("#define DRAWAOT_ODD_CLASS_COUNT 7\n", File.ReadAllText(folder.Combine("drawaot_odd.h")), StringComparison.Ordinal);
    }

    [NativeFact]
    public void What_is_published_is_the_library_its_symbols_and_its_headers() => Assert.Equal(
        ["drawaot.h", "drawaot_seven.h", "libdrawaot_seven.so", "libdrawaot_seven.so.dbg"],
        Directory.EnumerateFileSystemEntries(installed.OtherFolder).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));

    [NativeFact]
    public void What_is_installed_lies_where_programs_look_for_it() => Assert.Equal(
        [
            "include/drawaot.h", "include/drawaot_mnist.h",
            "lib/cmake/drawaot_mnist/drawaot_mnist-config-version.cmake", "lib/cmake/drawaot_mnist/drawaot_mnist-config.cmake",
            "lib/glibc-hwcaps/x86-64-v3/libdrawaot_mnist.so", "lib/glibc-hwcaps/x86-64-v4/libdrawaot_mnist.so",
            "lib/libdrawaot_mnist.a", "lib/libdrawaot_mnist.so", "lib/pkgconfig/drawaot_mnist.pc",
        ],
        Directory.EnumerateFiles(installed.Prefix, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(installed.Prefix, path)).Order(StringComparer.Ordinal));

    [Fact]
    public async Task A_build_that_is_pointed_at_nothing_says_so()
    {
        (string Option, string Sentence)[] refusals =
        [
            ("DrawAotManifest=nowhere/a.draw.json", "DrawAotManifest is 'nowhere/a.draw.json', and there is no such file; the path of a NAME.draw.json was expected"),
            ("DrawAotManifest=a.json", "DrawAotManifest is 'a.json'; a file called NAME.draw.json was expected."),
            ("DrawAotManifest=a.draw.json", "a.safetensors' of 'a.draw.json' do not exist; they were expected beside it, or where DrawAotWeights says."),
            ("DrawAotWeights=b.safetensors", "b.safetensors' of 'mnist.draw.json' do not exist; they were expected beside it, or where DrawAotWeights says."),
        ];
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.Combine("a.json"), "{}");
        File.WriteAllText(
            folder.Combine("a.draw.json"),
            File.ReadAllText(Repository.PathOf("src/DrawAot.Models/mnist/mnist.draw.json")).Replace("mnist.safetensors", "a.safetensors", StringComparison.Ordinal));
        var batch = new BuildBatch(folder.Path);
        foreach ((string option, _) in refusals)
        {
            AddModel(batch, option, option);
        }

        IReadOnlyDictionary<string, CommandResult> builds = await batch.Run();
        foreach ((string option, string sentence) in refusals)
        {
            Assert.NotEqual(0, builds[option].ExitCode);
            Assert.Contains(sentence, builds[option].Output, StringComparison.Ordinal);
        }
    }

    /// <summary>Adds a build that prepares the compilation of a library, without a build of the projects that it refers to.</summary>
    private static void AddModel(BuildBatch batch, string name, params string[] properties) => batch.Add(
        name, Repository.PathOf("src/DrawAot.Native/DrawAot.Native.csproj"), "AddDrawModel",
        ["BuildProjectReferences=false", $"DrawAotBuildAssembly={Repository.BuildAssembly}", .. properties]);

    /// <summary>The functions that a section of the header declares.</summary>
    private static string[] FunctionsOf(string section) => [.. Declaration().Matches(Section(section)).Select(match => match.Groups[1].Value)];

    /// <summary>The text from a section's title to the next one's.</summary>
    private static string Section(string title) =>
        Header.Split("/* ==== ").Single(part => part.StartsWith(title + " ==== */", StringComparison.Ordinal));

    [GeneratedRegex(@"^(?:drawaot_status|int32_t|const char \*) ?(drawaot_\w+)\(", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"^drawaot_status (drawaot_\w+)\(\s*drawaot_session \*session\b", RegexOptions.Multiline)]
    private static partial Regex SessionFunction();

    [GeneratedRegex(@" (drawaot_\w+@@\w+)$", RegexOptions.Multiline)]
    private static partial Regex Symbol();

    [GeneratedRegex(@"^    DRAWAOT_(\w+) = (-?\d+)", RegexOptions.Multiline)]
    private static partial Regex Code();
}
