namespace DrawAot.Training.Optimisers;

/// <summary>Makes the Newton-Schulz iteration of <see cref="Muon"/> on all matrices of a model; see <see cref="NewtonSchulz"/>.</summary>
public interface IOrthogonaliser : IDisposable
{
    /// <summary>Replaces each matrix G = U·S·Vᵀ with about U·Vᵀ; zero stays zero.</summary>
    /// <param name="values">The vector [P] in which the matrices lie, block by block; other values stay as they are.</param>
    void Orthogonalise(float[] values);
}
