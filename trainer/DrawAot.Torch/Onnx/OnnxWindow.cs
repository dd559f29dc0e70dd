using DrawAot.Manifest;

namespace DrawAot.Torch.Onnx;

/// <summary>The paper's grid of N×N Gaussian filters (equations 19 to 26) in an ONNX graph; see <see cref="AttentionWindow"/>.</summary>
/// <param name="graph">The graph.</param>
/// <param name="shape">The model's sizes.</param>
/// <param name="n">N.</param>
internal sealed class OnnxWindow(OnnxGraph graph, ModelShape shape, int n)
{
    private const float SmallestSum = 1e-8f;

    /// <summary>Makes filterbanks of windows, however they are counted.</summary>
    /// <param name="parameters">(g̃X, g̃Y, log σ², log δ̃, log γ) […, 5].</param>
    /// <param name="rank">Dimensions of that.</param>
    /// <returns>FX […, N, A], FY […, N, B], and log γ […, 1].</returns>
    public (string X, string Y, string LogGamma) Filterbanks(string parameters, int rank)
    {
        string Parameter(int k) => graph.Slice(parameters, rank - 1, k, 1);

        // −1/(2σ²) […, 1, 1]
        string scale = graph.Apply("Unsqueeze",
            graph.Apply("Mul", graph.Apply("Exp", graph.Apply("Neg", Parameter(2))), graph.Number(-0.5f)), graph.Integers(rank));
        string stride = graph.Apply("Exp", Parameter(3));
        return (Filters(Parameter(0), shape.Width), Filters(Parameter(1), shape.Height), Parameter(4));

        string Filters(string centre, int size)
        {
            // μ = (size + 1)/2·(g̃ + 1) − 1 + (i − N/2 + 0.5)·δ […, N, 1]
            float half = (size + 1) / 2f;
            string middle = graph.Apply("Add", graph.Apply("Mul", centre, graph.Number(half)), graph.Number(half - 1));
            string offsets = graph.Floats([.. Enumerable.Range(0, n).Select(i => (float)((i - n / 2.0 + 0.5) * StrideUnit))], n);
            string means = graph.Apply("Unsqueeze",
                graph.Apply("Add", middle, graph.Apply("Mul", stride, offsets)), graph.Integers(rank));

            // exp(−(a − μ)²/(2σ²)), each row divided by its sum
            string pixels = graph.Floats([.. Enumerable.Range(0, size).Select(a => (float)a)], size);
            string distance = graph.Apply("Sub", pixels, means);
            string filters = graph.Apply("Exp", graph.Apply("Mul", graph.Apply("Mul", distance, distance), scale));
            string sums = graph.Apply("Max", graph.Sum(filters, rank, keepsAxis: true), graph.Number(SmallestSum));
            return graph.Apply("Div", filters, sums);
        }
    }

    /// <summary>FY x FXᵀ of every channel [n, C, N, N].</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="fx">FX [n, N, A].</param>
    /// <param name="fy">FY [n, N, B].</param>
    /// <param name="images">x [n, C, B, A].</param>
    public static string Read(OnnxGraph graph, string fx, string fy, string images)
    {
        string columns = graph.Apply("Unsqueeze", graph.Transpose(fx, 0, 2, 1), graph.Integers(1)); // [n, 1, A, N]
        string rows = graph.Apply("Unsqueeze", fy, graph.Integers(1)); // [n, 1, N, B]
        return graph.Apply("MatMul", rows, graph.Apply("MatMul", images, columns));
    }

    /// <summary>The stride of δ̃ = 1: (max(A, B) − 1)/(N − 1); one filter has no stride.</summary>
    private double StrideUnit => n == 1 ? 0 : (Math.Max(shape.Width, shape.Height) - 1.0) / (n - 1);
}
