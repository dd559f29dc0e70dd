using System.Runtime.CompilerServices;

namespace DrawAot.Native;

/// <content>Pictures from nothing but latents.</content>
internal static unsafe partial class Calls
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Status Sample(nint session, ulong seed, ulong index, float* image, nuint length)
    {
        SessionCall call = SessionCall.Of(session);
        try
        {
            if (call.IsSound && call.Accepts(Buffers.Picture(image, length, "image", LinkedModel.Sizes, out Span<float> picture)))
            {
                call.Session.Sample(seed, index, picture);
            }
        }
        catch (Exception exception)
        {
            call.Fail(exception);
        }

        return call.End();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Status SampleBatch(nint session, ulong seed, ulong first, float* images, nuint length)
    {
        SessionCall call = SessionCall.Of(session);
        try
        {
            if (call.IsSound && call.Accepts(Buffers.Pictures(images, length, "images", LinkedModel.Sizes, out Span<float> pictures)))
            {
                call.Session.SampleBatch(seed, first, pictures);
            }
        }
        catch (Exception exception)
        {
            call.Fail(exception);
        }

        return call.End();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Status Decode(nint session, float* latents, nuint latentsLength, float* image, nuint imageLength)
    {
        SessionCall call = SessionCall.Of(session);
        try
        {
            if (call.IsSound
                && call.Accepts(Buffers.Exactly(latents, latentsLength, "latents", LatentCount, out Span<float> z))
                && call.Accepts(Buffers.Picture(image, imageLength, "image", LinkedModel.Sizes, out Span<float> picture))
                && call.Accepts(Buffers.Apart<float, float>(z, "latents", picture, "image")))
            {
                call.Session.Decode(z, picture);
            }
        }
        catch (Exception exception)
        {
            call.Fail(exception);
        }

        return call.End();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Status DecodeBatch(nint session, float* latents, nuint latentsLength, float* images, nuint imagesLength)
    {
        SessionCall call = SessionCall.Of(session);
        try
        {
            if (call.IsSound
                && call.Accepts(Buffers.Pictures(images, imagesLength, "images", LinkedModel.Sizes, out Span<float> pictures))
                && call.Accepts(Buffers.Exactly(latents, latentsLength, "latents", Buffers.Count(pictures, LinkedModel.Sizes) * LatentCount, out Span<float> z))
                && call.Accepts(Buffers.Apart<float, float>(z, "latents", pictures, "images")))
            {
                call.Session.DecodeBatch(z, pictures);
            }
        }
        catch (Exception exception)
        {
            call.Fail(exception);
        }

        return call.End();
    }

    /// <summary>Latent values of one picture: T·Z.</summary>
    private static long LatentCount => (long)LinkedModel.Sizes.Glimpses * LinkedModel.Sizes.Latent;
}
