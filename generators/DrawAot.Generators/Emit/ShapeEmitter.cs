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
            public const int Width = {{plan.Shape.Width}}; // A
            public const int Height = {{plan.Shape.Height}}; // B
            public const int Channels = {{plan.Shape.Channels}}; // C
            public const int PixelCount = {{plan.Shape.PixelCount}}; // C·B·A

            public const int Glimpses = {{plan.Shape.Glimpses}}; // T
            public const int Latent = {{plan.Shape.Latent}}; // Z
            public const int Hidden = {{plan.Shape.DecoderHidden}}; // Hd, units of the decoder LSTM
            public const int HiddenPadded = {{plan.HiddenPadded}};

            public const int Lanes = {{ModelPlan.Lanes}}; // floats in a vector
            public const int Panel = {{ModelPlan.PanelRows}}; // rows of weights that lie side by side
            public const int RunLength = 32; // inputs whose products are summed before they meet the rest

        {{(plan.Shape.WriteAttention is int filters ? Windowed(plan, filters) : Whole(plan))}}
        }
        """);

    private static string Windowed(ModelPlan plan, int filters) => $"""
            public const int Filters = {filters}; // N, along each side of the write window
            public const int PatchSize = {plan.Shape.PatchSize}; // C·N·N
            public const int FirstPatchRow = {plan.FirstPatchRow}; // of the heads, behind the window's 5 rows
            public const int HeadRows = {plan.HeadRows}; // window and patch, padded to whole panels

            public const int WidthPadded = {plan.WidthPadded};
            public const int HeightPadded = {plan.HeightPadded};
            public const int CanvasStride = {plan.CanvasStride}; // from one row of the canvas to the next
            public const int CanvasSize = {plan.CanvasSize}; // C·B rows
        """;

    private static string Whole(ModelPlan plan) => $"""
            public const int PatchSize = {plan.Shape.PatchSize}; // C·B·A
            public const int HeadRows = {plan.HeadRows}; // the patch, padded to whole panels

            public const int CanvasStride = {plan.CanvasStride}; // from one row of the canvas to the next
            public const int CanvasSize = {plan.CanvasSize}; // C·B rows, padded to a whole vector
        """;
}
