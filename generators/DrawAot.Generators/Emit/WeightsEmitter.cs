using DrawAot.Generators.Planning;
using DrawAot.Manifest;

namespace DrawAot.Generators.Emit;

/// <summary>
/// Where each weight lies in the model's memory, and how it gets there from the tensors of the weights file. What an LSTM
/// makes of its input lies apart from what it makes of hidden states, since the one can be made for many glimpses at once.
/// Layers with one input are stacked.
/// </summary>
internal static class WeightsEmitter
{
    public static SourceFile Emit(ModelPlan plan)
    {
        bool bytes = plan.Precision is WeightPrecision.Int8;
        string layers = bytes ? "LayerPrecision" : "Precision";
        return SourceFile.Of(plan, "Weights", $$"""
            namespace {{plan.KernelNamespace}};

            using global::DrawAot.Manifest;
            using global::DrawAot.Numerics;
            using global::DrawAot.Weights;
            using static Shape;

            /// <summary>The weights, packed in the order in which the kernels read them, 16 rows to a panel.</summary>
            internal static class Weights
            {
                /// <summary>How {{(bytes ? "those over latents and hidden states" : "they")}} are stored.</summary>
                public const WeightPrecision Precision = WeightPrecision.{{plan.Precision}};{{(bytes ? FloatInputs : "")}}

                // Where each block starts, in words of 32 bits.
                public const int DecoderGates = 0; // b and W over z
                public const int Decoder = DecoderGates + DecoderGatesSize; // U over h_dec
                public const int WriteHeads = Decoder + DecoderSize;
                public const int EncoderGates = WriteHeads + WriteHeadsSize; // b and W over r
                public const int Encoder = EncoderGates + EncoderGatesSize; // W over h_dec, then U over h_enc
                public const int Posterior = Encoder + EncoderSize;
                public const int DecoderStart = Posterior + PosteriorSize; // h₀ of the decoder [DecoderHiddenPadded]
                public const int EncoderStart = DecoderStart + DecoderHiddenPadded; // h₀ of the encoder [EncoderHiddenPadded]
                public const int CanvasStart = EncoderStart + EncoderHiddenPadded; // c₀ [CanvasSize]
            {{(plan.Shape.ReadAttention is null ? SizeWithoutReadHead : SizeWithReadHead)}}

            {{Sizes(plan.Precision)}}

                /// <summary>Packs the tensors of a weights file; what does not fit this model is refused.</summary>
                public static AlignedMemory Pack(SafetensorsFile file)
                {
                    AlignedMemory memory = new(Size);
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
                    Panels.PackGateInputs(
                        file.Floats("decoder.weight_ih", [4 * DecoderHidden, Latent]), Latent,
                        file.Floats("decoder.bias", [4 * DecoderHidden]),
                        Precision, memory.Slice(DecoderGates, DecoderGatesSize));
                    Panels.PackGateStates(
                        file.Floats("decoder.weight_ih", [4 * DecoderHidden, Latent]), Latent,
                        file.Floats("decoder.weight_hh", [4 * DecoderHidden, DecoderHidden]),
                        Precision, memory.Slice(Decoder, DecoderSize));
            {{(plan.Shape.WriteAttention is null ? PackPatch(layers) : PackWindowAndPatch(layers))}}
                    file.Floats("decoder.h0", [DecoderHidden]).CopyTo(memory.Slice(DecoderStart, DecoderHidden));
                    Panels.PackCanvas(
                        file.Floats("canvas.initial", [PixelCount]), Width, CanvasStride, memory.Slice(CanvasStart, CanvasSize));
                }

                private static void PackEncoder(SafetensorsFile file, AlignedMemory memory)
                {
                    Panels.PackGateInputs(
                        file.Floats("encoder.weight_ih", [4 * EncoderHidden, ReadSize + DecoderHidden]), ReadSize,
                        file.Floats("encoder.bias", [4 * EncoderHidden]),
                        {{layers}}, memory.Slice(EncoderGates, EncoderGatesSize));
                    Panels.PackGateStates(
                        file.Floats("encoder.weight_ih", [4 * EncoderHidden, ReadSize + DecoderHidden]), ReadSize,
                        file.Floats("encoder.weight_hh", [4 * EncoderHidden, EncoderHidden]),
                        Precision, memory.Slice(Encoder, EncoderSize));
                    Panels.PackRows(
                        file.Floats("latent.mean.weight", [Latent, EncoderHidden]),
                        file.Floats("latent.mean.bias", [Latent]),
                        firstRow: 0, {{layers}}, memory.Slice(Posterior, PosteriorSize));
                    Panels.PackRows(
                        file.Floats("latent.log_sigma.weight", [Latent, EncoderHidden]),
                        file.Floats("latent.log_sigma.bias", [Latent]),
                        firstRow: Latent, {{layers}}, memory.Slice(Posterior, PosteriorSize));
                    file.Floats("encoder.h0", [EncoderHidden]).CopyTo(memory.Slice(EncoderStart, EncoderHidden));{{(plan.Shape.ReadAttention is null ? "" : PackReadHead(layers))}}
                }
            }
            """);
    }

