using DrawAot.Generators.Planning;
using DrawAot.Manifest;

namespace DrawAot.Generators.Emit;

/// <summary>The state of pictures in the making, and the two halves of a glimpse: the kernels in their order.</summary>
internal static class DrawingEmitter
{
    public static SourceFile Emit(ModelPlan plan)
    {
        bool reads = plan.Shape.ReadAttention is not null, writes = plan.Shape.WriteAttention is not null;
        bool bytes = plan.Precision is WeightPrecision.Int8;
        string write = writes ? "WriteThroughWindow" : "WriteWhole";
        return SourceFile.Of(plan, "Drawing", $$"""
            namespace {{plan.KernelNamespace}};

            using global::System;{{(bytes ? "\nusing global::System.Runtime.InteropServices;" : "")}}
            using global::DrawAot;
            using global::DrawAot.Manifest;
            using global::DrawAot.Numerics;
            using static Shape;

            /// <summary>Pictures in the making: the state of both LSTMs, the canvas, and all that comes between, of each.</summary>
            internal sealed class Drawing : global::DrawAot.Drawing
            {
                // Where each buffer of a picture starts, in floats.
                private const int LatentAt = 0; // z [LatentPadded]
                private const int DecoderStatesAt = LatentAt + LatentPadded; // h_dec of the glimpse before [DecoderStatesPadded]
                private const int DecoderCellAt = DecoderStatesAt + DecoderStatesPadded; // c of the decoder [DecoderHiddenPadded]
                private const int DecoderNextAt = DecoderCellAt + DecoderHiddenPadded; // h_dec of this glimpse [DecoderHiddenPadded]
                private const int DecoderGatesAt = DecoderNextAt + DecoderHiddenPadded; // a of the decoder [DecoderGateRows]
                private const int HeadsAt = DecoderGatesAt + DecoderGateRows; // {{(writes ? "window and " : "")}}patch w [HeadRows]
            {{(writes ? WriteBuffers : CanvasBehindHeads)}}
                private const int ReadAt = CanvasAt + CanvasSize; // r [ReadSizePadded]
                private const int EncoderStatesAt = ReadAt + ReadSizePadded; // h_dec and h_enc of the glimpse before [EncoderStatesPadded]
                private const int EncoderCellAt = EncoderStatesAt + EncoderStatesPadded; // c of the encoder [EncoderHiddenPadded]
                private const int EncoderNextAt = EncoderCellAt + EncoderHiddenPadded; // h_enc of this glimpse [EncoderHiddenPadded]
                private const int EncoderGatesAt = EncoderNextAt + EncoderHiddenPadded; // a of the encoder [EncoderGateRows]
                private const int PosteriorAt = EncoderGatesAt + EncoderGateRows; // μ and log σ [PosteriorRows]
                private const int NoiseAt = PosteriorAt + PosteriorRows; // ε [LatentPadded]
            {{(reads ? ReadBuffers : ImageInRead)}}
            {{(bytes ? ByteBuffers : "    internal const int PictureSize = ImagesEnd;")}}

                // Behind the pictures of a tile, for one picture whose latents are known: glimpses to come.
                private const int StatesAhead = Tile * PictureStride; // h_dec [GlimpsesAhead, DecoderHiddenPadded]
                private const int HeadsAhead = StatesAhead + GlimpsesAhead * DecoderHiddenPadded; // [GlimpsesAhead, HeadRows]
                private const int LatentsAhead = HeadsAhead + GlimpsesAhead * HeadRows; // z [GlimpsesAhead, LatentPadded]
                private const int GatesAhead = LatentsAhead + GlimpsesAhead * LatentPadded; // a of the decoder, of z alone [GlimpsesAhead, DecoderGateRows]
            {{(bytes ? BytesAhead : SizeOfFloats)}}

                private bool _backwards;

                public Drawing(DrawShape shape, AlignedMemory weights)
                    : base(shape, weights, Size, PictureStride, Tile, GlimpsesAhead)
                {
                }

                public override void Begin(int pictures)
                {
                    for (int p = 0; p < pictures; p++)
                    {
                        Packed.Slice(Weights.DecoderStart, DecoderHidden).CopyTo(Of(p, DecoderStatesAt, DecoderHidden));
                        Of(p, DecoderCellAt, DecoderHiddenPadded).Clear();
                        Packed.Slice(Weights.EncoderStart, EncoderHidden).CopyTo(Of(p, EncoderStatesAt + DecoderHidden, EncoderHidden));
                        Of(p, EncoderCellAt, EncoderHiddenPadded).Clear();
                        Packed.Slice(Weights.CanvasStart, CanvasSize).CopyTo(Of(p, CanvasAt, CanvasSize));
                    }

                    GC.KeepAlive(this);
                }

                public override void Look(int pictures)
                {
            {{(reads ? LookThroughWindow : LookAtAll)}}

                    // (h_enc, c) ← LSTM([r, h_dec], h_enc, c)
                    for (int p = 0; p < pictures; p++)
                    {
                        Of(p, DecoderStatesAt, DecoderHidden).CopyTo(Of(p, EncoderStatesAt, DecoderHidden));{{(bytes ? RoundEncoderStates : "")}}
                    }

                    EncoderGates.Run(
                        Packed.Slice(Weights.EncoderGates, Weights.EncoderGatesSize), OfAll(ReadAt, ReadSizePadded),
                        OfAll(EncoderGatesAt, EncoderGateRows), pictures);
                    EncoderStep.Run(
                        Packed.Slice(Weights.Encoder, Weights.EncoderSize), {{(bytes ? EncoderBytes : EncoderFloats)}},
                        OfAll(EncoderGatesAt, EncoderGateRows), pictures, _backwards);
                    for (int p = 0; p < pictures; p++)
                    {
                        LstmGates.Advance(
                            Of(p, EncoderGatesAt, EncoderGateRows), Of(p, EncoderCellAt, EncoderHiddenPadded), Of(p, EncoderNextAt, EncoderHiddenPadded));
                        Of(p, EncoderNextAt, EncoderHidden).CopyTo(Of(p, EncoderStatesAt + DecoderHidden, EncoderHidden));
                    }

                    // μ, log σ = L(h_enc)
                    PosteriorHeads.Run(
                        Packed.Slice(Weights.Posterior, Weights.PosteriorSize), OfAll(EncoderNextAt, EncoderHiddenPadded),
                        OfAll(PosteriorAt, PosteriorRows), pictures);
                    GC.KeepAlive(this); // spans do not keep the memory from being finalized
                }

                public override void Draw(int pictures)
                {
                    Span<float> gates = OfAll(DecoderGatesAt, DecoderGateRows);{{(bytes ? RoundLatents : "")}}
                    DecoderGates.Run(
                        Packed.Slice(Weights.DecoderGates, Weights.DecoderGatesSize),
                        {{(bytes ? LatentBytes : "OfAll(LatentAt, LatentPadded)")}}, gates, pictures);
                    Advance(gates, pictures);
                    WriteHeads.Run(
                        Packed.Slice(Weights.WriteHeads, Weights.WriteHeadsSize), OfAll(DecoderNextAt, DecoderHiddenPadded),
                        OfAll(HeadsAt, HeadRows), pictures);
                    for (int p = 0; p < pictures; p++)
                    {
                        {{write}}(p);
                    }

                    GC.KeepAlive(this);
                }

                public override Span<float> LatentAhead(int glimpse) => Memory.Slice(LatentsAhead + glimpse * LatentPadded, Latent);

                public override void DrawAhead(int glimpses)
                {
                    // No glimpse waits for another but in the LSTM: what comes before it and behind it is a tile's work.
                    for (int t = 0; t < glimpses; t += Tile)
                    {{{(bytes ? RoundLatentsAhead : "")}}
                        DecoderGates.RunTile(
                            Packed.Slice(Weights.DecoderGates, Weights.DecoderGatesSize),
                            {{(bytes ? LatentBytesAhead : "Memory.Slice(LatentsAhead + t * LatentPadded, Tile * LatentPadded), LatentPadded")}},
                            Memory.Slice(GatesAhead + t * DecoderGateRows, Tile * DecoderGateRows), DecoderGateRows);
                    }

                    for (int t = 0; t < glimpses; t++)
                    {
                        Advance(Memory.Slice(GatesAhead + t * DecoderGateRows, DecoderGateRows), pictures: 1);
                        Of(0, DecoderNextAt, DecoderHiddenPadded).CopyTo(Memory.Slice(StatesAhead + t * DecoderHiddenPadded, DecoderHiddenPadded));
                    }

                    for (int t = 0; t < glimpses; t += Tile)
                    {
                        WriteHeads.RunTile(
                            Packed.Slice(Weights.WriteHeads, Weights.WriteHeadsSize),
                            Memory.Slice(StatesAhead + t * DecoderHiddenPadded, Tile * DecoderHiddenPadded), DecoderHiddenPadded,
                            Memory.Slice(HeadsAhead + t * HeadRows, Tile * HeadRows), HeadRows);
                    }

                    for (int t = 0; t < glimpses; t++)
                    {
                        Memory.Slice(HeadsAhead + t * HeadRows, HeadRows).CopyTo(Of(0, HeadsAt, HeadRows));
                        {{write}}(0);
                    }

                    GC.KeepAlive(this);
                }

                protected override (int Start, int Count, int Width, int Stride) Place(DrawingPart part) => part switch
                {
                    DrawingPart.Image => (ImageAt, Channels * Height, Width, {{(reads ? "ImageStride" : "Width")}}),
                    DrawingPart.ErrorImage => (ErrorImageAt, Channels * Height, Width, {{(reads ? "ImageStride" : "Width")}}),
                    DrawingPart.Read => (ReadAt, 1, ReadSize, ReadSize),
                    DrawingPart.EncoderHidden => (EncoderStatesAt + DecoderHidden, 1, EncoderHidden, EncoderHidden),
                    DrawingPart.EncoderCell => (EncoderCellAt, 1, EncoderHidden, EncoderHidden),
                    DrawingPart.Mean => (PosteriorAt, 1, Latent, Latent),
                    DrawingPart.LogSigma => (PosteriorAt + Latent, 1, Latent, Latent),
                    DrawingPart.Noise => (NoiseAt, 1, Latent, Latent),
                    DrawingPart.Latent => (LatentAt, 1, Latent, Latent),
                    DrawingPart.DecoderHidden => (DecoderStatesAt, 1, DecoderHidden, DecoderHidden),
                    DrawingPart.DecoderCell => (DecoderCellAt, 1, DecoderHidden, DecoderHidden),
                    DrawingPart.Patch => (HeadsAt{{(writes ? " + FirstPatchRow" : "")}}, 1, PatchSize, PatchSize),
                    DrawingPart.Canvas => (CanvasAt, Channels * Height, Width, CanvasStride),
            {{(reads ? ReadPlaces : "")}}{{(writes ? WritePlaces : "")}}        _ => default,
                };

                /// <summary>From what the decoder makes of z to its next state.</summary>
                private void Advance(Span<float> gates, int pictures)
                {
                    // (h_dec, c) ← LSTM(z, h_dec, c){{(bytes ? RoundDecoderStates : "")}}
                    DecoderStep.Run(
                        Packed.Slice(Weights.Decoder, Weights.DecoderSize), {{(bytes ? DecoderBytes : DecoderFloats)}},
                        gates, pictures, _backwards);
                    _backwards = !_backwards;
                    for (int p = 0; p < pictures; p++)
                    {
                        LstmGates.Advance(
                            gates.Slice(p * PictureStride, DecoderGateRows), Of(p, DecoderCellAt, DecoderHiddenPadded),
                            Of(p, DecoderNextAt, DecoderHiddenPadded));
                        Of(p, DecoderNextAt, DecoderHidden).CopyTo(Of(p, DecoderStatesAt, DecoderHidden));
                    }
                }

                private void SeeErrors(int p)
                {
                    // x̂ = x − σ(c)
            {{(reads == writes ? ErrorsOfWhole(reads) : ErrorsOfRows(reads))}}
                }{{(reads ? ReadThroughWindow : "")}}{{(writes ? WriteThroughWindow : WriteWhole)}}

                /// <summary>A buffer of one picture.</summary>
                private Span<float> Of(int picture, int start, int length) => Memory.Slice(picture * PictureStride + start, length);

                /// <summary>A buffer of the first picture, and what lies from there to the same one of the last.</summary>
                private Span<float> OfAll(int start, int length) => Memory.Slice(start, (Tile - 1) * PictureStride + length);
            }
            """);
    }

