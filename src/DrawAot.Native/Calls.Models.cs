using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DrawAot.Native;

/// <content>Models and sessions: their lives.</content>
internal static unsafe partial class Calls
{
    /// <summary>Models are shared, and may be asked for sessions by several threads at once: one after the other.</summary>
    private static readonly Lock Gate = new();

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Status CreateModel(nint* model)
    {
        try
        {
            Status status = Buffers.One(model, "model");
            return status == Status.Ok ? Publish(LinkedModel.LoadEmbedded(), model) : status;
        }
        catch (Exception exception)
        {
            return LastError.Refuse(exception);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Status LoadModel(byte* path, nint* model)
    {
        try
        {
            Status status = Buffers.One(model, "model");
            if (status == Status.Ok && (path is null || *path == 0))
            {
                status = path is null
                    ? LastError.Refuse(Status.Null, $"path is NULL; the path of a weights file was expected.")
                    : LastError.Refuse(Status.File, $"path is empty; the path of a weights file was expected.");
            }

            if (status == Status.Ok && !OpenSsl.IsThere)
            {
                status = LastError.Refuse(
                    Status.File, $"OpenSSL, which checks the SHA-256 of a weights file, is not on this machine; libssl was expected. Embedded weights need none.");
            }

            return status == Status.Ok ? Publish(LinkedModel.Load(Marshal.PtrToStringUTF8((nint)path)!), model) : status;
        }
        catch (Exception exception)
        {
            return LastError.Refuse(exception);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Status DestroyModel(nint model)
    {
        try
        {
            lock (Gate)
            {
                return Destroy<LinkedModel>(model, "model");
            }
        }
        catch (Exception exception)
        {
            return LastError.Refuse(exception);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Status ModelMemory(nint model, ulong* bytes)
    {
        try
        {
            lock (Gate)
            {
                Status status = Buffers.One(bytes, "bytes");
                if (status == Status.Ok && (status = Handles.Claim<LinkedModel>(model, "model", out Handles.Slot? slot)) == Status.Ok)
                {
                    *bytes = (ulong)((LinkedModel)slot!.Target!).MemorySize;
                    slot.Leave();
                }

                return status;
            }
        }
        catch (Exception exception)
        {
            return LastError.Refuse(exception);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Status CreateSession(nint model, nint* session)
    {
        try
        {
            lock (Gate)
            {
                Status status = Buffers.One(session, "session");
                if (status != Status.Ok || (status = Handles.Claim<LinkedModel>(model, "model", out Handles.Slot? slot)) != Status.Ok)
                {
                    return status;
                }

                try
                {
                    return Publish(((LinkedModel)slot!.Target!).CreateSession(), session);
                }
                finally
                {
                    slot!.Leave();
                }
            }
        }
        catch (Exception exception)
        {
            return LastError.Refuse(exception);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Status DestroySession(nint session)
    {
        try
        {
            return Destroy<LinkedModel.Session>(session, "session");
        }
        catch (Exception exception)
        {
            return LastError.Refuse(exception);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Status SessionMemory(nint session, ulong* bytes)
    {
        SessionCall call = SessionCall.Of(session);
        try
        {
            if (call.IsSound && call.Accepts(Buffers.One(bytes, "bytes")))
            {
                *bytes = (ulong)call.Session.MemorySize;
            }
        }
        catch (Exception exception)
        {
            call.Fail(exception);
        }

        return call.End();
    }

    private static Status Publish<T>(T made, nint* place)
        where T : class, IDisposable
    {
        if (Handles.TryCreate(made, out nint handle))
        {
            *place = handle;
            return Status.Ok;
        }

        made.Dispose();
        return LastError.Refuse(Status.Memory, $"There are {Handles.Most} models and sessions already; no more were expected than that.");
    }

    private static Status Destroy<T>(nint handle, string kind)
        where T : class, IDisposable
    {
        Status status = Handles.Claim<T>(handle, kind, out Handles.Slot? slot);
        if (status == Status.Ok)
        {
            var gone = (T)slot!.Target!;
            Handles.Destroy(slot);
            gone.Dispose();
        }

        return status;
    }
}
