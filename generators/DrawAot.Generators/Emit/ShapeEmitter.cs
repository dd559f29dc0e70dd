using DrawAot.Generators.Planning;

namespace DrawAot.Generators.Emit;

/// <summary>The model's sizes as named constants: what tells one model's files from another's.</summary>
internal static class ShapeEmitter
{
    public static SourceFile Emit(ModelPlan plan) => SourceFile.Of(plan, "Shape", $$"""
        namespace {{plan.KernelNamespace}};

        /// <summary>Every size of the model. A row that a vector walks is padded with zeros to whole vectors.</summary>
        internal static class Shape
        {
            public const int Width = {{plan.Shape.Width}};                  // A
            public const int Height = {{plan.Shape.Height}};                 // B
            public const int Channels = {{plan.Shape.Channels}};               // C
            public const int PixelCount = Channels * Height * Width;

            public const int Glimpses = {{plan.Shape.Glimpses}};               // T
            public const int Latent = {{plan.Shape.Latent}};                 // Z
            public const int Hidden = {{plan.Shape.DecoderHidden}};                 // Hd, units of the decoder LSTM
            public const int Filters = {{plan.Shape.WriteAttention ?? 0}};                // N along each side of the write window; 0 without attention
            public const int PatchSize = {{plan.Shape.PatchSize}};              // C·N·N, or C·B·A without attention

            public const int Lanes = {{ModelPlan.Lanes}};                 // floats in a vector
            public const int Panel = 4 * Lanes;          // rows of weights that lie side by side
            public const int WidthPadded = {{plan.WidthPadded}};
            public const int HeightPadded = {{plan.HeightPadded}};
            public const int HiddenPadded = {{plan.HiddenPadded}};

            public const int FirstPatchRow = {{plan.FirstPatchRow}};          // heads: the window's 5 rows, then from here the patch
            public const int HeadRows = {{plan.HeadRows}};
            public const int CanvasStride = {{plan.CanvasStride}};           // from one row of the canvas to the next
            public const int CanvasSize = {{plan.CanvasSize}};            // C·B rows
        }
        """);
}
