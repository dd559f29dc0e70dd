using DrawAot.Generators.Planning;

namespace DrawAot.Generators.Emit;

/// <summary>The state of one picture in the making, and the two halves of a glimpse: the kernels in their order.</summary>
internal static class DrawingEmitter
{
    public static SourceFile Emit(ModelPlan plan)
    {
        bool reads = plan.Shape.ReadAttention is not null, writes = plan.Shape.WriteAttention is not null;
        return SourceFile.Of(plan, "Drawing", $$"""
            namespace {{plan.KernelNamespace}};

            using global::System;
            using global::DrawAot;
            using global::DrawAot.Manifest;
            using global::DrawAot.Numerics;
            using static Shape;

            /// <summary>A picture in the making: the state of both LSTMs, the canvas, and all that comes between.</summary>
            internal sealed class Drawing : global::DrawAot.Drawing
            {
                // Where each buffer starts, in floats.
                private const int DecoderInput = 0; // z, then h_dec of the glimpse before [DecoderInputs]
                private const int DecoderCell = DecoderInput + DecoderInputsPadded; // c of the decoder [DecoderHiddenPadded]
                private const int DecoderNext = DecoderCell + DecoderHiddenPadded; // h_dec of this glimpse [DecoderHiddenPadded]
                private const int Heads = DecoderNext + DecoderHiddenPadded; // {{(writes ? "window and " : "")}}patch w [HeadRows]
            {{(writes ? WriteBuffers : "")}}    private const int Canvas = {{(writes ? "PatchRows + WriteFilters * WidthPadded" : "Heads + HeadRows")}}; // c, logits [CanvasSize]
                private const int EncoderInput = Canvas + CanvasSize; // r, then h_dec and h_enc of the glimpse before [EncoderInputs]
                private const int EncoderCell = EncoderInput + EncoderInputsPadded; // c of the encoder [EncoderHiddenPadded]
                private const int EncoderNext = EncoderCell + EncoderHiddenPadded; // h_enc of this glimpse [EncoderHiddenPadded]
                private const int Posterior = EncoderNext + EncoderHiddenPadded; // μ and log σ [PosteriorRows]
                private const int Noise = Posterior + PosteriorRows; // ε [FirstLogSigmaRow]
            {{(reads ? ReadBuffers : ReadPlacesWhole)}}

                private const int DecoderInputsPadded = (DecoderInputs + Lanes - 1) / Lanes * Lanes;
                private const int EncoderInputsPadded = (EncoderInputs + Lanes - 1) / Lanes * Lanes;

                public Drawing(DrawShape shape, AlignedMemory weights)
                    : base(shape, weights, Size)
                {
                }

                public override void Begin()
                {
                    Packed.Slice(Weights.DecoderStart, DecoderHidden).CopyTo(Memory.Slice(DecoderInput + Latent, DecoderHidden));
                    Memory.Slice(DecoderCell, DecoderHiddenPadded).Clear();
                    Packed.Slice(Weights.EncoderStart, EncoderHidden).CopyTo(Memory.Slice(EncoderInput + ReadSize + DecoderHidden, EncoderHidden));
                    Memory.Slice(EncoderCell, EncoderHiddenPadded).Clear();
                    Packed.Slice(Weights.CanvasStart, CanvasSize).CopyTo(Memory.Slice(Canvas, CanvasSize));
                    GC.KeepAlive(this);
                }

                public override void Look()
                {
                    // x̂ = x − σ(c)
                    for (int row = 0; row < Channels * Height; row++)
                    {
                        Likelihood.ErrorImage(
                            Memory.Slice(Image + row * {{(reads ? "ImageStride" : "Width")}}, Width),
                            Memory.Slice(Canvas + row * CanvasStride, Width),
                            Memory.Slice(ErrorImage + row * {{(reads ? "ImageStride" : "Width")}}, Width));
                    }

                    // r = read(x, x̂, h_dec), then (h_enc, c) ← LSTM([r, h_dec], h_enc, c)
                    Span<float> input = Memory.Slice(EncoderInput, EncoderInputs);
                    Span<float> decoderHidden = Memory.Slice(DecoderInput + Latent, DecoderHidden);
                    Span<float> hidden = Memory.Slice(EncoderNext, EncoderHiddenPadded);
            {{(reads ? CallRead : "")}}        decoderHidden.CopyTo(input[ReadSize..]);
                    EncoderStep.Run(Packed.Slice(Weights.Encoder, Weights.EncoderSize), input, Memory.Slice(EncoderCell, EncoderHiddenPadded), hidden);
                    hidden[..EncoderHidden].CopyTo(input[(ReadSize + DecoderHidden)..]);

                    // μ, log σ = L(h_enc)
                    PosteriorHeads.Run(Packed.Slice(Weights.Posterior, Weights.PosteriorSize), hidden, Memory.Slice(Posterior, PosteriorRows));
                    GC.KeepAlive(this); // spans do not keep the memory from being finalized
                }

                public override void Draw()
                {
                    // (h_dec, c) ← LSTM(z, h_dec, c), then c ← c + write(h_dec)
                    Span<float> input = Memory.Slice(DecoderInput, DecoderInputs);
                    Span<float> hidden = Memory.Slice(DecoderNext, DecoderHiddenPadded);
                    DecoderStep.Run(Packed.Slice(Weights.Decoder, Weights.DecoderSize), input, Memory.Slice(DecoderCell, DecoderHiddenPadded), hidden);
                    hidden[..DecoderHidden].CopyTo(input[Latent..]);
                    WriteHeads.Run(Packed.Slice(Weights.WriteHeads, Weights.WriteHeadsSize), hidden, Memory.Slice(Heads, HeadRows));
                    {{(writes ? "WriteThroughWindow(Memory.Slice(Heads, HeadRows));" : "Write.Run(Memory.Slice(Heads, CanvasSize), Memory.Slice(Canvas, CanvasSize));")}}
                    GC.KeepAlive(this);
                }

                protected override (int Start, int Count, int Width, int Stride) Place(DrawingPart part) => part switch
                {
                    DrawingPart.Image => (Image, Channels * Height, Width, {{(reads ? "ImageStride" : "Width")}}),
                    DrawingPart.ErrorImage => (ErrorImage, Channels * Height, Width, {{(reads ? "ImageStride" : "Width")}}),
                    DrawingPart.Read => (EncoderInput, 1, ReadSize, ReadSize),
                    DrawingPart.EncoderHidden => (EncoderInput + ReadSize + DecoderHidden, 1, EncoderHidden, EncoderHidden),
                    DrawingPart.EncoderCell => (EncoderCell, 1, EncoderHidden, EncoderHidden),
                    DrawingPart.Mean => (Posterior, 1, Latent, Latent),
                    DrawingPart.LogSigma => (Posterior + FirstLogSigmaRow, 1, Latent, Latent),
                    DrawingPart.Noise => (Noise, 1, Latent, Latent),
                    DrawingPart.Latent => (DecoderInput, 1, Latent, Latent),
                    DrawingPart.DecoderHidden => (DecoderInput + Latent, 1, DecoderHidden, DecoderHidden),
                    DrawingPart.DecoderCell => (DecoderCell, 1, DecoderHidden, DecoderHidden),
                    DrawingPart.Patch => (Heads{{(writes ? " + FirstPatchRow" : "")}}, 1, PatchSize, PatchSize),
                    DrawingPart.Canvas => (Canvas, Channels * Height, Width, CanvasStride),
            {{(reads ? ReadPlaces : "")}}{{(writes ? WritePlaces : "")}}        _ => default,
                };{{(reads ? ReadThroughWindow : "")}}{{(writes ? WriteThroughWindow : "")}}
            }
            """);
    }

