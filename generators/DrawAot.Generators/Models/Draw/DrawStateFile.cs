using DrawAot.Generators.Emit;
using DrawAot.Generators.Planning;
using DrawAot.Layout;

namespace DrawAot.Generators.Models.Draw;

/// <summary>
/// The schedule of DRAW: the state of some pictures, and the kernels of a glimpse in their order. The class is composed of whole
/// methods; where attention makes a difference, there are two versions of a method.
/// </summary>
internal static class DrawStateFile
{
    public static SourceFile Emit(ModelPlan plan, DrawLayout layout)
    {
        bool reads = layout.WindowedRead is not null, writes = layout.WriteFilters is not null;
        return SourceFile.Of(plan, "State", $$"""
            namespace {{plan.KernelNamespace}};

            using global::System;
            using global::DrawAot;
            using global::DrawAot.Manifest;
            using global::DrawAot.Numerics;
            using static Shape;

            /// <summary>The state of one picture or a batch: both LSTMs, the canvas, and the intermediates of a glimpse.</summary>
            internal sealed class State : DrawState
            {
                // Offsets of the buffers of one picture, in floats.
            {{Lines.Indent(1, Constants.Of(layout.Picture, "0"))}}{{(reads ? "" : ImageInRead(layout))}}

                // Offsets of the buffers of one picture whose latents are known, after those of the batch.
            {{Lines.Indent(1, Constants.Of(layout.Sequence, layout.BatchFloats.Name))}}

                private bool _reverse;

                public State(DrawShape shape, AlignedMemory weights)
                    : base(shape, WeightPrecision.{{plan.Precision}}, weights)
                {
                }

            {{EncodeStep(layout)}}

            {{(reads ? ReadThroughWindows : ReadWholeImages)}}

            {{(reads == writes ? WholeErrorImage(reads) : RowwiseErrorImage(reads))}}

            {{DecodeStep}}

            {{DecodeSequence}}

            {{UpdateDecoder(layout)}}

            {{(writes ? WriteThroughWindow(layout) : WriteWholeCanvas)}}
            }
            """);
    }

    private static string ImageInRead(DrawLayout layout) => $"""


            // Without attention r is x and then x̂, as they are.
            private const int ImageAt = {layout.ImagePart.At}; // x [PixelCount]
            private const int ErrorImageAt = ImageAt + {layout.ErrorImagePart.Offset!.Name}; // x̂ [PixelCount]
        """;

    private static string EncodeStep(DrawLayout layout) => $$"""
            /// <summary>From the images and the canvases to the posteriors: read, encoder LSTM, μ and log σ.</summary>
            public override void EncodeStep(int pictures)
            {
                ReadImages(pictures);

                // (h_enc, c) ← LSTM([r, h_dec], h_enc, c)
                for (int p = 0; p < pictures; p++)
                {
                    Buffer(p, DecoderStatesAt, DecoderHidden).CopyTo(Buffer(p, EncoderStatesAt, DecoderHidden));
                }

                EncoderInputProjection.Run(
                    Packed.Slice(Weights.EncoderInputProjection, Weights.EncoderInputProjectionSize), BatchBuffer(ReadAt, ReadSizePadded),
                    BatchBuffer(EncoderGatesAt, EncoderGateRows), pictures);
                EncoderRecurrence.Run(
                    Packed.Slice(Weights.EncoderRecurrence, Weights.EncoderRecurrenceSize), BatchBuffer(EncoderStatesAt, EncoderStatesSize),
                    BatchBuffer(EncoderGatesAt, EncoderGateRows), pictures, _reverse);
                for (int p = 0; p < pictures; p++)
                {
                    LstmCell.Update(
                        Buffer(p, EncoderGatesAt, EncoderGateRows), Buffer(p, EncoderCellAt, EncoderHiddenPadded),
                        Buffer(p, EncoderOutputAt, EncoderHiddenPadded));
                    Buffer(p, EncoderOutputAt, EncoderHidden).CopyTo(Buffer(p, {{layout.Encoder.OwnStates.At}}, EncoderHidden));
                }

                // μ, log σ = L(h_enc)
                PosteriorHeads.Run(
                    Packed.Slice(Weights.PosteriorHeads, Weights.PosteriorHeadsSize), BatchBuffer(EncoderOutputAt, EncoderHiddenPadded),
                    BatchBuffer(PosteriorAt, PosteriorRows), pictures);
                GC.KeepAlive(this); // spans do not keep the memory from being finalized
            }
        """;

