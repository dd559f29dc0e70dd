using DrawAot.Generators.Emit;
using DrawAot.Generators.Planning;
using DrawAot.Layout;

namespace DrawAot.Generators.Models.Classifier;

/// <summary>The schedule of a glimpse classifier: the state of some images, and the kernels of a glimpse in their order.</summary>
internal static class ClassifierStateFile
{
    public static SourceFile Emit(ModelPlan plan, ClassifierLayout layout) => SourceFile.Of(plan, "State", $$"""
        namespace {{plan.KernelNamespace}};

        using global::System;
        using global::DrawAot;
        using global::DrawAot.Manifest;
        using global::DrawAot.Numerics;
        using static Shape;

        /// <summary>The state of one image or a batch: the LSTM, and the intermediates of a glimpse.</summary>
        internal sealed class State : ClassifierState
        {
            // Offsets of the buffers of one image, in floats.
        {{Lines.Indent(1, Constants.Of(layout.Picture, "0"))}}

            private bool _reverse;

            public State(ClassifierShape shape, AlignedMemory weights)
                : base(shape, WeightPrecision.{{plan.Precision}}, weights)
            {
            }

            /// <summary>One glimpse: places the window by h, reads x through it, and updates h.</summary>
            public override void GlimpseStep(int pictures)
            {
                ReadImages(pictures);

                // (h, c) ← LSTM(r, h, c)
                LstmInputProjection.Run(
                    Packed.Slice(Weights.LstmInputProjection, Weights.LstmInputProjectionSize), BatchBuffer(ReadAt, ReadSizePadded),
                    BatchBuffer(LstmGatesAt, LstmGateRows), pictures);
                LstmRecurrence.Run(
                    Packed.Slice(Weights.LstmRecurrence, Weights.LstmRecurrenceSize), BatchBuffer(LstmStatesAt, LstmStatesSize),
                    BatchBuffer(LstmGatesAt, LstmGateRows), pictures, _reverse);
                _reverse = !_reverse;
                for (int p = 0; p < pictures; p++)
                {
                    LstmCell.Update(
                        Buffer(p, LstmGatesAt, LstmGateRows), Buffer(p, LstmCellAt, LstmHiddenPadded), Buffer(p, LstmOutputAt, LstmHiddenPadded));
                    Buffer(p, LstmOutputAt, LstmHidden).CopyTo(Buffer(p, LstmStatesAt, LstmHidden));
                }

                GC.KeepAlive(this); // spans do not keep the memory from being finalized
            }

            /// <summary>The class logits of h.</summary>
            public override void UpdateLogits(int pictures)
            {
                ClassHead.Run(
                    Packed.Slice(Weights.ClassHead, Weights.ClassHeadSize), BatchBuffer(LstmStatesAt, LstmStatesSize),
                    BatchBuffer(LogitsAt, ClassRows), pictures);
                GC.KeepAlive(this);
            }

            /// <summary>r = γ·FY x FXᵀ, with the window of h.</summary>
            private void ReadImages(int pictures)
            {
                ReadHead.Run(
                    Packed.Slice(Weights.ReadHead, Weights.ReadHeadSize), BatchBuffer(LstmStatesAt, LstmStatesSize),
                    BatchBuffer(ReadHeadAt, ReadHeadRows), pictures);
                for (int p = 0; p < pictures; p++)
                {
                    Span<float> fx = Buffer(p, ReadFilterXAt, ReadFilters * WidthPadded), fy = Buffer(p, ReadFilterYAt, ReadFilters * HeightPadded);
                    AttentionWindow window = AttentionWindow.FromParameters(Buffer(p, ReadHeadAt, WindowSize), Width, Height, ReadFilters);
                    FilterbankX.Fill(ReadFilters, window.CentreX, window.Stride, window.Variance, fx);
                    FilterbankY.Fill(ReadFilters, window.CentreY, window.Stride, window.Variance, fy);
                    Read.Run(
                        window.Intensity, fx, fy, Buffer(p, ImageAt, ImageSize), Buffer(p, ImageRowsAt, ReadFilters * WidthPadded),
                        Buffer(p, ReadAt, ReadSize));
                    SetReadWindow(p, window);
                }
            }
        }
        """);
}
