using DrawAot.TestModels;

namespace DrawAot.Conformance;

/// <summary>Writes with weights that keep window and patch still, so that the equations' outcome is known in closed form.</summary>
public sealed class StillLife(IDrawingEngine engine)
{
    /// <summary>The sum of the canvas after all writes: large enough to measure, and far from where σ(c) loses precision.</summary>
    public const double Mass = 8;

    /// <summary>Writes a patch that is the same at every filter.</summary>
    public WrittenCanvas WriteAll(TestModel model, WindowParameters window) => Write(model, window, (_, _) => true);

    /// <summary>Writes with the filters of row i and column j alone.</summary>
    public WrittenCanvas WriteOne(TestModel model, WindowParameters window, int i, int j) =>
        Write(model, window, (row, column) => row == i && column == j);

    private WrittenCanvas Write(TestModel model, WindowParameters window, Func<int, int, bool> isWritten)
    {
        int n = model.Shape.WriteAttention!.Value;
        bool[] written = [.. Enumerable.Range(0, n * n).Select(k => isWritten(k / n, k % n))];
        double mass = Mass / written.Count(isThere => isThere) / model.Shape.Glimpses;

        Dictionary<string, float[]> weights = CraftedWeights.Zero(model.Shape);
        weights["write.window.bias"] = window.ToBias();
        float[] patch = weights["write.patch.bias"];
        for (int k = 0; k < patch.Length; k++)
        {
            patch[k] = written[k % written.Length] ? (float)mass : 0;
        }

        return new WrittenCanvas(model.Shape, engine.Draw(model, weights, seed: 0, index: 0));
    }
}
