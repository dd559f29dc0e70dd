using System.Collections.Generic;
using System.Linq;
using DrawAot.Generators.Planning;
using DrawAot.Layout;
using DrawAot.Manifest;

namespace DrawAot.Generators.Emit;

/// <summary>A model's sizes as named constants: the files of two models differ mostly in this one.</summary>
internal static class ShapeFile
{
    /// <summary>Emits the file.</summary>
    /// <param name="plan">The model.</param>
    /// <param name="groups">The sizes, in groups.</param>
    public static SourceFile Emit(ModelPlan plan, IEnumerable<IEnumerable<Extent>> groups) => SourceFile.Of(plan, "Shape", $$"""
        namespace {{plan.KernelNamespace}};

        /// <summary>Every size of the model. A row that vectors walk is padded with zeros to whole vectors.</summary>
        internal static class Shape
        {
        {{string.Join("\n\n", groups.Select(group => Lines.Indent(1, Constants.Of(group))))}}
        }
        """);

    /// <summary>The sizes of the tiles that kernels compute.</summary>
    public static IEnumerable<Extent> Tiles(ModelLayout layout)
    {
        yield return new Extent("VectorWidth", PanelFormat.PanelRows, "floats of the widest vector");
        yield return new Extent("PanelRows", PanelFormat.PanelRows, "NR, rows of weights that lie side by side");
        yield return new Extent("BatchTile", PanelFormat.BatchTile, "MR, pictures whose sums a kernel holds in registers");
        yield return layout.BatchSize;
        if (layout.Weights.Matrices.Any(block => block.Format.Pair is { HasBlocks: true }))
        {
            yield return new Extent("SumBlock", Float32Format.SumBlock, "inputs whose products are added up before they join the sum");
        }

        yield return layout.PictureStride;
    }

    /// <summary>The sizes of an LSTM.</summary>
    public static IEnumerable<Extent> Lstm(LstmLayout lstm) => [lstm.Hidden, lstm.HiddenPadded, lstm.GateRows, lstm.States, lstm.StatesSize];

    /// <summary>The sizes that windows share.</summary>
    public static IEnumerable<Extent> Windows(ImageLayout image) =>
        [image.Width.Padded, image.Height.Padded, new Extent("WindowSize", ModelTensors.WindowSize, "g̃X, g̃Y, log σ², log δ̃, log γ")];
}
