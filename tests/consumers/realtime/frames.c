/*
 * Draws pictures glimpse by glimpse inside a loop of 60 frames a second, as a game would: each frame has a budget for
 * drawing. It makes the glimpses that fit, and shows the picture as it stands. Reports deadlines missed.
 *
 *     cc -O2 -o frames frames.c $(pkg-config --cflags --libs drawaot_mnist)
 *     ./frames [SECONDS [BUDGET_IN_MICROSECONDS]]
 */
#define _GNU_SOURCE
#include "clock.h"
#include <drawaot_mnist.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

static const int64_t frame_length = 1000000000 / 60;

static int sleep_until(int64_t time)
{
    struct timespec wake = {.tv_sec = time / 1000000000, .tv_nsec = time % 1000000000};
    int error;
    while ((error = clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &wake, NULL)) == EINTR) {
    }

    return error;
}

int main(int argc, char **argv)
{
    static float image[DRAWAOT_MNIST_PIXEL_COUNT];
    double seconds = argc > 1 ? atof(argv[1]) : 10;
    int64_t budget = (argc > 2 ? atol(argv[2]) : 1000) * 1000;
    long frames = (long)(seconds * 60);
    drawaot_model *model;
    drawaot_session *session;
    if (drawaot_model_create(&model) || drawaot_session_create(model, &session) || drawaot_warm_up(session)) {
        fprintf(stderr, "frames: %s\n", drawaot_last_error());
        return 1;
    }

    memset(image, 0, sizeof image);
    if (frames < 1 || mlockall(MCL_CURRENT | MCL_FUTURE) != 0) {
        fprintf(stderr, "frames: %s\n", frames < 1 ? "some seconds were expected" : "memory is not locked: mlockall was refused");
        if (frames < 1) return 1;
    }

    long missed = 0, late_wakes = 0, glimpses = 0, pictures = 0;
    int64_t longest = 0, longest_step = 0, expected_step = 0, frame = nanoseconds();
    drawaot_status status = drawaot_begin(session, 1, 0);
    for (long k = 0; k < frames && status >= 0; k++, frame += frame_length) {
        if (sleep_until(frame) != 0) return 1;
        int64_t start = nanoseconds(), now = start;
        if (start - frame > 1000000) late_wakes++; /* the scheduler's, not ours */

        /* Another glimpse only where one like the longest lately would still fit; it is forgotten by halves, so that one delay is not for ever. */
        expected_step /= 2;
        while (now + expected_step <= start + budget) {
            status = drawaot_step(session);
            if (status == DRAWAOT_NOTHING) {
                status = drawaot_begin(session, 1, (uint64_t)++pictures);
            } else {
                glimpses++;
            }

            if (status < 0) break;
            int64_t end = nanoseconds();
            if (end - now > expected_step) expected_step = end - now;
            if (end - now > longest_step) longest_step = end - now;
            now = end;
        }

        if (status >= 0) status = drawaot_copy_picture(session, image, DRAWAOT_MNIST_PIXEL_COUNT);
        int64_t end = nanoseconds();
        if (end - start > longest) longest = end - start;
        if (end > frame + frame_length) missed++;
    }

    if (status < 0) {
        fprintf(stderr, "frames: %s\n", drawaot_last_error());
        return 1;
    }

    printf("%ld frames of 16.7 ms, %.1f ms of each for drawing: %ld glimpses, %ld pictures\n", frames, budget / 1e6, glimpses, pictures);
    printf("longest step %.3f ms, longest frame %.3f ms, woken late %ld times\n", longest_step / 1e6, longest / 1e6, late_wakes);
    printf("missed deadlines: %ld\n", missed);
    return 0;
}
