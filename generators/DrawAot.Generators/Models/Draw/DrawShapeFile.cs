using System.Collections.Generic;
using System.Linq;
using DrawAot.Generators.Emit;
using DrawAot.Generators.Planning;
using DrawAot.Layout;
using DrawAot.Manifest;

namespace DrawAot.Generators.Models.Draw;

/// <summary>The model's sizes as named constants: the files of two models differ mostly in this one.</summary>
internal static class DrawShapeFile
{
    public static SourceFile Emit(ModelPlan plan, DrawLayout layout) => SourceFile.Of(plan, "Shape", $$"""
        namespace {{plan.KernelNamespace}};

        /// <summary>Every size of the model. A row that vectors walk is padded with zeros to whole vectors.</summary>
        internal static class Shape
        {
        {{string.Join("\n\n", Groups(layout).Select(group => Lines.Indent(1, Constants.Of(group))))}}
        }
        """);

    private static IEnumerable<IEnumerable<Extent>> Groups(DrawLayout layout)
    {
        yield return [layout.Width, layout.Height, layout.Channels, layout.PixelCount, layout.Glimpses, layout.Latents, layout.Latents.Padded, layout.LatentSize];
        yield return Tiles(layout);
        if (layout.ReadFilters is not null || layout.WriteFilters is not null)
        {
            yield return [layout.Width.Padded, layout.Height.Padded, new Extent("WindowSize", DrawTensors.WindowSize, "g̃X, g̃Y, log σ², log δ̃, log γ")];
        }

        yield return layout.ReadFilters is not FilterbankLayout read
            ? [layout.ReadSize, layout.ReadSize.Padded]
            :
            [
                read.X.Dimensions[0], layout.ReadHeadRows,
                new Extent("ReadPatchSize", layout.ReadSize.Value / 2, "C·N·N"), layout.ReadSize, layout.ReadSize.Padded,
                layout.ImageStride, layout.ImageSize,
            ];
        yield return [.. Lstm(layout.Encoder), layout.PosteriorRows];
        yield return Lstm(layout.Decoder);
        yield return layout.WriteFilters is not FilterbankLayout write
            ? [layout.PatchSize, layout.HeadRows, layout.CanvasStride, layout.CanvasSize]
            :
            [
                write.X.Dimensions[0], layout.PatchSize, layout.FirstPatchRow,
                layout.HeadRows, layout.CanvasStride, layout.CanvasSize,
            ];
    }

    private static IEnumerable<Extent> Tiles(DrawLayout layout)
    {
        yield return new Extent("VectorWidth", PanelFormat.PanelRows, "floats of the widest vector");
        yield return new Extent("PanelRows", PanelFormat.PanelRows, "NR, rows of weights that lie side by side");
        yield return new Extent("BatchTile", PanelFormat.BatchTile, "MR, pictures that share a pass over the weights");
        if (layout.Weights.Matrices.Any(block => WeightPair.Of(block.Format).HasBlocks))
        {
            yield return new Extent("SumBlock", BlockedSum.Block, "inputs whose products are added up before they join the sum");
        }

        yield return layout.PictureStride;
        yield return layout.SequenceGlimpses;
    }

    private static IEnumerable<Extent> Lstm(LstmLayout lstm) => [lstm.Hidden, lstm.HiddenPadded, lstm.GateRows, lstm.States, lstm.StatesSize];
}
