using System.Linq;
using DrawAot.Manifest;

namespace DrawAot.Generators.Models.Draw;

/// <summary>A drawing of the dataflow of one glimpse, aligned for sizes of any number of digits.</summary>
internal static class Dataflow
{
    public static string OfDecoding(DrawShape shape)
    {
        string input = $"z [{shape.Latent}] ──► ", state = "h, c ─", decoder = $"decoder LSTM [{shape.DecoderHidden}] ─";
        string loop = state.PadRight(input.Length + 1, '─') + "┘";
        string canvas = $"[{shape.Channels}, {shape.Height}, {shape.Width}]";
        if (shape.WriteAttention is not int n)
        {
            return $"""
                {input}{decoder}─► patch w ──► canvas ← canvas + w {canvas}
                {loop}
                """;
        }

        string window = $"─► window ─► FX [{n}, {shape.Width}], FY [{n}, {shape.Height}] ─";
        string patch = $"─► patch w [{shape.Channels}, {n}, {n}] ─";
        return $"""
            {input}{decoder}┬{window}┐
            {loop.PadRight(input.Length + decoder.Length)}└{patch.PadRight(window.Length, '─')}┴─► canvas ← canvas + (1/γ)·FYᵀ w FX {canvas}
            """;
    }

    /// <summary>From an image and the decoder's state to the latent.</summary>
    public static string OfEncoding(DrawShape shape)
    {
        string window = shape.ReadAttention is int n ? $"read window ─► FX [{n}, {shape.Width}], FY [{n}, {shape.Height}] ─► " : "";
        string image = $"x, x̂ [{shape.Channels}, {shape.Height}, {shape.Width}] ─► {window}r [{shape.ReadSize}] ─";
        return $"""
            {image}┬─► encoder LSTM [{shape.EncoderHidden}] ─► μ, log σ [{shape.Latent}] ─► z = μ + σ·ε
            {"h_dec ".PadRight(VisibleLength(image), '─')}┘
            """;
    }

    /// <summary>Columns that a text takes: the combining mark of x̂ takes none.</summary>
    private static int VisibleLength(string text) => text.Length - text.Count(character => character == '\u0302');
}
