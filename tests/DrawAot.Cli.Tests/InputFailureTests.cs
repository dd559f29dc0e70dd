namespace DrawAot.Cli.Tests;

/// <summary>Input that <c>reconstruct</c> and <c>score</c> refuse.</summary>
public sealed class InputFailureTests(NativeProgram program)
{
    [Theory]
    [InlineData("none.png", "There is no file")]
    [InlineData("empty", "holds no files")]
    [InlineData("text.png", "no image of a known kind")]
    [InlineData("nothing.png", "no image of a known kind")]
    [InlineData("half.png", "half.png")]
    [InlineData("wide.png", "56 wide and 28 high")]
    public async Task A_bad_input_is_refused_in_a_sentence(string input, string expected)
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder.Combine("empty"));
        DigitFiles.SavePng(folder.Combine("digit.png"), DigitFiles.Digit(0));
        await File.WriteAllTextAsync(folder.Combine("text.png"), "hello", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder.Combine("nothing.png"), "", TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(folder.Combine("half.png"), folder["digit.png"][..80], TestContext.Current.CancellationToken);
        await program.Run(folder.Path, "sample", "--count", "2", "--columns", "2", "--out", "wide.png");

        CommandResult result = await program.Run(folder.Path, "score", "--input", input);
        Assert.Equal(1, result.ExitCode);
        Assert.Empty(result.Output);
        string sentence = Assert.Single(result.ErrorLines);
        Assert.Contains(input, sentence, StringComparison.Ordinal);
        Assert.Contains(expected, sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("digit.png", "digit.png")]
    [InlineData("digit.png", "../digits/digit.png")]
    [InlineData(".", "digit.png")]
    public async Task An_image_that_is_read_is_not_written_over(string input, string output)
    {
        using TemporaryFolder folder = new();
        string digits = Directory.CreateDirectory(folder.Combine("digits")).FullName;
        DigitFiles.SavePng(Path.Combine(digits, "digit.png"), DigitFiles.Digit(0));
        byte[] before = folder["digits/digit.png"];
        CommandResult result = await program.Run(digits, "reconstruct", "--input", input, "--out", output);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("among the images of --input", result.ErrorLines[0], StringComparison.Ordinal);
        Assert.Equal(before, folder["digits/digit.png"]);
    }

    [Fact]
    public async Task Columns_without_end_are_too_many()
    {
        using TemporaryFolder folder = new();
        DigitFiles.SavePng(folder.Combine("digit.png"), DigitFiles.Digit(0));
        CommandResult result = await program.Run(folder.Path, "reconstruct", "--input", "digit.png", "--out", "x.png", "--columns", "2147483647");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("at most 8192×8192", result.ErrorLines[0], StringComparison.Ordinal);
    }
}
