using DrawAot.Generators.Planning;

namespace DrawAot.Generators.Emit;

/// <summary>
/// Where each weight lies in the model's memory, and how it gets there from the tensors of the weights file.
/// Layers with one input are stacked; a panel holds 64 of their rows side by side, first the biases, then the
/// weights of one input after another, so that a kernel reads memory from front to back.
/// </summary>
internal static class WeightsEmitter
{
    public static SourceFile Emit(ModelPlan plan) => SourceFile.Of(plan, "Weights", $$"""
        namespace {{plan.KernelNamespace}};

        using global::System;
        using global::DrawAot.Numerics;
        using global::DrawAot.Weights;
        using static Shape;

        /// <summary>The weights that drawing needs, packed in the order in which the kernels read them.</summary>
        internal static class Weights
        {
            // Where each block starts, in floats.
            public const int Decoder = 0; // [HiddenPadded / 16, 1 + Latent + Hidden, 4 gates, 16 units]
            public const int Heads = Decoder + DecoderSize; // [HeadRows / 64, 1 + Hidden, 64 rows]
            public const int InitialHidden = Heads + HeadsSize; // h₀ [HiddenPadded]
            public const int InitialCanvas = InitialHidden + HiddenPadded; // c₀ [CanvasSize]
            public const int Size = InitialCanvas + CanvasSize;

            public const int DecoderSize = HiddenPadded / Lanes * (1 + Latent + Hidden) * Panel;
            public const int HeadsSize = HeadRows / Panel * (1 + Hidden) * Panel;

            /// <summary>Packs the tensors of a weights file; what does not fit this model is refused.</summary>
            public static AlignedMemory Pack(SafetensorsFile file)
            {
                var memory = new AlignedMemory(Size);
                try
                {
                    Panels.PackGates(
                        file.Floats("decoder.weight_ih", [4 * Hidden, Latent]),
                        file.Floats("decoder.weight_hh", [4 * Hidden, Hidden]),
                        file.Floats("decoder.bias", [4 * Hidden]),
                        memory.Slice(Decoder, DecoderSize));
                    PackHeads(file, memory.Slice(Heads, HeadsSize));
                    file.Floats("decoder.h0", [Hidden]).CopyTo(memory.Slice(InitialHidden, Hidden));
                    Panels.PackCanvas(
                        file.Floats("canvas.initial", [PixelCount]), Width, CanvasStride, memory.Slice(InitialCanvas, CanvasSize));
                    return memory;
                }
                catch
                {
                    memory.Dispose();
                    throw;
                }
            }

        {{(plan.Shape.WriteAttention is null ? PackPatch : PackWindowAndPatch)}}
        }
        """);

    private const string PackWindowAndPatch = """
            private static void PackHeads(SafetensorsFile file, Span<float> heads)
            {
                Panels.PackRows(
                    file.Floats("write.window.weight", [5, Hidden]), file.Floats("write.window.bias", [5]), firstRow: 0, heads);
                Panels.PackRows(
                    file.Floats("write.patch.weight", [PatchSize, Hidden]), file.Floats("write.patch.bias", [PatchSize]), FirstPatchRow, heads);
            }
        """;

    private const string PackPatch = """
            private static void PackHeads(SafetensorsFile file, Span<float> heads) => Panels.PackRows(
                file.Floats("write.patch.weight", [PatchSize, Hidden]), file.Floats("write.patch.bias", [PatchSize]), firstRow: 0, heads);
        """;
}
