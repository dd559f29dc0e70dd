/*
 * Everything that a program may do wrong with a classifier: each call is refused with its status and one sentence, and it
 * changes nothing. Built with -fsanitize=address,undefined by the tests.
 */
#include "refusals.h"
#include <drawaot_search.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>

enum { P = DRAWAOT_SEARCH_PIXEL_COUNT, K = DRAWAOT_SEARCH_CLASS_COUNT, T = DRAWAOT_SEARCH_GLIMPSES, BATCH = 6 };

static float image[P], images[BATCH * P], probabilities[K], all[BATCH * K];
static int32_t best;

/* ---- Every function of a session, as it is used ---- */

typedef drawaot_status function(drawaot_session *session);

static drawaot_status classify(drawaot_session *session) { return drawaot_classify(session, image, P, probabilities, K, &best); }
static drawaot_status classify_batch(drawaot_session *session) { return drawaot_classify_batch(session, images, BATCH * P, all, BATCH * K); }
static drawaot_status begin_image(drawaot_session *session) { return drawaot_begin_image(session, image, P); }
static drawaot_status step(drawaot_session *session) { return drawaot_step(session); }
static drawaot_status glimpse(drawaot_session *session) { int32_t at; return drawaot_glimpse(session, &at); }
static drawaot_status copy_probabilities(drawaot_session *session) { return drawaot_copy_probabilities(session, probabilities, K, &best); }
static drawaot_status read_window(drawaot_session *session) { drawaot_window window; return drawaot_read_window(session, &window); }
static drawaot_status session_memory(drawaot_session *session) { uint64_t bytes; return drawaot_session_memory(session, &bytes); }
static drawaot_status warm_up(drawaot_session *session) { return drawaot_warm_up(session); }

static const struct { const char *name; function *call; } functions[] = {
    {"classify", classify}, {"classify_batch", classify_batch}, {"begin_image", begin_image}, {"step", step}, {"glimpse", glimpse},
    {"copy_probabilities", copy_probabilities}, {"read_window", read_window}, {"session_memory", session_memory}, {"warm_up", warm_up},
};

enum { FUNCTIONS = sizeof functions / sizeof *functions };

static void all_refuse(drawaot_session *session, drawaot_status expected, const char *word)
{
    for (int f = 0; f < FUNCTIONS; f++) refuses(functions[f].name, functions[f].call(session), expected, word);
}

static void handles(drawaot_model *model)
{
    drawaot_session *session;
    double local[4] = {0};
    ACCEPTS(drawaot_session_create(model, &session));
    all_refuse(NULL, DRAWAOT_ERROR_NULL, "The session is NULL");
    all_refuse((drawaot_session *)local, DRAWAOT_ERROR_HANDLE, "no handle of this library");
    all_refuse((drawaot_session *)(uintptr_t)1, DRAWAOT_ERROR_HANDLE, "no handle of this library");
    all_refuse((drawaot_session *)model, DRAWAOT_ERROR_HANDLE, "a handle of something else");
    all_refuse(at(session, 1), DRAWAOT_ERROR_HANDLE, "no handle of this library");
    ACCEPTS(drawaot_session_destroy(session));
    all_refuse(session, DRAWAOT_ERROR_HANDLE, "The session is destroyed");
}

