namespace DrawAot.Cli.Tests;

/// <summary>The training block is free: anything may stand there.</summary>
public sealed class TrainingBlockTests
{
    [Fact]
    public void The_test_bound_is_found() =>
        Assert.Equal(93.25, TrainingBlock.Parse("""{ "training": { "test": { "nats": 93.25, "images": 10000 } } }""").TestBound);

    [Fact]
    public void The_test_error_is_found() =>
        Assert.Equal(2.75, TrainingBlock.Parse("""{ "training": { "test": { "errorPercent": 2.75, "images": 10000 } } }""").TestError);

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{ "training": null }""")]
    [InlineData("""{ "training": "by hand" }""")]
    [InlineData("""{ "training": { "test": 93.25 } }""")]
    [InlineData("""{ "training": { "test": { "nats": "few" } } }""")]
    public void Anything_else_is_no_bound(string manifest) => Assert.Null(TrainingBlock.Parse(manifest).TestBound);
}
