using System.Runtime.CompilerServices;

namespace DrawAot.Native;

/// <content>Pictures glimpse by glimpse, and what can be seen of them.</content>
internal static unsafe partial class Calls
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Status Begin(nint session, ulong seed, ulong index)
    {
        SessionCall call = SessionCall.Of(session);
        try
        {
            if (call.IsSound)
            {
                call.Session.Begin(seed, index);
            }
        }
        catch (Exception exception)
        {
            call.Fail(exception);
        }

        return call.End();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Status BeginLatents(nint session)
    {
        SessionCall call = SessionCall.Of(session);
        try
        {
            if (call.IsSound)
            {
                call.Session.Begin();
            }
        }
        catch (Exception exception)
        {
            call.Fail(exception);
        }

        return call.End();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Status BeginReconstruction(nint session, float* image, nuint imageLength)
    {
        SessionCall call = SessionCall.Of(session);
        try
        {
            if (call.IsSound
                && call.Accepts(Buffers.Picture(image, imageLength, "image", LinkedModel.Sizes, out Span<float> x)))
            {
                call.Session.BeginReconstruction(x);
            }
        }
        catch (Exception exception)
        {
            call.Fail(exception);
        }

        return call.End();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Status BeginReconstructionSeeded(nint session, float* image, nuint imageLength, ulong seed, ulong index)
    {
        SessionCall call = SessionCall.Of(session);
        try
        {
            if (call.IsSound
                && call.Accepts(Buffers.Picture(image, imageLength, "image", LinkedModel.Sizes, out Span<float> x)))
            {
                call.Session.BeginReconstruction(x, seed, index);
            }
        }
        catch (Exception exception)
        {
            call.Fail(exception);
        }

        return call.End();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Status StepLatent(nint session, float* latent, nuint latentLength)
    {
        SessionCall call = SessionCall.Of(session);
        try
        {
            if (call.IsSound
                && call.Accepts(Buffers.Exactly(latent, latentLength, "latent", LinkedModel.Sizes.Latent, out Span<float> z)))
            {
                call.Accepts(call.Session.Step(z) ? Status.Ok : Status.Nothing);
            }
        }
        catch (Exception exception)
        {
            call.Fail(exception);
        }

        return call.End();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Status CopyPicture(nint session, float* image, nuint imageLength)
    {
        SessionCall call = SessionCall.Of(session);
        try
        {
            if (call.IsSound
                && call.Accepts(Buffers.Picture(image, imageLength, "image", LinkedModel.Sizes, out Span<float> picture)))
            {
                call.Session.CopyPicture(picture);
            }
        }
        catch (Exception exception)
        {
            call.Fail(exception);
        }

        return call.End();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Status CopyCanvas(nint session, float* canvas, nuint canvasLength)
    {
        SessionCall call = SessionCall.Of(session);
        try
        {
            if (call.IsSound
                && call.Accepts(Buffers.Picture(canvas, canvasLength, "canvas", LinkedModel.Sizes, out Span<float> logits)))
            {
                call.Session.CopyCanvas(logits);
            }
        }
        catch (Exception exception)
        {
            call.Fail(exception);
        }

        return call.End();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Status WriteWindow(nint session, Window* window)
    {
        SessionCall call = SessionCall.Of(session);
        try
        {
            if (call.IsSound
                && call.Accepts(Buffers.One(window, "window")))
            {
                call.Accepts(Tell(call.Session.WriteWindow, window));
            }
        }
        catch (Exception exception)
        {
            call.Fail(exception);
        }

        return call.End();
    }
}
