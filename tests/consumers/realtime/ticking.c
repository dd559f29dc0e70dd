/*
 * Loaded with LD_PRELOAD: a monotonic clock that goes on by a millisecond whenever it is read, and only then. The reading
 * whose number is HICCUP, counted from mlockall() on, comes 10 milliseconds later.
 */
#define _GNU_SOURCE
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static int64_t milliseconds, readings_until_hiccup;

int clock_gettime(clockid_t clock, struct timespec *now)
{
    if (clock != CLOCK_MONOTONIC) return (int)syscall(SYS_clock_gettime, clock, now);
    int64_t step = __atomic_sub_fetch(&readings_until_hiccup, 1, __ATOMIC_SEQ_CST) == 0 ? 11 : 1;
    int64_t reading = __atomic_add_fetch(&milliseconds, step, __ATOMIC_SEQ_CST);
    *now = (struct timespec){.tv_sec = reading / 1000, .tv_nsec = reading % 1000 * 1000000};
    return 0;
}

int mlockall(int flags)
{
    const char *hiccup = getenv("HICCUP");
    (void)flags;
    readings_until_hiccup = hiccup ? atol(hiccup) : 0;
    return 0;
}
