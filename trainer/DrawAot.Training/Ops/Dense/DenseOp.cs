namespace DrawAot.Training.Ops.Dense;

/// <summary>An affine layer of all rows at every glimpse: y = x·W, where one x is always 1 and its weights are the bias.</summary>
/// <param name="weights">W and its gradient.</param>
/// <param name="x">Inputs.</param>
/// <param name="y">Outputs, padded. On the way back they hold the gradient of the outputs.</param>
/// <param name="dx">Gradient of the inputs, padded.</param>
/// <param name="accumulates">Whether <see cref="Backward"/> adds to <paramref name="dx"/> instead of overwriting it.</param>
/// <param name="rows">Rows of a batch at every glimpse, times glimpses: terms of the weights' gradient.</param>
internal sealed unsafe class DenseOp(DenseWeights weights, Activation x, Activation y, Activation dx, bool accumulates, int rows)
{
    /// <summary>W and its gradient.</summary>
    public DenseWeights Weights => weights;

    /// <summary>y = x·W.</summary>
    public void Forward(int t, RowGroup group) =>
        weights.Forward(x[t, group.First], x.RowStride, group.Count, y[t, group.First], y.RowStride);

    /// <summary>dx = dy·Wᵀ, or dx += dy·Wᵀ. The gradient of W waits for <see cref="WeightGradient"/>.</summary>
    public void Backward(int t, RowGroup group) =>
        weights.Backward(y[t, group.First], y.RowStride, group.Count, dx[t, group.First], dx.RowStride, accumulates);

    /// <summary>dW = Σ xᵀ·dy over all rows and glimpses, of one unit of the outputs.</summary>
    /// <param name="unit">0 to <see cref="DenseWeights.GradientUnits"/> − 1.</param>
    public void WeightGradient(int unit) => weights.AccumulateGradient(unit, x[0, 0], x.RowStride, y[0, 0], y.RowStride, rows);
}