    private const string WriteBuffers = """
            private const int WriteFilterX = Heads + HeadRows; // FX [WriteFilters, WidthPadded]
            private const int WriteFilterY = WriteFilterX + WriteFilters * WidthPadded; // FY [WriteFilters, HeightPadded]
            private const int PatchRows = WriteFilterY + WriteFilters * HeightPadded; // w·FX / γ [WriteFilters, WidthPadded]

        """;

    private const string ReadBuffers = """
            private const int Image = Noise + FirstLogSigmaRow; // x [ImageSize]
            private const int ErrorImage = Image + ImageSize; // x̂ [ImageSize]
            private const int ReadParameters = ErrorImage + ImageSize; // window [ReadHeadRows]
            private const int ReadFilterX = ReadParameters + ReadHeadRows; // FX [ReadFilters, WidthPadded]
            private const int ReadFilterY = ReadFilterX + ReadFilters * WidthPadded; // FY [ReadFilters, HeightPadded]
            private const int ReadRow = ReadFilterY + ReadFilters * HeightPadded; // a row of FY x [WidthPadded]
            private const int Size = ReadRow + WidthPadded;
        """;

    private const string ReadPlacesWhole = """
            private const int Size = Noise + FirstLogSigmaRow;

            // Without attention r is x and then x̂, as they are.
            private const int Image = EncoderInput; // x [PixelCount]
            private const int ErrorImage = Image + PixelCount; // x̂ [PixelCount]
        """;

