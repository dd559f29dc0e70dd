namespace DrawAot.Cli.Tests;

/// <summary>Suggestions for mistyped words.</summary>
public sealed class SpellingTests
{
    private static readonly string[] Words = ["--seed", "--scale", "--samples", "--count", "--columns", "--out"];

    [Theory]
    [InlineData("--sede", "--seed")]
    [InlineData("--seeds", "--seed")]
    [InlineData("--Seed", "--seed")]
    [InlineData("--ouput", "")]
    [InlineData("--output", "--out")]
    [InlineData("--col", "--columns")]
    [InlineData("--co", "")]
    [InlineData("--cout", "--count,--out")]
    [InlineData("--column", "--columns")]
    [InlineData("--smaples", "--samples")]
    [InlineData("--bogus", "")]
    [InlineData("--", "")]
    [InlineData("", "")]
    public void The_nearest_words_are_found(string word, string nearest) =>
        Assert.Equal(nearest.Split(',', StringSplitOptions.RemoveEmptyEntries), Spelling.Nearest(word, Words).Order(StringComparer.Ordinal));
}
