using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace DrawAot;

/// <summary>
/// Lets one call at a time use an object, and decides who frees it: the thread that asks for disposal if no call is at work,
/// otherwise that call as it ends. No call waits for another, and nothing is allocated.
/// </summary>
internal struct ExclusiveUse
{
    private const int Free = 0, InUse = 1, InUseAndDisposalAsked = 2, Disposed = 3;

    private int _state;

    /// <summary>Begins a call.</summary>
    /// <param name="owner">The object; messages name its type.</param>
    /// <exception cref="InvalidOperationException">Another call is at work.</exception>
    /// <exception cref="ObjectDisposedException">The object is disposed, or will be when the call at work ends.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Enter(object owner)
    {
        int found = Interlocked.CompareExchange(ref _state, InUse, Free);
        if (found != Free)
        {
            Refuse(found, owner);
        }
    }

    /// <summary>Ends the call that <see cref="Enter"/> began.</summary>
    /// <returns>Whether disposal was asked for meanwhile, so that the caller now frees the object.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Leave()
    {
        if (Interlocked.CompareExchange(ref _state, Free, InUse) == InUse)
        {
            return false;
        }

        Volatile.Write(ref _state, Disposed);
        return true;
    }

    /// <summary>Asks for disposal. Further calls do nothing.</summary>
    /// <returns>Whether no call is at work, so that the caller now frees the object.</returns>
    public bool Close()
    {
        while (true)
        {
            if (Interlocked.CompareExchange(ref _state, Disposed, Free) == Free)
            {
                return true;
            }

            // The call at work may have ended in between; then the state is Free again.
            if (Interlocked.CompareExchange(ref _state, InUseAndDisposalAsked, InUse) != Free)
            {
                return false;
            }
        }
    }

    [DoesNotReturn]
    private static void Refuse(int found, object owner)
    {
        ObjectDisposedException.ThrowIf(found != InUse, owner);
        throw new InvalidOperationException("The session is in use by another call at this moment; one call at a time was expected.");
    }
}
