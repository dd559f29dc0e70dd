using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DrawAot.Torch;

/// <summary>
/// Adam (Kingma and Ba 2014) with clipping by the global norm and an exponential average of the weights, over all
/// parameters as one vector: few operations a step, and four vectors are the whole state that a checkpoint needs.
/// </summary>
public sealed class Adam : IDisposable
{
    private const double Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8;

    private readonly IReadOnlyList<Parameter> _parameters;

    /// <summary>Takes the parameters as they are for the start; the average starts there too.</summary>
    public Adam(IEnumerable<Parameter> parameters)
    {
        _parameters = [.. parameters];
        using (no_grad())
        {
            Weights = cat([.. _parameters.Select(p => p.flatten())]).DetachFromDisposeScope();
            Momentum = zeros_like(Weights).DetachFromDisposeScope();
            Variance = zeros_like(Weights).DetachFromDisposeScope();
            Average = Weights.clone().DetachFromDisposeScope();
        }
    }

    /// <summary>All weights [P].</summary>
    public Tensor Weights { get; }

    /// <summary>Running mean of the gradient [P].</summary>
    public Tensor Momentum { get; }

    /// <summary>Running mean of the squared gradient [P].</summary>
    public Tensor Variance { get; }

    /// <summary>Exponential average of the weights [P].</summary>
    public Tensor Average { get; }

    /// <summary>Updates made so far.</summary>
    public long Steps { get; set; }

    /// <summary>Applies the gradients that the parameters hold, and clears them.</summary>
    /// <param name="rate">Learning rate of this step.</param>
    /// <param name="clipNorm">Gradients of a larger norm are scaled down to it.</param>
    /// <param name="averageDecay">How much of the average survives one step, in [0, 1).</param>
    /// <returns>The gradient's norm before clipping; where it is not finite, nothing was changed.</returns>
    public double Update(double rate, double clipNorm, double averageDecay)
    {
        using IDisposable guard = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor gradient = cat([.. _parameters.Select(p => (p.grad ?? zeros_like(p)).flatten())]);
        double norm = linalg.vector_norm(gradient).ToDouble();
        if (!double.IsFinite(norm))
        {
            return norm;
        }

        if (norm > clipNorm)
        {
            gradient.mul_(clipNorm / norm);
        }

        Steps++;
        Momentum.mul_(Beta1).add_(gradient, alpha: 1 - Beta1);
        Variance.mul_(Beta2).addcmul_(gradient, gradient, value: 1 - Beta2);
        Tensor scale = (Variance / (1 - Math.Pow(Beta2, Steps))).sqrt_().add_(Epsilon);
        Weights.addcdiv_(Momentum, scale, value: -rate / (1 - Math.Pow(Beta1, Steps)));

        // Young averages follow the weights closely; old ones forget at the full horizon.
        double decay = Math.Min(averageDecay, (1.0 + Steps) / (10 + Steps));
        Average.mul_(decay).add_(Weights, alpha: 1 - decay);
        Load(Weights);
        foreach (Parameter parameter in _parameters)
        {
            parameter.grad?.zero_();
        }

        return norm;
    }

    /// <summary>Gives the parameters the values of a vector of all weights, such as <see cref="Average"/>.</summary>
    public void Load(Tensor vector)
    {
        using IDisposable guard = no_grad();
        using DisposeScope scope = NewDisposeScope();
        long[] sizes = [.. _parameters.Select(p => p.numel())];
        foreach ((Parameter parameter, Tensor values) in _parameters.Zip(vector.split(sizes)))
        {
            parameter.copy_(values.view_as(parameter));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Weights.Dispose();
        Momentum.Dispose();
        Variance.Dispose();
        Average.Dispose();
    }
}
