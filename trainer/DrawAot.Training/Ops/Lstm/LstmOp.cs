using System.Numerics.Tensors;

namespace DrawAot.Training.Ops.Lstm;

/// <summary>A consumer of an LSTM's hidden state: inputs of the next glimpse, or of a layer of the same one.</summary>
/// <param name="State">Receives h of glimpse t at step t + 1; step 0 holds h0.</param>
/// <param name="Gradient">Holds the gradient that the consumer propagates to h.</param>
internal readonly record struct HiddenUse(Activation State, Activation Gradient);

/// <summary>
/// An LSTM after its gate pre-activations, of all rows at every glimpse: c = σ(f)·c' + σ(i)·tanh g, h = σ(o)·tanh c. The cell
/// starts at zero.
/// </summary>
internal sealed unsafe class LstmOp : IDisposable
{
    private readonly int _hidden, _padded;
    private readonly Activation _gates, _dHidden;
    private readonly HiddenUse[] _uses;
    private readonly NativeTensor _cells, _tanhCells, _dCells;
    private readonly Scratch _scratch;

    /// <summary>Allocates the buffers.</summary>
    /// <param name="hidden">H.</param>
    /// <param name="glimpses">T.</param>
    /// <param name="gates">Gate pre-activations i, f, g, o, each [H], padded. <see cref="Backward"/> leaves their gradients.</param>
    /// <param name="uses">The one or two consumers of h at the next glimpse.</param>
    /// <param name="dHidden">Gradient of h [H]; layers that read h at the same glimpse add to it before <see cref="Backward"/>.</param>
    /// <param name="rows">Rows of a batch.</param>
    /// <param name="scratch">Working memory.</param>
    public LstmOp(int hidden, int glimpses, Activation gates, HiddenUse[] uses, Activation dHidden, int rows, Scratch scratch)
    {
        (_hidden, _padded) = (hidden, NativeTensor.Padded(hidden));
        (_gates, _uses, _dHidden, _scratch) = (gates, uses, dHidden, scratch);
        _cells = new NativeTensor(glimpses + 1, rows, _padded); // c of glimpse t in step t + 1
        _tanhCells = new NativeTensor(glimpses, rows, _padded);
        _dCells = new NativeTensor(1, rows, _padded);
        scratch.Reserve(_padded);
    }

    /// <summary>Sets the hidden state before the first glimpse.</summary>
    public void Start(int row, ReadOnlySpan<float> h0) => CopyHidden(0, row, h0);

    /// <summary>Updates c and h.</summary>
    public void Forward(int t, RowGroup group)
    {
        for (int row = group.First; row < group.End; row++)
        {
            float* h = _scratch[row];
            LstmKernel.Forward(_padded, _gates[t, row], _cells[t, row], _cells[t + 1, row], _tanhCells[t, row], h);
            CopyHidden(t + 1, row, new ReadOnlySpan<float>(h, _hidden));
        }
    }

    /// <summary>Clears the gradient of the last cell.</summary>
    public void StartBackward(RowGroup group)
    {
        for (int row = group.First; row < group.End; row++)
        {
            new Span<float>(_dCells[0, row], _dCells.Width).Clear();
        }
    }

    /// <summary>dh = the sum of what the consumers at the next glimpse propagate.</summary>
    public void SumHiddenGradients(RowGroup group)
    {
        for (int row = group.First; row < group.End; row++)
        {
            Span<float> sum = _dHidden.Span(0, row, _hidden);
            _uses[0].Gradient.Span(0, row, _hidden).CopyTo(sum);
            foreach (HiddenUse use in _uses.AsSpan(1))
            {
                TensorPrimitives.Add(sum, use.Gradient.Span(0, row, _hidden), sum);
            }
        }
    }

    /// <summary>Gradients of the gate pre-activations and of c', from those of h and c.</summary>
    public void Backward(int t, RowGroup group)
    {
        for (int row = group.First; row < group.End; row++)
        {
            float* dh = _scratch[row];
            _dHidden.Span(0, row, _hidden).CopyTo(new Span<float>(dh, _hidden));
            new Span<float>(dh + _hidden, _padded - _hidden).Clear();
            LstmKernel.Backward(_padded, _gates[t, row], _cells[t, row], _tanhCells[t, row], dh, _dCells[0, row]);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _cells.Dispose();
        _tanhCells.Dispose();
        _dCells.Dispose();
    }

    private void CopyHidden(int step, int row, ReadOnlySpan<float> h)
    {
        foreach (HiddenUse use in _uses)
        {
            h.CopyTo(use.State.Span(step, row, _hidden));
        }
    }
}