    private const string WriteBuffers = """
            private const int WriteFilterXAt = HeadsAt + HeadRows; // FX [WriteFilters, WidthPadded]
            private const int WriteFilterYAt = WriteFilterXAt + WriteFilters * WidthPadded; // FY [WriteFilters, HeightPadded]
            private const int PatchRowsAt = WriteFilterYAt + WriteFilters * HeightPadded; // w·FX / γ [WriteFilters, WidthPadded]
            private const int CanvasAt = PatchRowsAt + WriteFilters * WidthPadded; // c, logits [CanvasSize]
        """;

    private const string CanvasBehindHeads = """
            private const int CanvasAt = HeadsAt + HeadRows; // c, logits [CanvasSize]
        """;

    private const string ReadBuffers = """
            private const int ImageAt = NoiseAt + LatentPadded; // x [ImageSize]
            private const int ErrorImageAt = ImageAt + ImageSize; // x̂ [ImageSize]
            private const int ReadHeadAt = ErrorImageAt + ImageSize; // window [ReadHeadRows]
            private const int ReadFilterXAt = ReadHeadAt + ReadHeadRows; // FX [ReadFilters, WidthPadded]
            private const int ReadFilterYAt = ReadFilterXAt + ReadFilters * WidthPadded; // FY [ReadFilters, HeightPadded]
            private const int ImageRowsAt = ReadFilterYAt + ReadFilters * HeightPadded; // FY x [ReadFilters, WidthPadded]
            private const int ImagesEnd = ImageRowsAt + ReadFilters * WidthPadded;
        """;

