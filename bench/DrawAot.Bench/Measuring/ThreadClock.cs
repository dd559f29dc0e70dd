using System.Diagnostics;
using System.Runtime.InteropServices;

namespace DrawAot.Bench.Measuring;

/// <summary>
/// Processor time of the thread that asks, where Linux counts it, and otherwise time as it passes: other
/// programs of the machine then do not change what is measured on one core.
/// </summary>
internal static partial class ThreadClock
{
    private const int ThreadProcessorTime = 3; // CLOCK_THREAD_CPUTIME_ID

    /// <summary>Seconds since some time.</summary>
    public static double Seconds
    {
        get
        {
            if (!OperatingSystem.IsLinux())
            {
                return (double)Stopwatch.GetTimestamp() / Stopwatch.Frequency;
            }

            return GetTime(ThreadProcessorTime, out Time time) == 0
                ? time.Seconds + time.Nanoseconds * 1e-9
                : throw new InvalidOperationException("The system does not tell the thread's processor time.");
        }
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out Time time);

    /// <summary>A <c>timespec</c> of 64-bit Linux.</summary>
    private struct Time
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
