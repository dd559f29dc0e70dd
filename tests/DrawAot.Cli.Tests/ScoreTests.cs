using System.Text.Json;

namespace DrawAot.Cli.Tests;

/// <summary>The output of <c>drawaot score</c>.</summary>
public sealed class ScoreTests(NativeProgram program)
{
    [Fact]
    public async Task Scores_are_the_librarys()
    {
        using TemporaryFolder folder = new();
        DigitFiles.SaveAmat(folder.Combine("digits.amat"), count: 12);
        JsonElement json = await Json(folder, exitCode: 0, "--input", "digits.amat", "--seed", "3");

        double[] expected = DigitFiles.Scores(folder.Combine("digits.amat"), seed: 3);
        Assert.Equal(12, json.GetProperty("images").GetInt32());
        Assert.Equal(expected, json.GetProperty("scores").EnumerateArray().Select(Nats));
        Assert.Equal(expected.Average(), Nats(json), 1e-9);
        Assert.Equal("digits.amat[11]", json.GetProperty("scores")[11].GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_part_scores_as_within_the_whole()
    {
        using TemporaryFolder folder = new();
        DigitFiles.SaveAmat(folder.Combine("digits.amat"), count: 8);
        JsonElement whole = await Json(folder, 0, "--input", "digits.amat");
        JsonElement part = await Json(folder, 0, "--input", "digits.amat", "--first", "5", "--count", "99");
        Assert.Equal(
            whole.GetProperty("scores").EnumerateArray().Skip(5).Select(Nats), part.GetProperty("scores").EnumerateArray().Select(Nats));
    }

    [Fact]
    public async Task Lines_of_parts_one_after_another_are_the_lines_of_the_whole()
    {
        using TemporaryFolder folder = new();
        DigitFiles.SaveAmat(folder.Combine("digits.amat"), count: 7);
        await File.WriteAllTextAsync(folder.Combine("no.png"), "no image", TestContext.Current.CancellationToken);
        string[] input = ["score", "--json-lines", "--input", "digits.amat", "no.png"];
        CommandResult whole = await program.Run(folder.Path, input);
        Assert.Equal(1, whole.ExitCode);

        string[] lines = whole.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        JsonElement[] images = [.. lines.Select(line => JsonDocument.Parse(line).RootElement)];
        JsonElement[] scores = [.. (await Json(folder, 0, "--input", "digits.amat")).GetProperty("scores").EnumerateArray()];
        Assert.Equal(scores.Select(score => score.GetRawText()), images[..^1].Select(score => score.GetRawText()));
        Assert.Equal("no.png", images[^1].GetProperty("name").GetString());
        Assert.Contains("no.png", images[^1].GetProperty("error").GetString(), StringComparison.Ordinal);

        string joined = "";
        for (int first = 0; first < 8; first += 3)
        {
            joined += (await program.Run(folder.Path, [.. input, "--first", $"{first}", "--count", "3"])).Output;
        }

        Assert.Equal(whole.Output, joined);
    }

    [Fact]
    public async Task One_form_of_JSON_is_asked_for()
    {
        using TemporaryFolder folder = new();
        CommandResult result = await program.Run(folder.Path, "score", "--json", "--json-lines", "--input", ".");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--json and --json-lines exclude each other", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pictures_score_depends_on_no_other_file()
    {
        using TemporaryFolder folder = new();
        DigitFiles.SavePng(folder.Combine("5.png"), DigitFiles.Digit(0));
        double alone = Nats(await Json(folder, 0, "--input", "5.png"));
        foreach (string name in (string[])["1.png", "3.png", "9.png"])
        {
            File.Copy(folder.Combine("5.png"), folder.Combine(name));
        }

        DigitFiles.SavePng(folder.Combine("2.png"), DigitFiles.Digit(1));
        JsonElement[] scores = [.. (await Json(folder, 0, "--input", ".")).GetProperty("scores").EnumerateArray()];
        Assert.Equal([alone, alone, alone, alone], scores.Where(score => score.GetProperty("name").GetString() != "./2.png").Select(Nats));
        Assert.NotEqual(alone, Nats(scores[1]));

        JsonElement second = (await Json(folder, 0, "--input", ".", "--first", "1", "--count", "1")).GetProperty("scores")[0];
        Assert.Equal(scores[1].GetRawText(), second.GetRawText());
        Assert.NotEqual(alone, Nats(await Json(folder, 0, "--input", "5.png", "--seed", "2")));
    }

    [Theory]
    [InlineData()]
    [InlineData("--samples", "5")]
    public async Task Draws_are_seeds_one_after_another_and_tell_their_error(params string[] options)
    {
        using TemporaryFolder folder = new();
        DigitFiles.SaveAmat(folder.Combine("digits.amat"), count: 2);
        double[][] draws = new double[4][];
        for (int draw = 0; draw < draws.Length; draw++)
        {
            JsonElement one = await Json(folder, 0, ["--input", "digits.amat", "--seed", $"{7 + draw}", .. options]);
            Assert.False(one.TryGetProperty("monteCarloError", out _));
            draws[draw] = [.. one.GetProperty("scores").EnumerateArray().Select(Nats)];
        }

        JsonElement json = await Json(folder, 0, ["--input", "digits.amat", "--seed", "7", "--draws", "4", .. options]);
        double[] errors = new double[2];
        for (int image = 0; image < 2; image++)
        {
            double mean = draws.Average(draw => draw[image]);
            errors[image] = Math.Sqrt(draws.Sum(draw => Math.Pow(draw[image] - mean, 2)) / 3 / 4);
            Assert.Equal(mean, Nats(json.GetProperty("scores")[image]), 1e-9);
            Assert.Equal(errors[image], json.GetProperty("scores")[image].GetProperty("monteCarloError").GetDouble(), 1e-9);
        }

        Assert.Equal(Math.Sqrt(errors.Sum(error => error * error)) / 2, json.GetProperty("monteCarloError").GetDouble(), 1e-9);
        CommandResult text = await program.Run(folder.Path, ["score", "--input", "digits.amat", "--seed", "7", "--draws", "4", .. options]);
        Assert.Contains(FormattableString.Invariant($" ± {errors[0]:F3}  digits.amat[0]"), text.Output, StringComparison.Ordinal);
        Assert.Contains(FormattableString.Invariant($"the mean of 2 images; Monte Carlo error ± {json.GetProperty("monteCarloError").GetDouble():F3}"), text.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_data_set_is_scored_as_far_as_it_is_sound()
    {
        using TemporaryFolder folder = new();
        DigitFiles.SaveAmat(folder.Combine("digits.amat"), count: 3);
        JsonElement whole = await Json(folder, 0, "--input", "digits.amat");
        await File.AppendAllTextAsync(folder.Combine("digits.amat"), "0 1\n", TestContext.Current.CancellationToken);

        CommandResult result = await program.Run(folder.Path, "score", "--json", "--input", "digits.amat");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("line 4", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
        JsonElement json = JsonDocument.Parse(result.Output).RootElement;
        Assert.Equal(3, json.GetProperty("images").GetInt32());
        Assert.Equal(
            whole.GetProperty("scores").EnumerateArray().Select(Nats), json.GetProperty("scores").EnumerateArray().Take(3).Select(Nats));
        Assert.Contains("line 4", json.GetProperty("scores")[3].GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_samples_need_fewer_nats()
    {
        using TemporaryFolder folder = new();
        DigitFiles.SaveAmat(folder.Combine("digits.amat"), count: 4);
        Assert.InRange(
            Nats(await Json(folder, 0, "--input", "digits.amat", "--samples", "50")), 0, Nats(await Json(folder, 0, "--input", "digits.amat")));
    }

    [Fact]
    public async Task What_is_no_digit_scores_worse()
    {
        using TemporaryFolder folder = new();
        float[] digit = DigitFiles.Digit(0);
        var random = new Random(1);
        DigitFiles.SavePng(folder.Combine("inverted.png"), [.. digit.Select(value => 1 - value)]);
        DigitFiles.SavePng(folder.Combine("noise.png"), [.. digit.Select(_ => (float)random.Next(2))]);
        DigitFiles.SavePng(folder.Combine("checkers.png"), [.. digit.Select((_, i) => (float)((i / 28 / 2 + i % 28 / 2) % 2))]);
        DigitFiles.SaveAmat(folder.Combine(".digits.amat"), count: 20);

        double worst = DigitFiles.Scores(folder.Combine(".digits.amat"), seed: 1).Max();
        JsonElement json = await Json(folder, 0, "--input", ".");
        Assert.Equal(3, json.GetProperty("images").GetInt32());
        Assert.All(json.GetProperty("scores").EnumerateArray(), score => Assert.InRange(Nats(score), 1.5 * worst, double.MaxValue));
    }

    [Fact]
    public async Task A_bad_file_is_named_and_the_others_are_scored()
    {
        using TemporaryFolder folder = new();
        DigitFiles.SavePng(folder.Combine("digit.png"), DigitFiles.Digit(0));
        byte[] digit = folder["digit.png"];
        for (int k = 0; k < 1000; k++)
        {
            await File.WriteAllBytesAsync(folder.Combine($"{k:D4}.png"), k == 500 ? digit[..60] : digit, TestContext.Current.CancellationToken);
        }

        CommandResult result = await program.Run(folder.Path, "score", "--input", ".");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("0500.png", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
        Assert.Contains("the mean of 1000 images", result.Output, StringComparison.Ordinal);

        JsonElement json = await Json(folder, 1, "--input", ".");
        Assert.Contains("0500.png", json.GetProperty("scores")[500].GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_neither_break_lines_nor_reach_the_terminal_as_commands()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such names.");
        using TemporaryFolder folder = new();
        DigitFiles.SavePng(folder.Combine("a\nb\e[2J.png"), DigitFiles.Digit(0));
        await File.WriteAllTextAsync(folder.Combine("c\nd\e[2J.png"), "no image", TestContext.Current.CancellationToken);
        CommandResult result = await program.Run(folder.Path, "score", "--input", ".");
        Assert.EndsWith("a b?[2J.png", Assert.Single(result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Contains("c d?[2J.png", Assert.Single(result.ErrorLines), StringComparison.Ordinal);

        JsonElement json = await Json(folder, 1, "--input", ".");
        Assert.EndsWith("a\nb\e[2J.png", json.GetProperty("scores")[0].GetProperty("name").GetString(), StringComparison.Ordinal);
    }

    private async Task<JsonElement> Json(TemporaryFolder folder, int exitCode, params string[] options)
    {
        CommandResult result = await program.Run(folder.Path, ["score", "--json", .. options]);
        Assert.True(result.ExitCode == exitCode, result.Error);
        return JsonDocument.Parse(result.Output).RootElement;
    }

    private static double Nats(JsonElement element) => element.GetProperty("nats").GetDouble();
}
