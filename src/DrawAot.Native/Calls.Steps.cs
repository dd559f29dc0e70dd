using System.Runtime.CompilerServices;

namespace DrawAot.Native;

/// <content>Glimpse by glimpse: what sessions of all families have.</content>
internal static unsafe partial class Calls
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Status Step(nint session)
    {
        SessionCall call = SessionCall.Of(session);
        try
        {
            if (call.IsSound)
            {
                call.Accepts(call.Session.Step() ? Status.Ok : Status.Nothing);
            }
        }
        catch (Exception exception)
        {
            call.Fail(exception);
        }

        return call.End();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Status Glimpse(nint session, int* glimpse)
    {
        SessionCall call = SessionCall.Of(session);
        try
        {
            if (call.IsSound
                && call.Accepts(Buffers.One(glimpse, "glimpse")))
            {
                *glimpse = call.Session.Glimpse;
            }
        }
        catch (Exception exception)
        {
            call.Fail(exception);
        }

        return call.End();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Status ReadWindow(nint session, Window* window)
    {
        SessionCall call = SessionCall.Of(session);
        try
        {
            if (call.IsSound
                && call.Accepts(Buffers.One(window, "window")))
            {
                call.Accepts(Tell(call.Session.ReadWindow, window));
            }
        }
        catch (Exception exception)
        {
            call.Fail(exception);
        }

        return call.End();
    }

    private static Status Tell(AttentionWindow? found, Window* window)
    {
        *window = new Window(found.GetValueOrDefault());
        return found is null ? Status.Nothing : Status.Ok;
    }
}
