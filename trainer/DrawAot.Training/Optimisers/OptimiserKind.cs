using System.Text.Json.Serialization;
using DrawAot.Manifest;

namespace DrawAot.Training.Optimisers;

/// <summary>The optimisers that a run can use.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OptimiserKind>))]
public enum OptimiserKind
{
    /// <summary><see cref="Optimisers.Adam"/>, for all parameters.</summary>
    Adam,

    /// <summary><see cref="Optimisers.Muon"/> for the matrices of LSTMs, <see cref="Optimisers.Adam"/> for all other parameters.</summary>
    Muon,
}

/// <summary>Creates optimisers.</summary>
public static class OptimiserKinds
{
    /// <summary>Creates an optimiser whose state is zero and which computes on this machine's processors.</summary>
    /// <param name="kind">Which one.</param>
    /// <param name="shape">The model's sizes.</param>
    /// <param name="threads">The number of threads that a step may use; its result does not depend on it.</param>
    public static IOptimiser Create(this OptimiserKind kind, ModelShape shape, int threads) =>
        kind.Create(shape, matrices => new ParallelOrthogonaliser(matrices, threads));

    /// <summary>Creates an optimiser whose state is zero.</summary>
    /// <param name="kind">Which one.</param>
    /// <param name="shape">The model's sizes.</param>
    /// <param name="orthogonaliser">Creates the orthogonaliser of <see cref="OptimiserKind.Muon"/>.</param>
    public static IOptimiser Create(
        this OptimiserKind kind, ModelShape shape, Func<IReadOnlyList<ParameterBlock>, IOrthogonaliser> orthogonaliser) => kind switch
        {
            OptimiserKind.Adam => new Adam(checked((int)ModelTensors.ParameterCount(shape))),
            OptimiserKind.Muon => new Muon(ParameterBlock.Of(shape), orthogonaliser),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Adam or Muon was expected."),
        };
}
