namespace DrawAot.Training;

/// <summary>Computes the losses and the gradient of a batch of a classifier.</summary>
public interface IClassifierGradientSource : IDisposable
{
    /// <summary>The cross entropy of each image after the last glimpse, and the gradient of their mean.</summary>
    /// <param name="weights">All weights [P], tensor after tensor.</param>
    /// <param name="images">x [n, C, B, A] in [0, 1].</param>
    /// <param name="labels">The class of each image [n], from 0.</param>
    /// <param name="losses">Receives the cross entropy of each image [n], in nats.</param>
    /// <param name="gradient">Receives the gradient [P], in the order of the weights.</param>
    void Gradient(
        ReadOnlySpan<float> weights, ReadOnlySpan<float> images, ReadOnlySpan<int> labels, Span<float> losses, Span<float> gradient);
}
