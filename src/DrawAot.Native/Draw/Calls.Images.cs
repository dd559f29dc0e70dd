using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DrawAot.Native;

/// <content>Reconstruct, encode and score.</content>
internal static unsafe partial class Calls
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Status Reconstruct(nint session, float* image, nuint imageLength, float* reconstruction, nuint reconstructionLength)
    {
        SessionCall call = SessionCall.Of(session);
        try
        {
            if (call.IsSound
                && call.Accepts(Buffers.Picture(image, imageLength, "image", LinkedModel.Sizes, out Span<float> x))
                && call.Accepts(Buffers.Picture(reconstruction, reconstructionLength, "reconstruction", LinkedModel.Sizes, out Span<float> picture))
                && call.Accepts(Buffers.Apart<float, float>(x, "image", picture, "reconstruction")))
            {
                call.Session.Reconstruct(x, picture);
            }
        }
        catch (Exception exception)
        {
            call.Fail(exception);
        }

        return call.End();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Status ReconstructSeeded(nint session, float* image, nuint imageLength, ulong seed, ulong index, float* reconstruction, nuint reconstructionLength)
    {
        SessionCall call = SessionCall.Of(session);
        try
        {
            if (call.IsSound
                && call.Accepts(Buffers.Picture(image, imageLength, "image", LinkedModel.Sizes, out Span<float> x))
                && call.Accepts(Buffers.Picture(reconstruction, reconstructionLength, "reconstruction", LinkedModel.Sizes, out Span<float> picture))
                && call.Accepts(Buffers.Apart<float, float>(x, "image", picture, "reconstruction")))
            {
                call.Session.Reconstruct(x, seed, index, picture);
            }
        }
        catch (Exception exception)
        {
            call.Fail(exception);
        }

        return call.End();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Status ReconstructBatch(nint session, float* images, nuint imagesLength, float* reconstructions, nuint reconstructionsLength)
    {
        SessionCall call = SessionCall.Of(session);
        try
        {
            if (call.IsSound
                && call.Accepts(Buffers.Pictures(images, imagesLength, "images", LinkedModel.Sizes, out Span<float> x))
                && call.Accepts(Buffers.Exactly(reconstructions, reconstructionsLength, "reconstructions", x.Length, out Span<float> pictures))
                && call.Accepts(Buffers.Apart<float, float>(x, "images", pictures, "reconstructions")))
            {
                call.Session.ReconstructBatch(x, pictures);
            }
        }
        catch (Exception exception)
        {
            call.Fail(exception);
        }

        return call.End();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Status ReconstructBatchSeeded(nint session, float* images, nuint imagesLength, ulong seed, ulong first, float* reconstructions, nuint reconstructionsLength)
    {
        SessionCall call = SessionCall.Of(session);
        try
        {
            if (call.IsSound
                && call.Accepts(Buffers.Pictures(images, imagesLength, "images", LinkedModel.Sizes, out Span<float> x))
                && call.Accepts(Buffers.Exactly(reconstructions, reconstructionsLength, "reconstructions", x.Length, out Span<float> pictures))
                && call.Accepts(Buffers.Apart<float, float>(x, "images", pictures, "reconstructions")))
            {
                call.Session.ReconstructBatch(x, seed, first, pictures);
            }
        }
        catch (Exception exception)
        {
            call.Fail(exception);
        }

        return call.End();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Status Encode(nint session, float* image, nuint imageLength, float* latents, nuint latentsLength)
    {
        SessionCall call = SessionCall.Of(session);
        try
        {
            if (call.IsSound
                && call.Accepts(Buffers.Picture(image, imageLength, "image", LinkedModel.Sizes, out Span<float> x))
                && call.Accepts(Buffers.Exactly(latents, latentsLength, "latents", LatentCount, out Span<float> z))
                && call.Accepts(Buffers.Apart<float, float>(x, "image", z, "latents")))
            {
                call.Session.Encode(x, z);
            }
        }
        catch (Exception exception)
        {
            call.Fail(exception);
        }

        return call.End();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Status EncodeSeeded(nint session, float* image, nuint imageLength, ulong seed, ulong index, float* latents, nuint latentsLength)
    {
        SessionCall call = SessionCall.Of(session);
        try
        {
            if (call.IsSound
                && call.Accepts(Buffers.Picture(image, imageLength, "image", LinkedModel.Sizes, out Span<float> x))
                && call.Accepts(Buffers.Exactly(latents, latentsLength, "latents", LatentCount, out Span<float> z))
                && call.Accepts(Buffers.Apart<float, float>(x, "image", z, "latents")))
            {
                call.Session.Encode(x, seed, index, z);
            }
        }
        catch (Exception exception)
        {
            call.Fail(exception);
        }

        return call.End();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Status EncodeBatch(nint session, float* images, nuint imagesLength, float* latents, nuint latentsLength)
    {
        SessionCall call = SessionCall.Of(session);
        try
        {
            if (call.IsSound
                && call.Accepts(Buffers.Pictures(images, imagesLength, "images", LinkedModel.Sizes, out Span<float> x))
                && call.Accepts(Buffers.Exactly(latents, latentsLength, "latents", Buffers.Count(x, LinkedModel.Sizes) * LatentCount, out Span<float> z))
                && call.Accepts(Buffers.Apart<float, float>(x, "images", z, "latents")))
            {
                call.Session.EncodeBatch(x, z);
            }
        }
        catch (Exception exception)
        {
            call.Fail(exception);
        }

        return call.End();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Status Score(nint session, float* image, nuint imageLength, ulong seed, ulong index, ImageScore* score)
    {
        SessionCall call = SessionCall.Of(session);
        try
        {
            if (call.IsSound
                && call.Accepts(Buffers.Picture(image, imageLength, "image", LinkedModel.Sizes, out Span<float> x))
                && call.Accepts(Buffers.One(score, "score"))
                && call.Accepts(Buffers.Apart<float, ImageScore>(x, "image", new(score, 1), "score")))
            {
                *score = new ImageScore(call.Session.Score(x, seed, index));
            }
        }
        catch (Exception exception)
        {
            call.Fail(exception);
        }

        return call.End();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Status ScoreBatch(nint session, float* images, nuint imagesLength, ulong seed, ulong first, ImageScore* scores, nuint scoresLength)
    {
        SessionCall call = SessionCall.Of(session);
        try
        {
            if (call.IsSound
                && call.Accepts(Buffers.Pictures(images, imagesLength, "images", LinkedModel.Sizes, out Span<float> x))
                && call.Accepts(Buffers.Scores(scores, scoresLength, Buffers.Count(x, LinkedModel.Sizes), out Span<ImageScore> places))
                && call.Accepts(Buffers.Apart<float, ImageScore>(x, "images", places, "scores")))
            {
                // A session's scores are as large as the interface's, so each is converted in its place, without memory of its own.
                Span<Score> scored = MemoryMarshal.Cast<ImageScore, Score>(places);
                call.Session.ScoreBatch(x, seed, first, scored);
                for (int image = 0; image < places.Length; image++)
                {
                    places[image] = new ImageScore(scored[image]);
                }
            }
        }
        catch (Exception exception)
        {
            call.Fail(exception);
        }

        return call.End();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Status ScoreImportanceWeighted(nint session, float* image, nuint imageLength, int samples, ulong seed, ulong index, double* nats)
    {
        SessionCall call = SessionCall.Of(session);
        try
        {
            if (call.IsSound
                && call.Accepts(Buffers.Picture(image, imageLength, "image", LinkedModel.Sizes, out Span<float> x))
                && call.Accepts(Buffers.One(nats, "nats"))
                && call.Accepts(Buffers.Apart<float, double>(x, "image", new(nats, 1), "nats")))
            {
                *nats = call.Session.ScoreImportanceWeighted(x, samples, seed, index);
            }
        }
        catch (Exception exception)
        {
            call.Fail(exception);
        }

        return call.End();
    }
}
