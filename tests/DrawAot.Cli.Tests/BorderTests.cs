namespace DrawAot.Cli.Tests;

/// <summary>The rectangle around an attention window.</summary>
public sealed class BorderTests
{
    [Fact]
    public void It_is_a_rectangle_around_all_filters()
    {
        // Centre 4, three strides of 2: from 1.5 to 7.5 of the pixels' edges.
        Border border = Of(sigma: 0);
        Assert.Equal([1, 7], Enumerable.Range(0, 10).Where(x => border.Covers(x, 4)));
        Assert.Equal([1, 7], Enumerable.Range(0, 10).Where(y => border.Covers(4, y)));
        Assert.True(border.Covers(1, 1));
        Assert.False(border.Covers(0, 0));
    }

    [Fact]
    public void The_line_is_wider_the_more_the_filters_blur() =>
        Assert.True(LineWidth(sigma: 0.5f) < LineWidth(sigma: 2) && LineWidth(sigma: 2) < LineWidth(sigma: 4));

    private static int LineWidth(float sigma)
    {
        Border border = Of(sigma, scale: 10);
        return Enumerable.Range(0, 45).Count(x => border.Covers(x, 45));
    }

    private static Border Of(float sigma, int scale = 1) => new(
        new AttentionWindow(CentreX: 4, CentreY: 4, Stride: 2, Variance: sigma * sigma, Intensity: 1), filters: 3, scale);
}
