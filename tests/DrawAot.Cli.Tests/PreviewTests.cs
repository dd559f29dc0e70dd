using DrawAot.Manifest;
using Spectre.Console;

namespace DrawAot.Cli.Tests;

/// <summary>Sheets in the terminal.</summary>
public sealed class PreviewTests
{
    [Fact]
    public void Without_colours_it_is_made_of_shades()
    {
        using var text = new StringWriter();
        Preview.WriteShades(text, Sheet(), columns: 80);
        Assert.Equal(" @ @\n @ @\n", text.ToString().ReplaceLineEndings("\n"));
    }

    [Fact]
    public void A_narrow_terminal_gets_means()
    {
        using var text = new StringWriter();
        Preview.WriteShades(text, Sheet(), columns: 2);
        Assert.Equal("==\n", text.ToString().ReplaceLineEndings("\n").Replace('-', '=').Replace('+', '='));
    }

    [Fact]
    public void With_colours_it_is_made_of_them()
    {
        using var text = new StringWriter();
        Preview.WriteColours(text, Sheet(), columns: 80, ColorSystemSupport.TrueColor);
        Assert.Contains("255;255;255", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("0;0;0", text.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Columns, by turns black and white.</summary>
    private static Sheet Sheet()
    {
        var sheet = new Sheet(
            new DrawShape(4, 4, 1, Glimpses: 1, Latent: 1, EncoderHidden: 1, DecoderHidden: 1, ReadAttention: null, WriteAttention: null),
            count: 1,
            columns: 1);
        sheet.Place(0, [.. Enumerable.Range(0, 16).Select(i => (float)(i % 2))]);
        return sheet;
    }
}
