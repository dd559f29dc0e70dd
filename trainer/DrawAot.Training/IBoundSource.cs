namespace DrawAot.Training;

/// <summary>Computes bounds of a batch of DRAW.</summary>
public interface IBoundSource
{
    /// <summary>The loss of each image alone.</summary>
    /// <param name="weights">All weights, tensor after tensor.</param>
    /// <param name="images">x [n, C, B, A] in [0, 1].</param>
    /// <param name="noise">Gives ε; called from several threads at a time.</param>
    /// <param name="losses">Receives L_x and L_z of each image [n].</param>
    /// <param name="logWeights">Receives log p(x, z) − log q(z | x) of each image [n], unless it is empty.</param>
    void Measure(
        ReadOnlySpan<float> weights, ReadOnlySpan<float> images, NoiseSource noise, Span<Score> losses, Span<double> logWeights = default);
}
