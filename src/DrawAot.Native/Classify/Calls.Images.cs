using System.Runtime.CompilerServices;

namespace DrawAot.Native;

/// <content>Images, all glimpses at once and glimpse by glimpse.</content>
internal static unsafe partial class Calls
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Status Classify(nint session, float* image, nuint imageLength, float* probabilities, nuint probabilitiesLength, int* best)
    {
        SessionCall call = SessionCall.Of(session);
        try
        {
            if (call.IsSound
                && call.Accepts(Buffers.Picture(image, imageLength, "image", LinkedModel.Sizes, out Span<float> x))
                && AcceptsAnswer(ref call, probabilities, probabilitiesLength, best, out Span<float> p)
                && call.Accepts(Buffers.Apart<float, float>(x, "image", p, "probabilities"))
                && call.Accepts(Buffers.Apart<float, int>(x, "image", new(best, 1), "best")))
            {
                *best = call.Session.Classify(x, p);
            }
        }
        catch (Exception exception)
        {
            call.Fail(exception);
        }

        return call.End();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Status ClassifyBatch(nint session, float* images, nuint imagesLength, float* probabilities, nuint probabilitiesLength)
    {
        SessionCall call = SessionCall.Of(session);
        try
        {
            if (call.IsSound
                && call.Accepts(Buffers.Pictures(images, imagesLength, "images", LinkedModel.Sizes, out Span<float> x))
                && call.Accepts(Buffers.Exactly(
                    probabilities, probabilitiesLength, "probabilities", (long)Buffers.Count(x, LinkedModel.Sizes) * LinkedModel.Sizes.ClassCount, out Span<float> p))
                && call.Accepts(Buffers.Apart<float, float>(x, "images", p, "probabilities")))
            {
                call.Session.ClassifyBatch(x, p);
            }
        }
        catch (Exception exception)
        {
            call.Fail(exception);
        }

        return call.End();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Status BeginImage(nint session, float* image, nuint imageLength)
    {
        SessionCall call = SessionCall.Of(session);
        try
        {
            if (call.IsSound
                && call.Accepts(Buffers.Picture(image, imageLength, "image", LinkedModel.Sizes, out Span<float> x)))
            {
                call.Session.Begin(x);
            }
        }
        catch (Exception exception)
        {
            call.Fail(exception);
        }

        return call.End();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Status CopyProbabilities(nint session, float* probabilities, nuint probabilitiesLength, int* best)
    {
        SessionCall call = SessionCall.Of(session);
        try
        {
            if (call.IsSound && AcceptsAnswer(ref call, probabilities, probabilitiesLength, best, out Span<float> p))
            {
                *best = call.Session.CopyProbabilities(p);
            }
        }
        catch (Exception exception)
        {
            call.Fail(exception);
        }

        return call.End();
    }

    /// <summary>Checks the two places that receive an answer: the probability of each class, and the best class.</summary>
    private static bool AcceptsAnswer(ref SessionCall call, float* probabilities, nuint length, int* best, out Span<float> p) =>
        call.Accepts(Buffers.Exactly(probabilities, length, "probabilities", LinkedModel.Sizes.ClassCount, out p))
        && call.Accepts(Buffers.One(best, "best"))
        && call.Accepts(Buffers.Apart<float, int>(p, "probabilities", new(best, 1), "best"));
}
