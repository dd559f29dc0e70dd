/*
 * Names what a camera sees, frame by frame, each before its deadline: takes glimpses as long as they fit, and the answer
 * after the last one that did.
 *
 *     cc -O2 -o camera camera.c $(pkg-config --cflags --libs drawaot_NAME)
 *     ffmpeg -i /dev/video0 -vf scale=100:100 -pix_fmt gray -f rawvideo - | ./camera MICROSECONDS
 *
 * Frames come from the standard input as bytes [C, B, A] of the model's size; MICROSECONDS is the time that an answer may take.
 * Prints a line a frame: the label, its probability, and the number of glimpses taken; - where none fit.
 */
#define _GNU_SOURCE
#include <drawaot.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

static drawaot_classifier_sizes sizes;
static drawaot_session *session;
static float *image, *probabilities;

typedef struct answer {
    int32_t best;
    float probability;
    int glimpses;
} answer;

static int64_t nanoseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* Looks at the image until the next glimpse would end after the deadline. Below 0 where a call is refused. */
static drawaot_status look(int64_t deadline, answer *taken)
{
    static int64_t expected; /* the longest glimpse so far, halved with each frame so that one delay does not count for ever */
    drawaot_status status = drawaot_begin_image(session, image, (size_t)sizes.pixel_count);
    int64_t now = nanoseconds();
    taken->glimpses = 0;
    expected /= 2;
    while (status == DRAWAOT_OK && now + expected < deadline && (status = drawaot_step(session)) == DRAWAOT_OK) {
        int32_t best;
        status = drawaot_copy_probabilities(session, probabilities, (size_t)sizes.class_count, &best);
        int64_t end = nanoseconds();
        if (end - now > expected) expected = end - now;
        if (status < 0 || end > deadline) break;
        *taken = (answer){best, probabilities[best], taken->glimpses + 1};
        now = end;
    }

    return status;
}

int main(int argc, char **argv)
{
    int64_t budget = argc > 1 ? strtoll(argv[1], NULL, 10) * 1000 : 1000000;
    drawaot_model *model;
    answer taken;
    if (drawaot_get_classifier_sizes(&sizes) || drawaot_model_create(&model) || drawaot_session_create(model, &session) || drawaot_warm_up(session)) {
        fprintf(stderr, "camera: %s\n", drawaot_last_error());
        return 1;
    }

    size_t pixels = (size_t)sizes.pixel_count;
    uint8_t *frame = malloc(pixels);
    image = calloc(pixels, sizeof *image);
    probabilities = calloc((size_t)sizes.class_count, sizeof *probabilities);
    if (!frame || !image || !probabilities) return 1;
    if (mlockall(MCL_CURRENT | MCL_FUTURE) != 0) fprintf(stderr, "camera: memory is not locked: mlockall was refused\n");

    /* A black image without a deadline measures a glimpse before the first frame comes. */
    drawaot_status status = look(INT64_MAX, &taken);
    while (status >= 0 && fread(frame, 1, pixels, stdin) == pixels) {
        int64_t arrived = nanoseconds();
        for (size_t k = 0; k < pixels; k++) image[k] = frame[k] / 255.0f;
        status = look(arrived + budget, &taken);
        if (status < 0) break;
        if (taken.glimpses == 0) {
            printf("-\n");
        } else {
            printf("%s %.9g %d\n", drawaot_class_label(taken.best), taken.probability, taken.glimpses);
        }

        fflush(stdout);
    }

    if (status < 0) fprintf(stderr, "camera: %s\n", drawaot_last_error());
    drawaot_session_destroy(session);
    drawaot_model_destroy(model);
    return status < 0;
}
