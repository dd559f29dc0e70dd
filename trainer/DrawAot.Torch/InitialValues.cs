using DrawAot.Manifest;
using TorchSharp;
using static TorchSharp.torch;

namespace DrawAot.Torch;

/// <summary>Initial values of tensors that every family has.</summary>
internal static class InitialValues
{
    /// <summary>Rows of a window's layer: log σ² and log δ̃.</summary>
    public const int LogVarianceRow = 2, LogStrideRow = 3;

    private const double ForgetBias = 1;

    /// <summary>A matrix, uniform within ±1/√inputs.</summary>
    /// <param name="sizes">Its sizes [outputs, columns].</param>
    /// <param name="inputs">Terms of an output's sum: more than the columns where other matrices add to it.</param>
    /// <param name="generator">Draws the values.</param>
    public static Tensor Matrix(long[] sizes, int inputs, Generator generator) =>
        (rand(sizes, generator: generator) * 2 - 1) * (1 / Math.Sqrt(inputs));

    /// <summary>The bias of an LSTM's gates [4H]: 1 for the forget gates, so that cells keep what they hold; 0 for the others.</summary>
    public static Tensor GateBias(long[] sizes)
    {
        Tensor start = zeros(sizes);
        long hidden = sizes[0] / ModelTensors.GateCount;
        start.narrow(0, hidden, hidden).fill_(ForgetBias);
        return start;
    }
}