    private const string ImageInRead = """
            private const int ImagesEnd = NoiseAt + LatentPadded;

            // Without attention r is x and then x̂, as they are.
            private const int ImageAt = ReadAt; // x [PixelCount]
            private const int ErrorImageAt = ImageAt + PixelCount; // x̂ [PixelCount]
        """;

    private const string ByteBuffers = """
            private const int LatentBytesAt = ImagesEnd; // s of z, four to a float [LatentPadded / 4]
            private const int DecoderBytesAt = LatentBytesAt + LatentPadded / 4; // s of h_dec [DecoderStatesPadded / 4]
            private const int EncoderBytesAt = DecoderBytesAt + DecoderStatesPadded / 4; // s of h_dec and h_enc [EncoderStatesPadded / 4]
            private const int LatentLimitAt = EncoderBytesAt + EncoderStatesPadded / 4; // what the largest s of z is worth
            internal const int PictureSize = (LatentLimitAt + Lanes) / Lanes * Lanes;
        """;

    private const string BytesAhead = """
            private const int LimitsAhead = GatesAhead + GlimpsesAhead * DecoderGateRows; // what the largest s of z is worth [GlimpsesAhead]
            private const int BytesAhead = LimitsAhead + GlimpsesAhead; // s of z [GlimpsesAhead, LatentPadded / 4]
            private const int Size = BytesAhead + GlimpsesAhead * LatentPadded / 4;
        """;

