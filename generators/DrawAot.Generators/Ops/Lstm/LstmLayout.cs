using System.Collections.Generic;
using System.Linq;
using DrawAot.Manifest;

namespace DrawAot.Layout;

/// <summary>
/// An LSTM: its matrix over the input apart from that over hidden states, since the former can be applied to many glimpses at
/// once. Gates are i, f, g, o.
/// </summary>
internal sealed class LstmLayout
{
    /// <summary>Lays out an LSTM.</summary>
    /// <param name="name">The beginning of names, such as <c>Decoder</c>.</param>
    /// <param name="tensor">The beginning of the names of its tensors, such as <c>decoder</c>.</param>
    /// <param name="role">Its role, such as <c>decoder LSTM</c>.</param>
    /// <param name="symbol">Its hidden state in the paper's notation.</param>
    /// <param name="hidden">Units H.</param>
    /// <param name="input">Inputs x.</param>
    /// <param name="inputSymbol">Its input in the paper's notation.</param>
    /// <param name="canQuantizeInput">Whether int8 models quantize the input.</param>
    /// <param name="otherStates">
    /// Hidden states of another LSTM that are inputs too: the last columns of <c>weight_ih</c>, multiplied together with this one's
    /// own state; null for none.
    /// </param>
    /// <param name="otherSymbol">Those in the paper's notation; empty for none.</param>
    /// <param name="precision">The model's precision.</param>
    public LstmLayout(
        string name, string tensor, string role, string symbol, int hidden, Extent input, string inputSymbol, bool canQuantizeInput,
        Extent? otherStates, string otherSymbol, WeightPrecision precision)
    {
        int others = (int)(otherStates?.Value ?? 0);
        Role = role;
        string states = otherSymbol.Length == 0 ? symbol : $"{otherSymbol}, {symbol}";
        Hidden = new Extent(name + "Hidden", hidden, $"units of the {role}");
        HiddenPadded = Hidden.Padded;
        GateRows = new Extent(name + "GateRows", ModelTensors.GateCount * HiddenPadded.Value, "gates i, f, g, o");
        States = new Extent(name + "States", (long)others + hidden, states);
        PanelFormat stateFormat = PanelFormat.Of(precision, canQuantizeInputs: true);
        StatesSize = new Extent(name + "StatesSize", stateFormat.InputFloats(States.Value), RoomOf(stateFormat));

        int columns = (int)input.Value, allColumns = columns + others;
        InputProjection = new MatrixBlock(
            name + "InputProjection", $"b and W over {inputSymbol}", GateRows, input,
            PanelFormat.Of(precision, canQuantizeInput), ModelTensors.GateCount,
            [new RowSource(ModelTensors.GateCount * hidden, [new ColumnSource(tensor + ".weight_ih", allColumns, 0, columns)], tensor + ".bias")]);
        IEnumerable<ColumnSource> recurrent =
        [
            new(tensor + ".weight_ih", allColumns, columns, others),
            new(tensor + ".weight_hh", hidden, 0, hidden),
        ];
        Recurrence = new MatrixBlock(
            name + "Recurrence", others == 0 ? $"U over {symbol}" : $"W over {otherSymbol}, then U over {symbol}", GateRows, States,
            stateFormat, ModelTensors.GateCount,
            [new RowSource(ModelTensors.GateCount * hidden, [.. recurrent.Where(source => source.Count > 0)], Bias: null)]);
        Initial = new ValueBlock(name + "Initial", $"h₀ of the {role}", tensor + ".h0", Rows: 1, hidden, hidden, HiddenPadded);

        StatesBlock = new StateBlock(name + "States", $"old {states}", StatesSize);
        OwnStates = new StatePart(StatesBlock, otherStates);
        Cell = new StateBlock(name + "Cell", $"c of the {role}", HiddenPadded);
        Output = new StateBlock(name + "Output", $"{symbol} of this glimpse", HiddenPadded);
        Gates = new StateBlock(name + "Gates", "gate pre-activations a", GateRows);
    }

    /// <summary>Its role, such as <c>decoder LSTM</c>.</summary>
    public string Role { get; }

    /// <summary>Units.</summary>
    public Extent Hidden { get; }

    /// <summary>Units, padded.</summary>
    public Extent HiddenPadded { get; }

    /// <summary>Rows of both matrices, padded.</summary>
    public Extent GateRows { get; }

    /// <summary>Hidden states that <see cref="Recurrence"/> multiplies.</summary>
    public Extent States { get; }

    /// <summary>Floats of the buffer of these states.</summary>
    public Extent StatesSize { get; }

    /// <summary>b + W·x.</summary>
    public MatrixBlock InputProjection { get; }

    /// <summary>U·h.</summary>
    public MatrixBlock Recurrence { get; }

    /// <summary>The initial hidden state.</summary>
    public ValueBlock Initial { get; }

    /// <summary>The hidden states of the glimpse before.</summary>
    public StateBlock StatesBlock { get; }

    /// <summary>This LSTM's own among them, after those of another.</summary>
    public StatePart OwnStates { get; }

    /// <summary>The cell state.</summary>
    public StateBlock Cell { get; }

    /// <summary>The hidden state of this glimpse.</summary>
    public StateBlock Output { get; }

    /// <summary>The gates before their activation functions.</summary>
    public StateBlock Gates { get; }

    /// <summary>The comment of an input's size.</summary>
    public static string RoomOf(PanelFormat format) =>
        format.Precision is WeightPrecision.Int8 ? "padded, then room for the values as integers and for their absmax" : "padded";
}
