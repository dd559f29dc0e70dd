/* The functions of a classifier's session, each as it is used. */
#include "verbs.h"
#include <stdlib.h>
#include <string.h>

enum { IMAGES = 13 }; /* where six share a pass: two full batch tiles, and one image alone */

static drawaot_classifier_sizes sizes;
static float *images, *probabilities;
static drawaot_window window;
static int32_t glimpse, best;
static uint64_t bytes;
static size_t pixels, classes;

#ifdef SABOTAGE /* for the test that this proof can fail */
static drawaot_status classify(uint64_t k) { (void)k; free(malloc(1)); return drawaot_classify(session, images, pixels, probabilities, classes, &best); }
#else
static drawaot_status classify(uint64_t k) { return drawaot_classify(session, images + k % IMAGES * pixels, pixels, probabilities, classes, &best); }
#endif
static drawaot_status classify_batch(uint64_t k) { (void)k; return drawaot_classify_batch(session, images, IMAGES * pixels, probabilities, IMAGES * classes); }
static drawaot_status begin_image(uint64_t k) { return drawaot_begin_image(session, images + k % IMAGES * pixels, pixels); }
static drawaot_status step(uint64_t k) { (void)k; return drawaot_step(session); }
static drawaot_status get_glimpse(uint64_t k) { (void)k; return drawaot_glimpse(session, &glimpse); }
static drawaot_status copy_probabilities(uint64_t k) { (void)k; return drawaot_copy_probabilities(session, probabilities, classes, &best); }
static drawaot_status read_window(uint64_t k) { (void)k; return drawaot_read_window(session, &window); }
static drawaot_status class_label(uint64_t k) { return drawaot_class_label((int32_t)(k % classes)) ? DRAWAOT_OK : -99; }
static drawaot_status session_memory(uint64_t k) { (void)k; return drawaot_session_memory(session, &bytes); }

/* Refusals that allocate nothing: what a program may do wrong in its loop without missing a deadline. */
static drawaot_status refused_null(uint64_t k) { (void)k; return drawaot_classify(NULL, images, pixels, probabilities, classes, &best) == DRAWAOT_ERROR_NULL ? 0 : -99; }
static drawaot_status refused_handle(uint64_t k) { (void)k; return drawaot_begin_image((drawaot_session *)&window, images, pixels) == DRAWAOT_ERROR_HANDLE ? 0 : -99; }
static drawaot_status refused_length(uint64_t k) { (void)k; return drawaot_copy_probabilities(session, probabilities, classes - 1, &best) == DRAWAOT_ERROR_LENGTH ? 0 : -99; }
static drawaot_status refused_overlap(uint64_t k) { (void)k; return drawaot_classify(session, images, pixels, images, classes, &best) == DRAWAOT_ERROR_OVERLAP ? 0 : -99; }
static drawaot_status refused_label(uint64_t k) { (void)k; return drawaot_class_label(-1) ? -99 : 0; }

const verb verbs[] = {
    {"classify", classify, 26, 0, NULL},
    {"classify_batch", classify_batch, 4, 0, NULL},
    {"begin_image", begin_image, 1000, 3, NULL},
    {"step", step, 0, 3, begin_image},
    {"glimpse", get_glimpse, 1000, 3, NULL},
    {"copy_probabilities", copy_probabilities, 1000, 3, NULL},
    {"read_window", read_window, 1000, 3, NULL},
    {"class_label", class_label, 1000, 0, NULL},
    {"session_memory", session_memory, 1000, 1, NULL},
    {"refused: NULL", refused_null, 1000, 0, NULL},
    {"refused: handle", refused_handle, 1000, 0, NULL},
    {"refused: length", refused_length, 1000, 0, NULL},
    {"refused: overlap", refused_overlap, 1000, 0, NULL},
    {"refused: label", refused_label, 1000, 0, NULL},
};

const size_t verb_count = sizeof verbs / sizeof *verbs;

/* ---- Inputs ---- */

int prepare_verbs(void)
{
    if (drawaot_get_classifier_sizes(&sizes)) return 0;
    pixels = (size_t)sizes.pixel_count;
    classes = (size_t)sizes.class_count;
    images = malloc(IMAGES * pixels * sizeof *images);
    probabilities = malloc(IMAGES * classes * sizeof *probabilities);
    if (!images || !probabilities) abort();
    for (size_t k = 0; k < IMAGES * pixels; k++) images[k] = (float)(k % 13) / 13;
    memset(probabilities, 0, IMAGES * classes * sizeof *probabilities);
    return sizes.glimpses;
}

drawaot_status makes_garbage(uint64_t k)
{
    float good = images[0];
    (void)k;
    images[0] = 2;
    drawaot_status status = drawaot_begin_image(session, images, pixels);
    images[0] = good;
    return status == DRAWAOT_ERROR_VALUE ? 0 : -99;
}