    private const string SizeOfFloats = """
            private const int Size = GatesAhead + GlimpsesAhead * DecoderGateRows;
        """;

    private const string RoundLatents = """

                    for (int p = 0; p < pictures; p++)
                    {
                        Of(p, LatentLimitAt, 1)[0] = LatentBytes.Round(
                            Of(p, LatentAt, LatentPadded), MemoryMarshal.AsBytes(Of(p, LatentBytesAt, LatentPadded / 4)));
                    }

            """;

    private const string RoundLatentsAhead = """

                        for (int ahead = t; ahead < t + Tile; ahead++)
                        {
                            Memory.Slice(LimitsAhead + ahead, 1)[0] = LatentBytes.Round(
                                Memory.Slice(LatentsAhead + ahead * LatentPadded, LatentPadded),
                                MemoryMarshal.AsBytes(Memory.Slice(BytesAhead + ahead * LatentPadded / 4, LatentPadded / 4)));
                        }

            """;

    private const string LatentBytes =
        "MemoryMarshal.AsBytes(OfAll(LatentBytesAt, LatentPadded / 4)), OfAll(LatentLimitAt, 1)";

    private const string LatentBytesAhead =
        "MemoryMarshal.AsBytes(Memory.Slice(BytesAhead + t * LatentPadded / 4, Tile * LatentPadded / 4)), LatentPadded,\n"
        + "                Memory.Slice(LimitsAhead + t, Tile), 1";

    private const string RoundEncoderStates = """

                        HiddenBytes.Round(
                            Of(p, EncoderStatesAt, EncoderStatesPadded), MemoryMarshal.AsBytes(Of(p, EncoderBytesAt, EncoderStatesPadded / 4)));
            """;

    private const string RoundDecoderStates = """

                    for (int p = 0; p < pictures; p++)
                    {
                        HiddenBytes.Round(
                            Of(p, DecoderStatesAt, DecoderStatesPadded), MemoryMarshal.AsBytes(Of(p, DecoderBytesAt, DecoderStatesPadded / 4)));
                    }

            """;

    private const string EncoderFloats = "OfAll(EncoderStatesAt, EncoderStatesPadded)";

    private const string EncoderBytes = "MemoryMarshal.AsBytes(OfAll(EncoderBytesAt, EncoderStatesPadded / 4))";

    private const string DecoderFloats = "OfAll(DecoderStatesAt, DecoderStatesPadded)";

