/*
 * How long a glimpse and a picture take, and how much longer the worst of them: against an empty computation that takes
 * as long, in the same loop, so that what the machine itself does to any program is told apart.
 *
 *     cc -O2 -o latency latency.c $(pkg-config --cflags --libs drawaot_mnist)
 *     ./latency [STEPS [SAMPLES [HISTOGRAM]]]
 *
 * HISTOGRAM is a file to write: a line for each bin that has calls, with what was called, the bin's edges in nanoseconds, of which the
 * upper one does not belong to it, and the number of calls. Eight bins are an octave.
 */
#define _GNU_SOURCE
#include "clock.h"
#include <drawaot.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

static drawaot_session *session;
static float *image;
static size_t pixels;
static long turns;
static uint64_t drawn;
static FILE *histogram;
static volatile uint32_t sink;

static void step(void)
{
    if (drawaot_step(session) != DRAWAOT_OK) abort();
}

/* Not timed: what comes before a step. */
static void begin_where_needed(void)
{
    static int32_t glimpses;
    int32_t glimpse;
    drawaot_sizes sizes;
    if (glimpses == 0 && drawaot_get_sizes(&sizes) == DRAWAOT_OK) glimpses = sizes.glimpses;
    if (drawn == 0 || (drawaot_glimpse(session, &glimpse) == DRAWAOT_OK && glimpse == glimpses)) {
        if (drawaot_begin(session, 1, drawn++) != DRAWAOT_OK) abort();
    }
}

static void sample(void)
{
    if (drawaot_sample(session, 1, drawn++, image, pixels) != DRAWAOT_OK) abort();
}

static void nothing(void)
{
}

static void compute_nothing(void)
{
    sink = empty_computation(turns);
}

static void time_calls(void (*before)(void), void (*call)(void), int64_t *times, size_t count)
{
    for (size_t k = 0; k < count; k++) {
        before();
        int64_t start = nanoseconds();
        call();
        times[k] = nanoseconds() - start;
    }

    sort_times(times, count);
}

static void print(const char *name, const int64_t *times, size_t count)
{
    printf("%-12s %9zu %9.1f %9.1f %9.1f %9.1f\n", name, count, percentile(times, count, 0.5) / 1e3, percentile(times, count, 0.99) / 1e3,
        percentile(times, count, 0.999) / 1e3, times[count - 1] / 1e3);
}

/* Of sorted times. */
static void write_bins(const char *name, const int64_t *times, size_t count)
{
    const double eighth_of_an_octave = 1.0905077326652577;
    double lower = 1, upper;
    for (size_t k = 0; k < count; lower = upper) {
        upper = lower * eighth_of_an_octave;
        size_t first = k;
        while (k < count && (double)times[k] < upper) k++;
        if (k > first) fprintf(histogram, "%s %.3f %.3f %zu\n", name, lower, upper, k - first);
    }
}

/* As many turns as take so long. */
static void calibrate(int64_t length)
{
    int64_t times[101];
    turns = 1000000;
    time_calls(nothing, compute_nothing, times, 101);
    turns = (long)((double)turns * (double)length / (double)times[50]);
    time_calls(nothing, compute_nothing, times, 101);
    turns = (long)((double)turns * (double)length / (double)times[50]);
}

static void compare(const char *name, const char *empty, void (*before)(void), void (*call)(void), int64_t *times, size_t count)
{
    time_calls(before, call, times, count);
    print(name, times, count);
    if (histogram) write_bins(name, times, count);
    calibrate(percentile(times, count, 0.5));
    time_calls(before, compute_nothing, times, count);
    print("  empty", times, count);
    if (histogram) write_bins(empty, times, count);
}

int main(int argc, char **argv)
{
    size_t steps = argc > 1 ? strtoul(argv[1], NULL, 10) : 1000000, samples = argc > 2 ? strtoul(argv[2], NULL, 10) : 10000;
    drawaot_model *model;
    drawaot_sizes sizes;
    if (drawaot_get_sizes(&sizes) || drawaot_model_create(&model) || drawaot_session_create(model, &session)) {
        fprintf(stderr, "latency: %s\n", drawaot_last_error());
        return 1;
    }

    size_t most = steps > samples ? steps : samples;
    int64_t *times = malloc(most * sizeof *times);
    pixels = (size_t)sizes.pixel_count;
    image = malloc(pixels * sizeof *image);
    if (steps == 0 || samples == 0 || !times || !image) {
        fprintf(stderr, "latency: numbers of steps and samples above 0 were expected\n");
        return 1;
    }

    if (argc > 3 && !(histogram = fopen(argv[3], "w"))) {
        fprintf(stderr, "latency: '%s' cannot be written: %s\n", argv[3], strerror(errno));
        return 1;
    }

    memset(times, 1, most * sizeof *times);
    memset(image, 0, pixels * sizeof *image);
    if (drawaot_warm_up(session)) {
        fprintf(stderr, "latency: %s\n", drawaot_last_error());
        return 1;
    }

    int locked = mlockall(MCL_CURRENT | MCL_FUTURE) == 0;
    printf("%s %s for %s, memory %s\n", drawaot_model_name(), drawaot_version(), drawaot_instruction_set(), locked ? "locked" : "not locked");
    printf("%-12s %9s %9s %9s %9s %9s\n", "microseconds", "calls", "p50", "p99", "p99.9", "max");
    compare("step", "empty-step", begin_where_needed, step, times, steps);
    compare("sample", "empty-sample", nothing, sample, times, samples);
    if (histogram && (ferror(histogram) | fclose(histogram))) {
        fprintf(stderr, "latency: '%s' cannot be written: %s\n", argv[3], strerror(errno));
        return 1;
    }

    return 0;
}
