using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using DrawAot.Numerics;
using DrawAot.Runtime;

namespace DrawAot;

/// <content>
/// Batches as tensors of any strides. An array converts to a tensor and to a span; overload resolution prefers the span.
/// </content>
public abstract partial class ClassifierSession
{
    /// <summary>Classifies images, each the same as classified alone.</summary>
    /// <param name="images">[n, C, B, A], each value in [0, 1].</param>
    /// <param name="probabilities">Receives the probability of each class [n, K].</param>
    /// <exception cref="ArgumentException">A tensor has other dimensions, or a pixel is outside [0, 1].</exception>
    /// <exception cref="InvalidOperationException">Another call is using the session.</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    [OverloadResolutionPriority(-1)]
    public void ClassifyBatch(in ReadOnlyTensorSpan<float> images, in TensorSpan<float> probabilities)
    {
        using Claim claim = Enter();
        int count = Guard.UnlessPictures(images.Lengths, Shape);
        Guard.UnlessClasses(probabilities.Lengths, count, Shape.ClassCount);
        TensorRuns.RequireUnit(images, Shape);
        for (int k = 0, pass; k < count; k += pass)
        {
            pass = NextPass(count - k);
            BeginPass(pass);
            for (int picture = 0; picture < pass; picture++)
            {
                TensorRuns.Load(images, k + picture, Shape, _state[ClassifierBuffer.Image, picture]);
            }

            Finish();
            for (int picture = 0; picture < pass; picture++)
            {
                Span<float> logits = _state[ClassifierBuffer.Logits, picture][0];
                Softmax.Of(logits, logits);
                TensorRuns.Store(logits, probabilities, [k + picture, 0]);
            }
        }
    }
}
