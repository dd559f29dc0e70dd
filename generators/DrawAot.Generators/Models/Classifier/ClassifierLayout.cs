using DrawAot.Manifest;

namespace DrawAot.Layout;

/// <summary>Every size of a glimpse classifier: named constants, packed weights, and a session's buffers.</summary>
internal sealed class ClassifierLayout : ModelLayout
{
    /// <summary>Lays out a model.</summary>
    public ClassifierLayout(ClassifierShape shape, WeightPrecision precision)
    {
        Image = new ImageLayout(shape, isPadded: true);
        ReadSize = new Extent("ReadSize", shape.ReadSize, "R, the patch of x");
        Classes = new Extent("ClassCount", shape.ClassCount, "K");
        ClassRows = new Extent("ClassRows", PanelFormat.Pad(shape.ClassCount), "the classes, padded to a panel");
        Lstm = new LstmLayout(
            "Lstm", "lstm", "LSTM", "h", shape.Hidden, ReadSize, "r", canQuantizeInput: false, otherStates: null, otherSymbol: "", precision);
        Read = new ReadLayout(Image, shape.ReadAttention, Lstm.Hidden, "h", precision);
        ClassHead = DenseLayout.Block("ClassHead", "class logits over h", ClassRows, Lstm.Hidden, precision, ("classes", shape.ClassCount));

        Patch = new StateBlock("Read", "r", ReadSize.Padded);
        Logits = new StateBlock("Logits", "class logits", ClassRows);
        Weights = new WeightPlan([Read.Head, Lstm.InputProjection, Lstm.Recurrence, ClassHead, Lstm.Initial]);
        Picture = new BufferPlan(
        [
            Lstm.StatesBlock, Lstm.Cell, Lstm.Output, Lstm.Gates, Read.Window, Read.Filterbanks.X, Read.Filterbanks.Y, Read.Rows, Patch, Logits, Read.Image,
        ]);
    }

    /// <inheritdoc/>
    public override WeightPlan Weights { get; }

    /// <inheritdoc/>
    public override BufferPlan Picture { get; }

    public ImageLayout Image { get; }

    public Extent ReadSize { get; }

    public Extent Classes { get; }

    public Extent ClassRows { get; }

    public LstmLayout Lstm { get; }

    public ReadLayout Read { get; }

    /// <summary>The layer of the class logits.</summary>
    public MatrixBlock ClassHead { get; }

    /// <summary>r.</summary>
    public StateBlock Patch { get; }

    /// <summary>The class logits.</summary>
    public StateBlock Logits { get; }
}
