using DrawAot.Manifest;
using TorchSharp;
using static TorchSharp.torch;

namespace DrawAot.Torch;

/// <summary>State of an LSTM over a batch.</summary>
/// <param name="H">Output h [n, H].</param>
/// <param name="C">Cell c [n, H].</param>
internal readonly record struct LstmState(Tensor H, Tensor C);

/// <summary>
/// An LSTM with forget gates, prepared for one batch: input and recurrent weights side by side, so that one
/// product serves both, and the gates in the order i, f, o, g, so that one sigmoid serves three of them.
/// </summary>
internal sealed class TorchLstmCell
{
    private readonly int _hidden;
    private readonly Affine _gates; // [inputs + H] to [4H]
    private readonly Tensor _initial; // h₀ [H]

    public TorchLstmCell(ModelModule module, string name)
    {
        _initial = module[name + ".h0"];
        _hidden = (int)_initial.shape[0];
        _gates = new Affine(
            GatesLast(cat([module[name + ".weight_ih"], module[name + ".weight_hh"]], 1)).t(),
            GatesLast(module[name + ".bias"]),
            module.UsesBfloat16);
    }

    /// <summary>The state before the first glimpse: h₀ is learned, c₀ is zero.</summary>
    public LstmState Start(long count) => new(_initial.expand(count, _hidden), zeros(count, _hidden, device: _initial.device));

    /// <summary>(h, c) ← LSTM([inputs…], h, c).</summary>
    public LstmState Step(LstmState state, params ReadOnlySpan<Tensor> inputs)
    {
        Tensor gates = _gates.Of(cat([.. inputs, state.H], 1));
        Tensor[] sigmoids = gates.narrow(1, 0, 3 * _hidden).sigmoid().chunk(3, 1);
        Tensor g = gates.narrow(1, 3 * _hidden, _hidden).tanh();
        (Tensor i, Tensor f, Tensor o) = (sigmoids[0], sigmoids[1], sigmoids[2]);
        Tensor c = addcmul(f * state.C, i, g, 1);
        return new LstmState(o * c.tanh(), c);
    }

    /// <summary>Rows i, f, g, o reordered to i, f, o, g.</summary>
    private static Tensor GatesLast(Tensor rows)
    {
        Tensor[] gates = rows.chunk(ModelTensors.GateCount, 0);
        return cat([gates[0], gates[1], gates[3], gates[2]], 0);
    }
}
