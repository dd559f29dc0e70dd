namespace DrawAot.Training;

/// <summary>Gives the noise ε of an image of the batch at a glimpse.</summary>
/// <param name="image">Index of the image in the batch.</param>
/// <param name="glimpse">Index of the glimpse.</param>
/// <param name="noise">Receives ε [Z].</param>
public delegate void NoiseSource(int image, int glimpse, Span<float> noise);

/// <summary>Computes the losses and the gradient of a batch.</summary>
public interface IGradientSource : IDisposable
{
    /// <summary>The loss of each image, and the gradient of their mean.</summary>
    /// <param name="weights">All weights, tensor after tensor.</param>
    /// <param name="inputs">What the encoder sees [n, C, B, A]: x, or x with pixels dropped out.</param>
    /// <param name="targets">x [n, C, B, A] in [0, 1], with which the last canvas is compared.</param>
    /// <param name="noise">Gives ε; called from several threads at a time.</param>
    /// <param name="klWeight">Weight of L_z in the loss whose gradient is wanted.</param>
    /// <param name="losses">Receives L_x and L_z of each image [n].</param>
    /// <param name="gradient">Receives the gradient, in the order of the weights.</param>
    void Gradient(
        ReadOnlySpan<float> weights,
        ReadOnlySpan<float> inputs,
        ReadOnlySpan<float> targets,
        NoiseSource noise,
        double klWeight,
        Span<Score> losses,
        Span<float> gradient);
}