    private static string Sizes(WeightPrecision precision) => precision switch
    {
        WeightPrecision.Float32 => Float32Sizes,
        WeightPrecision.Bfloat16 => Bfloat16Sizes,
        _ => Int8Sizes,
    };

    private const string FloatInputs = """


            /// <summary>How all others are stored.</summary>
            public const WeightPrecision LayerPrecision = WeightPrecision.Bfloat16;
        """;

    private const string SizeWithoutReadHead = """
            public const int Size = CanvasStart + CanvasSize;
        """;

    private const string SizeWithReadHead = """
            public const int ReadHead = CanvasStart + CanvasSize;
            public const int ReadHeadSize = WriteHeadsSize / HeadRows * ReadHeadRows; // as many words a row as the other heads of h_dec
            public const int Size = ReadHead + ReadHeadSize;
        """;

    private const string Float32Sizes = """
            public const int DecoderGatesSize = DecoderGateRows * (1 + Latent);
            public const int DecoderSize = DecoderGateRows * DecoderStates;
            public const int WriteHeadsSize = HeadRows * (1 + DecoderHidden);
            public const int EncoderGatesSize = EncoderGateRows * (1 + ReadSize);
            public const int EncoderSize = EncoderGateRows * EncoderStates;
            public const int PosteriorSize = PosteriorRows * (1 + EncoderHidden);
        """;

    private const string Bfloat16Sizes = """
            public const int DecoderGatesSize = DecoderGateRows * (1 + (Latent + 1) / 2);
            public const int DecoderSize = DecoderGateRows * ((DecoderStates + 1) / 2);
            public const int WriteHeadsSize = HeadRows * (1 + (DecoderHidden + 1) / 2);
            public const int EncoderGatesSize = EncoderGateRows * (1 + (ReadSize + 1) / 2);
            public const int EncoderSize = EncoderGateRows * ((EncoderStates + 1) / 2);
            public const int PosteriorSize = PosteriorRows * (1 + (EncoderHidden + 1) / 2);
        """;

    private const string Int8Sizes = """
            public const int DecoderGatesSize = DecoderGateRows * (3 + (Latent + 7) / 8 * 2);
            public const int DecoderSize = DecoderGateRows * (2 + (DecoderStates + 7) / 8 * 2);
            public const int WriteHeadsSize = HeadRows * (1 + (DecoderHidden + 1) / 2);
            public const int EncoderGatesSize = EncoderGateRows * (1 + (ReadSize + 1) / 2);
            public const int EncoderSize = EncoderGateRows * (2 + (EncoderStates + 7) / 8 * 2);
            public const int PosteriorSize = PosteriorRows * (1 + (EncoderHidden + 1) / 2);
        """;

    private static string PackWindowAndPatch(string layers) => $"""
                Panels.PackRows(
                    file.Floats("write.window.weight", [5, DecoderHidden]),
                    file.Floats("write.window.bias", [5]),
                    firstRow: 0, {layers}, memory.Slice(WriteHeads, WriteHeadsSize));
                Panels.PackRows(
                    file.Floats("write.patch.weight", [PatchSize, DecoderHidden]),
                    file.Floats("write.patch.bias", [PatchSize]),
                    FirstPatchRow, {layers}, memory.Slice(WriteHeads, WriteHeadsSize));
        """;

    private static string PackPatch(string layers) => $"""
                Panels.PackRows(
                    file.Floats("write.patch.weight", [PatchSize, DecoderHidden]),
                    file.Floats("write.patch.bias", [PatchSize]),
                    firstRow: 0, {layers}, memory.Slice(WriteHeads, WriteHeadsSize));
        """;

    private static string PackReadHead(string layers) => $"""

                Panels.PackRows(
                    file.Floats("read.window.weight", [5, DecoderHidden]),
                    file.Floats("read.window.bias", [5]),
                    firstRow: 0, {layers}, memory.Slice(ReadHead, ReadHeadSize));
        """;
}