static void pointers_and_lengths(drawaot_session *session)
{
    int32_t at_glimpse;
    ACCEPTS(begin_image(session));
    ACCEPTS(step(session));
    REFUSES(drawaot_classify(session, NULL, P, probabilities, K, &best), DRAWAOT_ERROR_NULL, "image is NULL");
    REFUSES(drawaot_classify(session, image, P, NULL, K, &best), DRAWAOT_ERROR_NULL, "probabilities is NULL");
    REFUSES(drawaot_classify(session, image, P, probabilities, K, NULL), DRAWAOT_ERROR_NULL, "best is NULL");
    REFUSES(drawaot_classify(session, at(images, 2), P, probabilities, K, &best), DRAWAOT_ERROR_ALIGNMENT, "image is no multiple of 4");
    REFUSES(drawaot_classify(session, image, P, at(all, 1), K, &best), DRAWAOT_ERROR_ALIGNMENT, "probabilities is no multiple of 4");
    REFUSES(drawaot_classify(session, image, P, probabilities, K, at(all, 3)), DRAWAOT_ERROR_ALIGNMENT, "best is no multiple of 4");
    REFUSES(drawaot_classify(session, image, P - 1, probabilities, K, &best), DRAWAOT_ERROR_LENGTH, "9999; 10000 (1×100×100) was expected");
    REFUSES(drawaot_classify(session, image, P * sizeof(float), probabilities, K, &best), DRAWAOT_ERROR_LENGTH, "40000");
    REFUSES(drawaot_classify(session, image, 0, probabilities, K, &best), DRAWAOT_ERROR_LENGTH, "0; 10000");
    REFUSES(drawaot_classify(session, image, SIZE_MAX, probabilities, K, &best), DRAWAOT_ERROR_LENGTH, "18446744073709551615");
    REFUSES(drawaot_classify(session, image, P, probabilities, K - 1, &best), DRAWAOT_ERROR_LENGTH, "probabilities has the length 9; 10");
    REFUSES(drawaot_classify(session, image, P, probabilities, SIZE_MAX, &best), DRAWAOT_ERROR_LENGTH, "probabilities has the length 1844");
    REFUSES(drawaot_classify(session, image, P, image, K, &best), DRAWAOT_ERROR_OVERLAP, "image and probabilities overlap");
    REFUSES(drawaot_classify(session, image, P, at(image, 4 * (P - K)), K, &best), DRAWAOT_ERROR_OVERLAP, "image and probabilities overlap");
    REFUSES(drawaot_classify(session, image, P, probabilities, K, at(image, 400)), DRAWAOT_ERROR_OVERLAP, "image and best overlap");
    REFUSES(drawaot_classify(session, image, P, probabilities, K, at(probabilities, 4 * (K - 1))), DRAWAOT_ERROR_OVERLAP, "probabilities and best overlap");
    REFUSES(drawaot_classify_batch(session, NULL, 2 * P, all, 2 * K), DRAWAOT_ERROR_NULL, "images is NULL");
    REFUSES(drawaot_classify_batch(session, NULL, 0, all, 0), DRAWAOT_ERROR_NULL, "images is NULL");
    REFUSES(drawaot_classify_batch(session, images, 2 * P, NULL, 2 * K), DRAWAOT_ERROR_NULL, "probabilities is NULL");
    REFUSES(drawaot_classify_batch(session, at(images, 1), 2 * P, all, 2 * K), DRAWAOT_ERROR_ALIGNMENT, "images is no multiple of 4");
    REFUSES(drawaot_classify_batch(session, images, 2 * P, at(all, 1), 2 * K), DRAWAOT_ERROR_ALIGNMENT, "probabilities is no multiple of 4");
    REFUSES(drawaot_classify_batch(session, images, 2 * P + 1, all, 2 * K), DRAWAOT_ERROR_LENGTH, "multiple of 10000");
    REFUSES(drawaot_classify_batch(session, images, (size_t)1 << 40, all, 2 * K), DRAWAOT_ERROR_LENGTH, "1099511627776");
    REFUSES(drawaot_classify_batch(session, images, 3 * P, all, 2 * K), DRAWAOT_ERROR_LENGTH, "probabilities has the length 20; 30");
    REFUSES(drawaot_classify_batch(session, images, 2 * P, at(images, 4 * P), 2 * K), DRAWAOT_ERROR_OVERLAP, "images and probabilities overlap");
    REFUSES(drawaot_begin_image(session, NULL, P), DRAWAOT_ERROR_NULL, "image is NULL");
    REFUSES(drawaot_begin_image(session, at(images, 1), P), DRAWAOT_ERROR_ALIGNMENT, "multiple of 4");
    REFUSES(drawaot_begin_image(session, image, P + 1), DRAWAOT_ERROR_LENGTH, "10001");
    REFUSES(drawaot_copy_probabilities(session, NULL, K, &best), DRAWAOT_ERROR_NULL, "probabilities is NULL");
    REFUSES(drawaot_copy_probabilities(session, probabilities, K, NULL), DRAWAOT_ERROR_NULL, "best is NULL");
    REFUSES(drawaot_copy_probabilities(session, at(all, 2), K, &best), DRAWAOT_ERROR_ALIGNMENT, "probabilities is no multiple of 4");
    REFUSES(drawaot_copy_probabilities(session, probabilities, K, at(all, 2)), DRAWAOT_ERROR_ALIGNMENT, "best is no multiple of 4");
    REFUSES(drawaot_copy_probabilities(session, probabilities, K + 1, &best), DRAWAOT_ERROR_LENGTH, "11; 10 was expected");
    REFUSES(drawaot_copy_probabilities(session, probabilities, K, at(probabilities, 0)), DRAWAOT_ERROR_OVERLAP, "probabilities and best overlap");
    REFUSES(drawaot_glimpse(session, NULL), DRAWAOT_ERROR_NULL, "glimpse is NULL");
    REFUSES(drawaot_glimpse(session, at(all, 1)), DRAWAOT_ERROR_ALIGNMENT, "multiple of 4");
    REFUSES(drawaot_read_window(session, NULL), DRAWAOT_ERROR_NULL, "window is NULL");
    REFUSES(drawaot_read_window(session, at(all, 3)), DRAWAOT_ERROR_ALIGNMENT, "multiple of 4");
    REFUSES(drawaot_get_classifier_sizes(NULL), DRAWAOT_ERROR_NULL, "sizes is NULL");
    REFUSES(drawaot_get_classifier_sizes(at(all, 2)), DRAWAOT_ERROR_ALIGNMENT, "sizes is no multiple of 4");

    /* What was begun goes on, also after a batch of no images. */
    ACCEPTS(drawaot_classify_batch(session, images, 0, all, 0));
    ACCEPTS(drawaot_glimpse(session, &at_glimpse));
    if (at_glimpse != 1) failures++, printf("FAILED: a refused call changed the glimpse to %d.\n", (int)at_glimpse);

    /* Neighbours do not overlap. */
    ACCEPTS(drawaot_classify(session, images, P, at(images, 4 * P), K, at(images, 4 * (P + K))));
    memset(at(images, 4 * P), 0, 4 * (K + 1));
}

