/* Time in nanoseconds, percentiles, and a computation of a chosen length that touches no memory. */
#ifndef CLOCK_H
#define CLOCK_H

#include <stdint.h>
#include <stdlib.h>
#include <time.h>

static inline int64_t nanoseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static int compare_times(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static inline void sort_times(int64_t *times, size_t count)
{
    qsort(times, count, sizeof *times, compare_times);
}

/* Of sorted times: the one that a share of them does not exceed. */
static inline int64_t percentile(const int64_t *times, size_t count, double share)
{
    size_t place = (size_t)(share * (double)count);
    return times[place < count ? place : count - 1];
}

/* Each turn waits for the one before: a multiplication and an addition in registers. */
static inline uint32_t empty_computation(long turns)
{
    uint32_t x = 1;
    for (long k = 0; k < turns; k++) {
        x = x * 1664525u + 1013904223u;
        __asm__ volatile("" : "+r"(x));
    }

    return x;
}

#endif