    private const string DecoderBytes = "MemoryMarshal.AsBytes(OfAll(DecoderBytesAt, DecoderStatesPadded / 4))";

    private const string LookAtAll = """
                // r = [x, x̂]
                for (int p = 0; p < pictures; p++)
                {
                    SeeErrors(p);
                }
        """;

    private const string LookThroughWindow = """
                // r = read(x, x̂, h_dec)
                ReadHead.Run(
                    Packed.Slice(Weights.ReadHead, Weights.ReadHeadSize), OfAll(DecoderStatesAt, DecoderStatesPadded),
                    OfAll(ReadHeadAt, ReadHeadRows), pictures);
                for (int p = 0; p < pictures; p++)
                {
                    SeeErrors(p);
                    ReadThroughWindow(p);
                }
        """;

    private const string ReadPlaces = """
                DrawingPart.ReadFilterX => (ReadFilterXAt, ReadFilters, Width, WidthPadded),
                DrawingPart.ReadFilterY => (ReadFilterYAt, ReadFilters, Height, HeightPadded),

        """;

    private const string WritePlaces = """
                DrawingPart.WriteFilterX => (WriteFilterXAt, WriteFilters, Width, WidthPadded),
                DrawingPart.WriteFilterY => (WriteFilterYAt, WriteFilters, Height, HeightPadded),

        """;

    private const string ReadThroughWindow = """


            private void ReadThroughWindow(int p)
            {
                Span<float> fx = Of(p, ReadFilterXAt, ReadFilters * WidthPadded), fy = Of(p, ReadFilterYAt, ReadFilters * HeightPadded);
                Span<float> rows = Of(p, ImageRowsAt, ReadFilters * WidthPadded), read = Of(p, ReadAt, ReadSize);
                AttentionWindow window = AttentionWindow.FromParameters(Of(p, ReadHeadAt, 5), Width, Height, ReadFilters);
                FilterbankX.Fill(ReadFilters, window.CentreX, window.Stride, window.Variance, fx);
                FilterbankY.Fill(ReadFilters, window.CentreY, window.Stride, window.Variance, fy);
                Read.Run(window.Intensity, fx, fy, Of(p, ImageAt, ImageSize), rows, read[..ReadPatchSize]);
                Read.Run(window.Intensity, fx, fy, Of(p, ErrorImageAt, ImageSize), rows, read[ReadPatchSize..]);
                SetReadWindow(p, window);
            }
        """;

    /// <summary>Where rows of both have one length, what pads them does no harm: its filters are 0.</summary>
    private static string ErrorsOfWhole(bool reads) => reads
        ? """
                    Likelihood.ErrorImage(Of(p, ImageAt, ImageSize), Of(p, CanvasAt, ImageSize), Of(p, ErrorImageAt, ImageSize));
            """
        : """
                    Likelihood.ErrorImage(Of(p, ImageAt, PixelCount), Of(p, CanvasAt, PixelCount), Of(p, ErrorImageAt, PixelCount));
            """;

    private static string ErrorsOfRows(bool reads)
    {
        string stride = reads ? "ImageStride" : "Width";
        return $$"""
                    for (int row = 0; row < Channels * Height; row++)
                    {
                        Likelihood.ErrorImage(
                            Of(p, ImageAt + row * {{stride}}, Width),
                            Of(p, CanvasAt + row * CanvasStride, Width),
                            Of(p, ErrorImageAt + row * {{stride}}, Width));
                    }
            """;
    }

    private const string WriteWhole = """


                private void WriteWhole(int p) => Write.Run(Of(p, HeadsAt, CanvasSize), Of(p, CanvasAt, CanvasSize));
        """;

    private const string WriteThroughWindow = """


            private void WriteThroughWindow(int p)
            {
                Span<float> fx = Of(p, WriteFilterXAt, WriteFilters * WidthPadded), fy = Of(p, WriteFilterYAt, WriteFilters * HeightPadded);
                AttentionWindow window = AttentionWindow.FromParameters(Of(p, HeadsAt, 5), Width, Height, WriteFilters);
                FilterbankX.Fill(WriteFilters, window.CentreX, window.Stride, window.Variance, fx);
                FilterbankY.Fill(WriteFilters, window.CentreY, window.Stride, window.Variance, fy);
                Write.Run(
                    window.Intensity, Of(p, HeadsAt + FirstPatchRow, PatchSize), fx, fy,
                    Of(p, PatchRowsAt, WriteFilters * WidthPadded), Of(p, CanvasAt, CanvasSize));
                SetWriteWindow(p, window);
            }
        """;
}