static void values(drawaot_session *session)
{
    int32_t at_glimpse;
    ACCEPTS(begin_image(session));
    ACCEPTS(step(session));
    image[5] = 1.5f;
    REFUSES(drawaot_classify(session, image, P, probabilities, K, &best), DRAWAOT_ERROR_VALUE, "Value 5 of the image is 1.5; numbers in [0, 1]");
    image[5] = NAN;
    REFUSES(drawaot_begin_image(session, image, P), DRAWAOT_ERROR_VALUE, "NaN");
    image[5] = 0;
    images[P + 7] = -INFINITY;
    REFUSES(drawaot_classify_batch(session, images, BATCH * P, all, BATCH * K), DRAWAOT_ERROR_VALUE, "Value 10007 of the images is -Infinity");
    images[P + 7] = 0;
    ACCEPTS(drawaot_glimpse(session, &at_glimpse));
    if (at_glimpse != 1) failures++, printf("FAILED: a refused pixel changed the glimpse to %d.\n", (int)at_glimpse);
}

static void labels(void)
{
    drawaot_classifier_sizes sizes;
    static const int32_t none[] = {-1, K, INT32_MAX, INT32_MIN};
    for (size_t k = 0; k < sizeof none / sizeof *none; k++) {
        const char *label = drawaot_class_label(none[k]);
        refuses("drawaot_class_label", label ? DRAWAOT_OK : DRAWAOT_ERROR_VALUE, DRAWAOT_ERROR_VALUE, "0 to 9 was expected");
    }

    for (int32_t k = 0; k < K; k++) {
        const char *label = drawaot_class_label(k);
        if (!label || label[0] != '0' + k || label[1] != '\0' || label != drawaot_class_label(k)) failures++, printf("FAILED: the label of %d.\n", (int)k);
    }

    ACCEPTS(drawaot_get_classifier_sizes(&sizes));
    if (sizes.pixel_count != P || sizes.class_count != K || sizes.glimpses != T) failures++, printf("FAILED: the sizes are not the header's.\n");
}

