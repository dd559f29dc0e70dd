using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace DrawAot.Native;

/// <content>The library itself, and the threads that call it.</content>
internal static unsafe partial class Calls
{
    /// <summary>
    /// What the instructions that this library was compiled for are called. On Arm it is those that it uses: unless it was compiled
    /// for dot products, it asks the processor for them.
    /// </summary>
    public static byte* InstructionSet => TextOf(
        Avx512F.IsSupported ? "x86-64-v4"u8
        : Avx2.IsSupported && Fma.IsSupported ? "x86-64-v3"u8
        : X86Base.IsSupported ? "x86-64-v2"u8
        : Dp.IsSupported ? "dotprod"u8
        : ArmBase.IsSupported ? "armv8-a"u8
        : "baseline"u8);

    /// <summary>The address of a literal, which ends with 0.</summary>
    public static byte* TextOf(ReadOnlySpan<byte> literal) => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(literal));

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Status GetRuntimeCounters(RuntimeCounters* counters)
    {
        try
        {
            Status status = Buffers.One(counters, "counters");
            if (status == Status.Ok)
            {
                *counters = RuntimeCounters.Now();
            }

            return status;
        }
        catch (Exception exception)
        {
            return LastError.Refuse(exception);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Status AttachThread()
    {
        try
        {
            LastError.Prepare();
            return Status.Ok;
        }
        catch (Exception exception)
        {
            return LastError.Refuse(exception);
        }
    }

    /// <summary>Runs every verb of a session once, so that all code and memory has been touched, on this thread's stack too.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Status WarmUp(nint session)
    {
        SessionCall call = SessionCall.Of(session);
        try
        {
            LastError.Prepare();
            if (call.IsSound)
            {
                new WarmUp(call.Session).Run();
            }
        }
        catch (Exception exception)
        {
            call.Fail(exception);
        }

        return call.End();
    }
}