    private const string ReadThroughWindows = """
            /// <summary>r = read(x, x̂, h_dec).</summary>
            private void ReadImages(int pictures)
            {
                ReadHead.Run(
                    Packed.Slice(Weights.ReadHead, Weights.ReadHeadSize), BatchBuffer(DecoderStatesAt, DecoderStatesSize),
                    BatchBuffer(ReadHeadAt, ReadHeadRows), pictures);
                for (int p = 0; p < pictures; p++)
                {
                    UpdateErrorImage(p);
                    Span<float> fx = Buffer(p, ReadFilterXAt, ReadFilters * WidthPadded), fy = Buffer(p, ReadFilterYAt, ReadFilters * HeightPadded);
                    Span<float> rows = Buffer(p, ImageRowsAt, ReadFilters * WidthPadded), read = Buffer(p, ReadAt, ReadSize);
                    AttentionWindow window = AttentionWindow.FromParameters(Buffer(p, ReadHeadAt, WindowSize), Width, Height, ReadFilters);
                    FilterbankX.Fill(ReadFilters, window.CentreX, window.Stride, window.Variance, fx);
                    FilterbankY.Fill(ReadFilters, window.CentreY, window.Stride, window.Variance, fy);
                    Read.Run(window.Intensity, fx, fy, Buffer(p, ImageAt, ImageSize), rows, read[..ReadPatchSize]);
                    Read.Run(window.Intensity, fx, fy, Buffer(p, ErrorImageAt, ImageSize), rows, read[ReadPatchSize..]);
                    SetReadWindow(p, window);
                }
            }
        """;

    private const string ReadWholeImages = """
            /// <summary>r = [x, x̂].</summary>
            private void ReadImages(int pictures)
            {
                for (int p = 0; p < pictures; p++)
                {
                    UpdateErrorImage(p);
                }
            }
        """;

    /// <summary>Image and canvas have rows of one length; padding does no harm, since the filters are 0 there.</summary>
    private static string WholeErrorImage(bool reads)
    {
        string size = reads ? "ImageSize" : "PixelCount";
        return $$"""
                /// <summary>x̂ = x − σ(c).</summary>
                private void UpdateErrorImage(int p) =>
                    Likelihood.ErrorImage(Buffer(p, ImageAt, {{size}}), Buffer(p, CanvasAt, {{size}}), Buffer(p, ErrorImageAt, {{size}}));
            """;
    }

    private static string RowwiseErrorImage(bool reads)
    {
        string stride = reads ? "ImageStride" : "Width";
        return $$"""
                /// <summary>x̂ = x − σ(c).</summary>
                private void UpdateErrorImage(int p)
                {
                    for (int row = 0; row < Channels * Height; row++)
                    {
                        Likelihood.ErrorImage(
                            Buffer(p, ImageAt + row * {{stride}}, Width),
                            Buffer(p, CanvasAt + row * CanvasStride, Width),
                            Buffer(p, ErrorImageAt + row * {{stride}}, Width));
                    }
                }
            """;
    }

    private const string DecodeStep = """
            /// <summary>From the latents to the canvases: decoder LSTM, heads, write.</summary>
            public override void DecodeStep(int pictures)
            {
                DecoderInputProjection.Run(
                    Packed.Slice(Weights.DecoderInputProjection, Weights.DecoderInputProjectionSize), BatchBuffer(LatentAt, LatentSize),
                    BatchBuffer(DecoderGatesAt, DecoderGateRows), pictures);
                UpdateDecoder(BatchBuffer(DecoderGatesAt, DecoderGateRows), pictures);
                WriteHeads.Run(
                    Packed.Slice(Weights.WriteHeads, Weights.WriteHeadsSize), BatchBuffer(DecoderOutputAt, DecoderHiddenPadded),
                    BatchBuffer(HeadsAt, HeadRows), pictures);
                for (int p = 0; p < pictures; p++)
                {
                    WriteCanvas(p);
                }

                GC.KeepAlive(this);
            }
        """;