static void order(drawaot_model *model)
{
    drawaot_session *session;
    drawaot_window window;
    float again[K];
    int32_t at_glimpse = -1, again_best;
    ACCEPTS(drawaot_session_create(model, &session));
    REFUSES(drawaot_step(session), DRAWAOT_ERROR_ORDER, "No image was begun");
    REFUSES(copy_probabilities(session), DRAWAOT_ERROR_ORDER, "No image was begun");
    HAS_NOTHING(drawaot_read_window(session, &window));
    ACCEPTS(drawaot_glimpse(session, &at_glimpse));
    ACCEPTS(begin_image(session));
    REFUSES(copy_probabilities(session), DRAWAOT_ERROR_ORDER, "no glimpse yet");
    HAS_NOTHING(drawaot_read_window(session, &window));
    for (int k = 0; k < T; k++) {
        ACCEPTS(drawaot_step(session));
        ACCEPTS(drawaot_copy_probabilities(session, again, K, &again_best));
        ACCEPTS(drawaot_read_window(session, &window));
    }

    HAS_NOTHING(drawaot_step(session));
    ACCEPTS(classify(session));
    if (at_glimpse != 0 || best != again_best || memcmp(again, probabilities, sizeof again) != 0) failures++, printf("FAILED: step by step gave another answer.\n");
    ACCEPTS(drawaot_session_destroy(session));
}

/* ---- Two threads and one session ---- */

static drawaot_session *shared;
static int is_done;

static void *classify_many(void *unused)
{
    enum { MANY = 100 };
    float *many = calloc(MANY * P, sizeof *many), answers[MANY * K];
    (void)unused;
    while (!__atomic_load_n(&is_done, __ATOMIC_RELAXED)) {
        drawaot_status status = drawaot_classify_batch(shared, many, MANY * P, answers, MANY * K);
        if (status != DRAWAOT_OK && status != DRAWAOT_ERROR_BUSY) failures++;
    }

    free(many);
    return NULL;
}

/* While the other thread classifies batch after batch, each function is refused sooner or later. */
static void busy(drawaot_model *model)
{
    pthread_t thread;
    ACCEPTS(drawaot_session_create(model, &shared));
    pthread_create(&thread, NULL, classify_many, NULL);
    for (int f = 0; f < FUNCTIONS; f++) {
        drawaot_status status;
        do {
            status = functions[f].call(shared);
        } while (status >= 0 || status == DRAWAOT_ERROR_ORDER);
        refuses(functions[f].name, status, DRAWAOT_ERROR_BUSY, "in use by another call");
    }

    __atomic_store_n(&is_done, 1, __ATOMIC_RELAXED);
    pthread_join(thread, NULL);
    ACCEPTS(drawaot_session_destroy(shared));
}

int main(void)
{
    drawaot_model *model;
    drawaot_session *session;
    setvbuf(stdout, NULL, _IOLBF, 0);
    for (int k = 0; k < P; k++) image[k] = (float)(k % 8) / 8;
    labels();
    ACCEPTS(drawaot_model_create(&model));
    ACCEPTS(drawaot_session_create(model, &session));
    handles(model);
    pointers_and_lengths(session);
    values(session);
    order(model);
    busy(model);

    /* Whatever was refused, the session classifies as ever. */
    float first[K];
    ACCEPTS(drawaot_classify(session, image, P, first, K, &best));
    ACCEPTS(drawaot_warm_up(session));
    ACCEPTS(classify(session));
    if (memcmp(first, probabilities, sizeof first) != 0) failures++, printf("FAILED: another answer at the end.\n");
    ACCEPTS(drawaot_session_destroy(session));
    ACCEPTS(drawaot_model_destroy(model));
    printf("%d failures\n", failures);
    return failures != 0;
}
