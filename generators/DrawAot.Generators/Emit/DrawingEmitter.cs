using DrawAot.Generators.Planning;

namespace DrawAot.Generators.Emit;

/// <summary>The state of one picture in the making, and one glimpse of it: the kernels in their order.</summary>
internal static class DrawingEmitter
{
    public static SourceFile Emit(ModelPlan plan) => SourceFile.Of(plan, "Drawing", $$"""
        namespace {{plan.KernelNamespace}};

        using global::System;
        using global::DrawAot.Numerics;
        using static Shape;

        /// <summary>A picture in the making: decoder state and canvas, in memory of their own.</summary>
        internal sealed class Drawing : IDisposable
        {
            // Where each buffer starts, in floats.
            private const int Input = 0; // z, then h of the glimpse before [Latent + Hidden]
            private const int Cell = Input + InputPadded; // c of the LSTM [HiddenPadded]
            private const int NextHidden = Cell + HiddenPadded; // h of this glimpse [HiddenPadded]
        {{(plan.Shape.WriteAttention is null ? BuffersWhole : BuffersWindowed)}}
            private const int Size = Canvas + CanvasSize;

            private const int InputPadded = (Latent + Hidden + Lanes - 1) / Lanes * Lanes;

            private readonly AlignedMemory _weights;
            private readonly AlignedMemory _memory = new(Size);

            public Drawing(AlignedMemory weights)
            {
                _weights = weights.Retain();
                Begin();
            }

            /// <summary>Bytes of its own memory.</summary>
            public long MemorySize => (long)_memory.Length * sizeof(float);

            /// <summary>Whether the memory is freed.</summary>
            public bool IsDisposed { get; private set; }

            /// <summary>Glimpses drawn so far.</summary>
            public int Glimpse { get; private set; }

            /// <summary>Back to the start: h ← h₀, c ← 0, and the canvas ← c₀.</summary>
            public void Begin()
            {
                _weights.Slice(Weights.InitialHidden, Hidden).CopyTo(_memory.Slice(Input + Latent, Hidden));
                _memory.Slice(Cell, HiddenPadded).Clear();
                _weights.Slice(Weights.InitialCanvas, CanvasSize).CopyTo(_memory.Slice(Canvas, CanvasSize));
                Glimpse = 0;
                GC.KeepAlive(this);
            }

            /// <summary>Draws one glimpse: z ~ N(0, I), decoder, write.</summary>
            public void Step(ulong seed, ulong index)
            {
                Span<float> input = _memory.Slice(Input, Latent + Hidden);
                Span<float> hidden = _memory.Slice(NextHidden, HiddenPadded);
                Normals.Fill(seed, index, stream: (uint)Glimpse, input[..Latent]);
                DecoderStep.Run(_weights.Slice(Weights.Decoder, Weights.DecoderSize), input, _memory.Slice(Cell, HiddenPadded), hidden);
                hidden[..Hidden].CopyTo(input[Latent..]);
                WriteHeads.Run(_weights.Slice(Weights.Heads, Weights.HeadsSize), hidden, _memory.Slice(Heads, HeadRows));
                WriteToCanvas();
                Glimpse++;
                GC.KeepAlive(this); // spans do not keep the memory from being finalized
            }

            /// <summary>The picture as it stands: σ(canvas) [Channels, Height, Width].</summary>
            public void CopyTo(Span<float> image)
            {
                Span<float> canvas = _memory.Slice(Canvas, CanvasSize);
                for (int row = 0; row < Channels * Height; row++)
                {
                    VectorMath.Sigmoid(canvas.Slice(row * CanvasStride, Width), image.Slice(row * Width, Width));
                }

                GC.KeepAlive(this);
            }

            /// <summary>Frees the memory and lets go of the weights, once.</summary>
            public void Dispose()
            {
                if (!IsDisposed)
                {
                    IsDisposed = true;
                    _memory.Dispose();
                    _weights.Release();
                }
            }

        {{(plan.Shape.WriteAttention is null ? WriteWhole : WriteWindowed)}}
        }
        """);

    private const string BuffersWindowed = """
            private const int Heads = NextHidden + HiddenPadded; // window and patch [HeadRows]
            private const int ColumnFilters = Heads + HeadRows; // FX [Filters, WidthPadded]
            private const int RowFilters = ColumnFilters + Filters * WidthPadded; // FY [Filters, HeightPadded]
            private const int PatchRows = RowFilters + Filters * HeightPadded; // w·FX / γ [Filters, WidthPadded]
            private const int Canvas = PatchRows + Filters * WidthPadded; // logits [CanvasSize]
        """;

    private const string BuffersWhole = """
            private const int Heads = NextHidden + HiddenPadded; // patch w [HeadRows]
            private const int Canvas = Heads + HeadRows; // logits [CanvasSize]
        """;

    private const string WriteWindowed = """
            private void WriteToCanvas()
            {
                Span<float> heads = _memory.Slice(Heads, HeadRows);
                Span<float> fx = _memory.Slice(ColumnFilters, Filters * WidthPadded);
                Span<float> fy = _memory.Slice(RowFilters, Filters * HeightPadded);
                var window = global::DrawAot.AttentionWindow.FromParameters(heads[..5], Width, Height, Filters);
                FilterbankX.Fill(window.CentreX, window.Stride, window.Variance, fx);
                FilterbankY.Fill(window.CentreY, window.Stride, window.Variance, fy);
                Write.Run(
                    window.Intensity, heads.Slice(FirstPatchRow, PatchSize), fx, fy,
                    _memory.Slice(PatchRows, Filters * WidthPadded), _memory.Slice(Canvas, CanvasSize));
            }
        """;

    private const string WriteWhole = """
            private void WriteToCanvas() => Write.Run(_memory.Slice(Heads, CanvasSize), _memory.Slice(Canvas, CanvasSize));
        """;
}