    private const string CallRead = """
                ReadThroughWindow(decoderHidden, input[..ReadSize]);

        """;

    private const string ReadPlaces = """
                DrawingPart.ReadFilterX => (ReadFilterX, ReadFilters, Width, WidthPadded),
                DrawingPart.ReadFilterY => (ReadFilterY, ReadFilters, Height, HeightPadded),

        """;

    private const string WritePlaces = """
                DrawingPart.WriteFilterX => (WriteFilterX, WriteFilters, Width, WidthPadded),
                DrawingPart.WriteFilterY => (WriteFilterY, WriteFilters, Height, HeightPadded),

        """;

    private const string ReadThroughWindow = """


            private void ReadThroughWindow(ReadOnlySpan<float> decoderHidden, Span<float> read)
            {
                Span<float> parameters = Memory.Slice(ReadParameters, ReadHeadRows);
                Span<float> fx = Memory.Slice(ReadFilterX, ReadFilters * WidthPadded);
                Span<float> fy = Memory.Slice(ReadFilterY, ReadFilters * HeightPadded);
                Span<float> row = Memory.Slice(ReadRow, WidthPadded);
                ReadHead.Run(Packed.Slice(Weights.ReadHead, Weights.ReadHeadSize), decoderHidden, parameters);
                var window = AttentionWindow.FromParameters(parameters[..5], Width, Height, ReadFilters);
                FilterbankX.Fill(ReadFilters, window.CentreX, window.Stride, window.Variance, fx);
                FilterbankY.Fill(ReadFilters, window.CentreY, window.Stride, window.Variance, fy);
                Read.Run(window.Intensity, fx, fy, Memory.Slice(Image, ImageSize), row, read[..ReadPatchSize]);
                Read.Run(window.Intensity, fx, fy, Memory.Slice(ErrorImage, ImageSize), row, read[ReadPatchSize..]);
                ReadWindow = window;
            }
        """;

    private const string WriteThroughWindow = """


            private void WriteThroughWindow(ReadOnlySpan<float> heads)
            {
                Span<float> fx = Memory.Slice(WriteFilterX, WriteFilters * WidthPadded);
                Span<float> fy = Memory.Slice(WriteFilterY, WriteFilters * HeightPadded);
                var window = AttentionWindow.FromParameters(heads[..5], Width, Height, WriteFilters);
                FilterbankX.Fill(WriteFilters, window.CentreX, window.Stride, window.Variance, fx);
                FilterbankY.Fill(WriteFilters, window.CentreY, window.Stride, window.Variance, fy);
                Write.Run(
                    window.Intensity, heads.Slice(FirstPatchRow, PatchSize), fx, fy,
                    Memory.Slice(PatchRows, WriteFilters * WidthPadded), Memory.Slice(Canvas, CanvasSize));
                WriteWindow = window;
            }
        """;
}