    private const string DecodeSequence = """
            /// <summary>
            /// Decodes glimpses of one picture whose latents are known. Glimpses depend on each other through the LSTM alone, so the
            /// products before and after it are computed for all of them in one pass over the weights.
            /// </summary>
            public override void DecodeSequence(int glimpses)
            {
                DecoderInputProjection.RunTiles(
                    Packed.Slice(Weights.DecoderInputProjection, Weights.DecoderInputProjectionSize),
                    Memory.Slice(SequenceLatentsAt, SequenceGlimpses * LatentSize), LatentSize,
                    Memory.Slice(SequenceGatesAt, SequenceGlimpses * DecoderGateRows), DecoderGateRows, glimpses);
                for (int t = 0; t < glimpses; t++)
                {
                    UpdateDecoder(Memory.Slice(SequenceGatesAt + t * DecoderGateRows, DecoderGateRows), pictures: 1);
                    Buffer(0, DecoderOutputAt, DecoderHiddenPadded)
                        .CopyTo(Memory.Slice(SequenceOutputsAt + t * DecoderHiddenPadded, DecoderHiddenPadded));
                }

                WriteHeads.RunTiles(
                    Packed.Slice(Weights.WriteHeads, Weights.WriteHeadsSize),
                    Memory.Slice(SequenceOutputsAt, SequenceGlimpses * DecoderHiddenPadded), DecoderHiddenPadded,
                    Memory.Slice(SequenceHeadsAt, SequenceGlimpses * HeadRows), HeadRows, glimpses);
                for (int t = 0; t < glimpses; t++)
                {
                    Memory.Slice(SequenceHeadsAt + t * HeadRows, HeadRows).CopyTo(Buffer(0, HeadsAt, HeadRows));
                    WriteCanvas(0);
                }

                GC.KeepAlive(this);
            }
        """;

    private static string UpdateDecoder(DrawLayout layout) => $$"""
            /// <summary>(h_dec, c) ← LSTM(z, h_dec, c), with a = b + W·z in the gates.</summary>
            private void UpdateDecoder(Span<float> gates, int pictures)
            {
                DecoderRecurrence.Run(
                    Packed.Slice(Weights.DecoderRecurrence, Weights.DecoderRecurrenceSize), BatchBuffer(DecoderStatesAt, DecoderStatesSize),
                    gates, pictures, _reverse);
                _reverse = !_reverse;
                for (int p = 0; p < pictures; p++)
                {
                    LstmCell.Update(
                        gates.Slice(p * PictureStride, DecoderGateRows), Buffer(p, DecoderCellAt, DecoderHiddenPadded),
                        Buffer(p, DecoderOutputAt, DecoderHiddenPadded));
                    Buffer(p, DecoderOutputAt, DecoderHidden).CopyTo(Buffer(p, {{layout.Decoder.OwnStates.At}}, DecoderHidden));
                }
            }
        """;

    private static string WriteThroughWindow(DrawLayout layout) => $$"""
            /// <summary>c ← c + (1/γ)·FYᵀ w FX.</summary>
            private void WriteCanvas(int p)
            {
                Span<float> fx = Buffer(p, WriteFilterXAt, WriteFilters * WidthPadded), fy = Buffer(p, WriteFilterYAt, WriteFilters * HeightPadded);
                AttentionWindow window = AttentionWindow.FromParameters(Buffer(p, HeadsAt, WindowSize), Width, Height, WriteFilters);
                FilterbankX.Fill(WriteFilters, window.CentreX, window.Stride, window.Variance, fx);
                FilterbankY.Fill(WriteFilters, window.CentreY, window.Stride, window.Variance, fy);
                Write.Run(
                    window.Intensity, Buffer(p, {{layout.Patch.At}}, PatchSize), fx, fy,
                    Buffer(p, PatchRowsAt, WriteFilters * WidthPadded), Buffer(p, CanvasAt, CanvasSize));
                SetWriteWindow(p, window);
            }
        """;

    private const string WriteWholeCanvas = """
            /// <summary>c ← c + w.</summary>
            private void WriteCanvas(int p) => Write.Run(Buffer(p, HeadsAt, CanvasSize), Buffer(p, CanvasAt, CanvasSize));
        """;
}
