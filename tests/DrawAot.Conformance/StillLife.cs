using DrawAot.TestModels;

namespace DrawAot.Conformance;

/// <summary>Writes with weights that keep window and patch still, so that the equations' outcome is known in closed form.</summary>
public sealed class StillLife(IDrawingEngine engine)
{
    /// <summary>Mass of all strokes together: dark enough to measure, and far from where σ(c) loses precision.</summary>
    public const double Mass = 8;

    /// <summary>Writes a patch in which every filter makes a stroke.</summary>
    public WrittenCanvas WriteAll(TestModel model, WindowParameters window) => Write(model, window, (_, _) => true);

    /// <summary>Writes with the filters of row i and column j alone.</summary>
    public WrittenCanvas WriteOne(TestModel model, WindowParameters window, int i, int j) =>
        Write(model, window, (row, column) => row == i && column == j);

    private WrittenCanvas Write(TestModel model, WindowParameters window, Func<int, int, bool> isStroke)
    {
        int n = model.Shape.WriteAttention!.Value;
        bool[] strokes = [.. Enumerable.Range(0, n * n).Select(k => isStroke(k / n, k % n))];
        double mass = Mass / strokes.Count(isThere => isThere) / model.Shape.Glimpses;

        Dictionary<string, float[]> weights = CraftedWeights.Zero(model.Shape);
        weights["write.window.bias"] = window.ToBias();
        float[] patch = weights["write.patch.bias"];
        for (int k = 0; k < patch.Length; k++)
        {
            patch[k] = strokes[k % strokes.Length] ? (float)mass : 0;
        }

        return new WrittenCanvas(model.Shape, engine.Draw(model, weights, seed: 0, index: 0));
    }
}
