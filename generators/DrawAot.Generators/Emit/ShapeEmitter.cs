using DrawAot.Generators.Planning;
using DrawAot.Manifest;

namespace DrawAot.Generators.Emit;

/// <summary>The model's sizes as named constants: what tells one model's files from another's.</summary>
internal static class ShapeEmitter
{
    public static SourceFile Emit(ModelPlan plan) => SourceFile.Of(plan, "Shape", $$"""
        namespace {{plan.KernelNamespace}};

        /// <summary>Every size of the model. A row that a vector walks is padded with zeros to whole vectors.</summary>
        internal static class Shape
        {
            public const int Width = {{plan.Shape.Width}}; // A
            public const int Height = {{plan.Shape.Height}}; // B
            public const int Channels = {{plan.Shape.Channels}}; // C
            public const int PixelCount = {{plan.Shape.PixelCount}}; // C·B·A
            public const int Glimpses = {{plan.Shape.Glimpses}}; // T
            public const int Latent = {{plan.Shape.Latent}}; // Z
            public const int LatentPadded = {{plan.LatentPadded}};

            public const int Lanes = {{PanelLayout.Lanes}}; // floats in a vector, and rows of weights that lie side by side{{(WeightPair.Of(plan.Precision).Runs ? Runs : "")}}
            public const int Tile = {{SessionLayout.Tile}}; // pictures that share a pass over the weights
            public const int PictureStride = (Drawing.PictureSize / Lanes | 1) * Lanes; // to the next picture of a tile, an odd number of vectors
            public const int GlimpsesAhead = {{plan.GlimpsesAhead}}; // glimpses of known latents that share a pass
        {{(plan.HasWindow ? Filters(plan) : "")}}
        {{(plan.Shape.ReadAttention is int read ? ReadWindowed(plan, read) : ReadWhole(plan))}}

            public const int EncoderHidden = {{plan.Shape.EncoderHidden}}; // He, units of the encoder LSTM
            public const int EncoderHiddenPadded = {{plan.EncoderHiddenPadded}};
            public const int EncoderGateRows = 4 * EncoderHiddenPadded;
            public const int EncoderStates = {{plan.EncoderStates}}; // h_dec, h_enc
            public const int EncoderStatesPadded = {{PanelLayout.PadToVector(plan.EncoderStates)}};
            public const int PosteriorRows = {{plan.PosteriorRows}}; // μ and log σ, padded to a panel

            public const int DecoderHidden = {{plan.Shape.DecoderHidden}}; // Hd, units of the decoder LSTM
            public const int DecoderHiddenPadded = {{plan.DecoderHiddenPadded}};
            public const int DecoderGateRows = 4 * DecoderHiddenPadded;
            public const int DecoderStates = {{plan.Shape.DecoderHidden}}; // h_dec
            public const int DecoderStatesPadded = {{plan.DecoderHiddenPadded}};

        {{(plan.Shape.WriteAttention is int write ? WriteWindowed(plan, write) : WriteWhole(plan))}}
        }
        """);

    private static readonly string Runs = $"""

            public const int RunLength = {Summation.RunLength}; // inputs whose products are summed before they meet the rest
        """;

    private static string Filters(ModelPlan plan) => $"""

            public const int WidthPadded = {plan.WidthPadded};
            public const int HeightPadded = {plan.HeightPadded};

        """;

    private static string ReadWindowed(ModelPlan plan, int filters) => $"""
            public const int ReadFilters = {filters}; // N, along each side of the read window
            public const int ReadHeadRows = {PanelLayout.ReadHeadRows}; // the window's 5 rows, padded to a panel
            public const int ReadPatchSize = {plan.Shape.ReadSize / 2}; // C·N·N
            public const int ReadSize = {plan.Shape.ReadSize}; // R, the patch of x and that of x̂
            public const int ReadSizePadded = {PanelLayout.PadToVector(plan.Shape.ReadSize)};
            public const int ImageStride = {plan.ImageStride}; // from one row of the image to the next
            public const int ImageSize = {plan.ImageSize}; // floats: C·B rows of that stride
        """;

    private static string ReadWhole(ModelPlan plan) => $"""
            public const int ReadSize = {plan.Shape.ReadSize}; // R, all of x and of x̂
            public const int ReadSizePadded = {PanelLayout.PadToVector(plan.Shape.ReadSize)};
        """;

    private static string WriteWindowed(ModelPlan plan, int filters) => $"""
            public const int WriteFilters = {filters}; // N, along each side of the write window
            public const int PatchSize = {plan.Shape.PatchSize}; // C·N·N
            public const int FirstPatchRow = {plan.FirstPatchRow}; // of the heads, behind the window's 5 rows
            public const int HeadRows = {plan.HeadRows}; // window and patch, padded to a panel
            public const int CanvasStride = {plan.CanvasStride}; // from one row of the canvas to the next
            public const int CanvasSize = {plan.CanvasSize}; // floats: C·B rows of that stride
        """;

    private static string WriteWhole(ModelPlan plan) => $"""
            public const int PatchSize = {plan.Shape.PatchSize}; // C·B·A
            public const int HeadRows = {plan.HeadRows}; // the patch, padded to a panel
            public const int CanvasStride = {plan.CanvasStride}; // from one row of the canvas to the next
            public const int CanvasSize = {plan.CanvasSize}; // floats: C·B rows, padded to a whole vector
        """;
}
