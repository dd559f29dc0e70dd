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

        using global::DrawAot.Numerics;
        using global::DrawAot.Weights;
        using static Shape;

        /// <summary>The weights, packed in the order in which the kernels read them.</summary>
        internal static class Weights
        {
            // Where each block starts, in floats.
            public const int Decoder = 0; // [DecoderHiddenPadded / 16, 1 + DecoderInputs, 4 gates, 16 units]
            public const int WriteHeads = Decoder + DecoderSize; // [HeadRows / 64, 1 + DecoderHidden, 64 rows]
            public const int Encoder = WriteHeads + WriteHeadsSize; // [EncoderHiddenPadded / 16, 1 + EncoderInputs, 4 gates, 16 units]
            public const int Posterior = Encoder + EncoderSize; // [PosteriorRows / 64, 1 + EncoderHidden, 64 rows]
            public const int DecoderStart = Posterior + PosteriorSize; // h₀ of the decoder [DecoderHiddenPadded]
            public const int EncoderStart = DecoderStart + DecoderHiddenPadded; // h₀ of the encoder [EncoderHiddenPadded]
            public const int CanvasStart = EncoderStart + EncoderHiddenPadded; // c₀ [CanvasSize]
        {{(plan.Shape.ReadAttention is null ? SizeWithoutReadHead : SizeWithReadHead)}}

            public const int DecoderSize = DecoderHiddenPadded / Lanes * (1 + DecoderInputs) * Panel;
            public const int WriteHeadsSize = HeadRows / Panel * (1 + DecoderHidden) * Panel;
            public const int EncoderSize = EncoderHiddenPadded / Lanes * (1 + EncoderInputs) * Panel;
            public const int PosteriorSize = PosteriorRows / Panel * (1 + EncoderHidden) * Panel;{{(plan.Shape.ReadAttention is null ? "" : ReadHeadSize)}}

            /// <summary>Packs the tensors of a weights file; what does not fit this model is refused.</summary>
            public static AlignedMemory Pack(SafetensorsFile file)
            {
                var memory = new AlignedMemory(Size);
                try
                {
                    PackDecoder(file, memory);
                    PackEncoder(file, memory);
                    return memory;
                }
                catch
                {
                    memory.Dispose();
                    throw;
                }
            }

            private static void PackDecoder(SafetensorsFile file, AlignedMemory memory)
            {
                Panels.PackGates(
                    file.Floats("decoder.weight_ih", [4 * DecoderHidden, Latent]),
                    file.Floats("decoder.weight_hh", [4 * DecoderHidden, DecoderHidden]),
                    file.Floats("decoder.bias", [4 * DecoderHidden]),
                    memory.Slice(Decoder, DecoderSize));
        {{(plan.Shape.WriteAttention is null ? PackPatch : PackWindowAndPatch)}}
                file.Floats("decoder.h0", [DecoderHidden]).CopyTo(memory.Slice(DecoderStart, DecoderHidden));
                Panels.PackCanvas(
                    file.Floats("canvas.initial", [PixelCount]), Width, CanvasStride, memory.Slice(CanvasStart, CanvasSize));
            }

            private static void PackEncoder(SafetensorsFile file, AlignedMemory memory)
            {
                Panels.PackGates(
                    file.Floats("encoder.weight_ih", [4 * EncoderHidden, ReadSize + DecoderHidden]),
                    file.Floats("encoder.weight_hh", [4 * EncoderHidden, EncoderHidden]),
                    file.Floats("encoder.bias", [4 * EncoderHidden]),
                    memory.Slice(Encoder, EncoderSize));
                Panels.PackRows(
                    file.Floats("latent.mean.weight", [Latent, EncoderHidden]),
                    file.Floats("latent.mean.bias", [Latent]),
                    firstRow: 0, memory.Slice(Posterior, PosteriorSize));
                Panels.PackRows(
                    file.Floats("latent.log_sigma.weight", [Latent, EncoderHidden]),
                    file.Floats("latent.log_sigma.bias", [Latent]),
                    FirstLogSigmaRow, memory.Slice(Posterior, PosteriorSize));
                file.Floats("encoder.h0", [EncoderHidden]).CopyTo(memory.Slice(EncoderStart, EncoderHidden));{{(plan.Shape.ReadAttention is null ? "" : PackReadHead)}}
            }
        }
        """);

    private const string SizeWithoutReadHead = """
            public const int Size = CanvasStart + CanvasSize;
        """;

    private const string SizeWithReadHead = """
            public const int ReadHead = CanvasStart + CanvasSize; // [ReadHeadRows / 64, 1 + DecoderHidden, 64 rows]
            public const int Size = ReadHead + ReadHeadSize;
        """;

    private const string ReadHeadSize = """

            public const int ReadHeadSize = ReadHeadRows / Panel * (1 + DecoderHidden) * Panel;
        """;

    private const string PackWindowAndPatch = """
                Panels.PackRows(
                    file.Floats("write.window.weight", [5, DecoderHidden]),
                    file.Floats("write.window.bias", [5]),
                    firstRow: 0, memory.Slice(WriteHeads, WriteHeadsSize));
                Panels.PackRows(
                    file.Floats("write.patch.weight", [PatchSize, DecoderHidden]),
                    file.Floats("write.patch.bias", [PatchSize]),
                    FirstPatchRow, memory.Slice(WriteHeads, WriteHeadsSize));
        """;

    private const string PackPatch = """
                Panels.PackRows(
                    file.Floats("write.patch.weight", [PatchSize, DecoderHidden]),
                    file.Floats("write.patch.bias", [PatchSize]),
                    firstRow: 0, memory.Slice(WriteHeads, WriteHeadsSize));
        """;

    private const string PackReadHead = """

                Panels.PackRows(
                    file.Floats("read.window.weight", [5, DecoderHidden]),
                    file.Floats("read.window.bias", [5]),
                    firstRow: 0, memory.Slice(ReadHead, ReadHeadSize));
        """;
}
