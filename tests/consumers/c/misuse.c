/*
 * Everything that a program may do wrong with a DRAW model: each call is refused with its status and one sentence, and nothing
 * is broken by it. Built with -fsanitize=address,undefined by the tests.
 */
#include "refusals.h"
#include <drawaot_mnist.h>
#include <inttypes.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { P = DRAWAOT_MNIST_PIXEL_COUNT, L = DRAWAOT_MNIST_LATENT_COUNT, Z = DRAWAOT_MNIST_LATENT };

static float image[P], picture[P], batch[3 * P], latents[L], two_latents[2 * L], canvas[P];
static drawaot_image_score score, scores[3];

static void pointers_and_lengths(drawaot_session *session)
{
    drawaot_window window;
    int32_t glimpse;
    double nats;
    uint64_t memory;

    REFUSES(drawaot_sample(session, 1, 0, NULL, P), DRAWAOT_ERROR_NULL, "image is NULL");
    REFUSES(drawaot_sample(session, 1, 0, at(picture, 2), P), DRAWAOT_ERROR_ALIGNMENT, "multiple of 4");
    REFUSES(drawaot_sample(session, 1, 0, picture, P - 1), DRAWAOT_ERROR_LENGTH, "783");
    REFUSES(drawaot_sample(session, 1, 0, picture, P * sizeof(float)), DRAWAOT_ERROR_LENGTH, "784 (1×28×28) was expected");
    REFUSES(drawaot_sample(session, 1, 0, picture, 0), DRAWAOT_ERROR_LENGTH, "0");
    REFUSES(drawaot_sample(session, 1, 0, picture, SIZE_MAX), DRAWAOT_ERROR_LENGTH, "18446744073709551615");
    REFUSES(drawaot_sample_batch(session, 1, 0, NULL, 2 * P), DRAWAOT_ERROR_NULL, "images is NULL");
    REFUSES(drawaot_sample_batch(session, 1, 0, batch, 2 * P + 1), DRAWAOT_ERROR_LENGTH, "multiple of 784");
    REFUSES(drawaot_sample_batch(session, 1, 0, batch, (size_t)1 << 40), DRAWAOT_ERROR_LENGTH, "1099511627776");
    REFUSES(drawaot_decode(session, NULL, L, picture, P), DRAWAOT_ERROR_NULL, "latents is NULL");
    REFUSES(drawaot_decode(session, latents, L, NULL, P), DRAWAOT_ERROR_NULL, "image is NULL");
    REFUSES(drawaot_decode(session, latents, Z, picture, P), DRAWAOT_ERROR_LENGTH, "6400");
    REFUSES(drawaot_decode(session, latents, L, latents, P), DRAWAOT_ERROR_OVERLAP, "overlap");
    REFUSES(drawaot_decode_batch(session, two_latents, 2 * L, batch, 3 * P), DRAWAOT_ERROR_LENGTH, "19200");
    REFUSES(drawaot_reconstruct(session, NULL, P, picture, P), DRAWAOT_ERROR_NULL, "image is NULL");
    REFUSES(drawaot_reconstruct(session, image, P, picture, 2 * P), DRAWAOT_ERROR_LENGTH, "reconstruction");
    REFUSES(drawaot_reconstruct(session, image, P, image, P), DRAWAOT_ERROR_OVERLAP, "image and reconstruction overlap");
    REFUSES(drawaot_reconstruct(session, batch, P, at(batch, 4 * (P - 1)), P), DRAWAOT_ERROR_OVERLAP, "overlap");
    ACCEPTS(drawaot_reconstruct(session, batch, P, at(batch, 4 * P), P));
    REFUSES(drawaot_reconstruct_seeded(session, image, P, 1, 2, NULL, P), DRAWAOT_ERROR_NULL, "reconstruction is NULL");
    REFUSES(drawaot_reconstruct_batch(session, batch, 3 * P, picture, P), DRAWAOT_ERROR_LENGTH, "2352");
    REFUSES(drawaot_reconstruct_batch_seeded(session, batch, P + 1, 1, 2, picture, P), DRAWAOT_ERROR_LENGTH, "multiple of 784");
    REFUSES(drawaot_encode(session, image, P, NULL, L), DRAWAOT_ERROR_NULL, "latents is NULL");
    REFUSES(drawaot_encode_seeded(session, image, P, 1, 2, latents, L + 1), DRAWAOT_ERROR_LENGTH, "6400");
    REFUSES(drawaot_encode_batch(session, batch, 3 * P, two_latents, 2 * L), DRAWAOT_ERROR_LENGTH, "19200");
    REFUSES(drawaot_score(session, image, P, 1, 2, NULL), DRAWAOT_ERROR_NULL, "score is NULL");
    REFUSES(drawaot_score(session, image, P, 1, 2, at(&scores, 4)), DRAWAOT_ERROR_ALIGNMENT, "multiple of 8");
    REFUSES(drawaot_score(session, image, P, 1, 2, at(image, 8 - (uintptr_t)image % 8)), DRAWAOT_ERROR_OVERLAP, "image and score overlap");
    REFUSES(drawaot_score_batch(session, batch, 3 * P, 1, 2, scores, 2), DRAWAOT_ERROR_LENGTH, "3, the number of images");
    REFUSES(drawaot_score_batch(session, batch, 3 * P, 1, 2, NULL, 3), DRAWAOT_ERROR_NULL, "scores is NULL");
    REFUSES(drawaot_score_importance_weighted(session, image, P, 2, 1, 2, NULL), DRAWAOT_ERROR_NULL, "nats is NULL");
    REFUSES(drawaot_score_importance_weighted(session, image, P, 2, 1, 2, at(image, 8 - (uintptr_t)image % 8)), DRAWAOT_ERROR_OVERLAP, "image and nats overlap");
    REFUSES(drawaot_score_importance_weighted(session, image, P, 0, 1, 2, &nats), DRAWAOT_ERROR_VALUE, "0 samples");
    REFUSES(drawaot_score_importance_weighted(session, image, P, -1, 1, 2, &nats), DRAWAOT_ERROR_VALUE, "-1 samples");
    REFUSES(drawaot_begin_reconstruction(session, image, P - 1), DRAWAOT_ERROR_LENGTH, "783");
    REFUSES(drawaot_begin_reconstruction_seeded(session, NULL, P, 1, 2), DRAWAOT_ERROR_NULL, "image is NULL");
    REFUSES(drawaot_step_latent(session, latents, L), DRAWAOT_ERROR_LENGTH, "100");
    REFUSES(drawaot_step_latent(session, NULL, Z), DRAWAOT_ERROR_NULL, "latent is NULL");
    REFUSES(drawaot_glimpse(session, NULL), DRAWAOT_ERROR_NULL, "glimpse is NULL");
    REFUSES(drawaot_glimpse(session, at(&glimpse, 1)), DRAWAOT_ERROR_ALIGNMENT, "multiple of 4");
    REFUSES(drawaot_copy_picture(session, NULL, P), DRAWAOT_ERROR_NULL, "image is NULL");
    REFUSES(drawaot_copy_canvas(session, canvas, P + 1), DRAWAOT_ERROR_LENGTH, "785");
    REFUSES(drawaot_read_window(session, NULL), DRAWAOT_ERROR_NULL, "window is NULL");
    REFUSES(drawaot_write_window(session, at(&window, 3)), DRAWAOT_ERROR_ALIGNMENT, "multiple of 4");
    REFUSES(drawaot_session_memory(session, NULL), DRAWAOT_ERROR_NULL, "bytes is NULL");
    ACCEPTS(drawaot_session_memory(session, &memory));
    REFUSES(drawaot_get_sizes(NULL), DRAWAOT_ERROR_NULL, "sizes is NULL");
    REFUSES(drawaot_get_runtime_counters(NULL), DRAWAOT_ERROR_NULL, "counters is NULL");
}

static void values(drawaot_session *session)
{
    image[5] = 1.5f;
    REFUSES(drawaot_encode(session, image, P, latents, L), DRAWAOT_ERROR_VALUE, "Value 5 of the image is 1.5");
    image[5] = NAN;
    REFUSES(drawaot_reconstruct(session, image, P, picture, P), DRAWAOT_ERROR_VALUE, "NaN");
    image[5] = -INFINITY;
    REFUSES(drawaot_score(session, image, P, 1, 2, &score), DRAWAOT_ERROR_VALUE, "Infinity");
    image[5] = 0;
    latents[7] = INFINITY;
    REFUSES(drawaot_decode(session, latents, L, picture, P), DRAWAOT_ERROR_VALUE, "Value 7 of the latents");
    latents[7] = 2e38f;
    REFUSES(drawaot_decode(session, latents, L, picture, P), DRAWAOT_ERROR_VALUE, "magnitudes up to 1e30");
    latents[7] = 0;
}

static void order(drawaot_model *model)
{
    drawaot_session *session;
    drawaot_window window;
    ACCEPTS(drawaot_session_create(model, &session));
    REFUSES(drawaot_step(session), DRAWAOT_ERROR_ORDER, "No picture was begun");
    REFUSES(drawaot_step_latent(session, latents, Z), DRAWAOT_ERROR_ORDER, "No picture was begun");
    REFUSES(drawaot_copy_picture(session, picture, P), DRAWAOT_ERROR_ORDER, "No picture was begun");
    REFUSES(drawaot_copy_canvas(session, canvas, P), DRAWAOT_ERROR_ORDER, "No picture was begun");
    HAS_NOTHING(drawaot_write_window(session, &window));
    ACCEPTS(drawaot_begin_latents(session));
    REFUSES(drawaot_step(session), DRAWAOT_ERROR_ORDER, "without a seed");
    ACCEPTS(drawaot_step_latent(session, latents, Z));
    HAS_NOTHING(drawaot_read_window(session, &window));
    ACCEPTS(drawaot_write_window(session, &window));
    ACCEPTS(drawaot_begin(session, 1, 0));
    for (int k = 0; k < DRAWAOT_MNIST_GLIMPSES; k++) ACCEPTS(drawaot_step(session));
    HAS_NOTHING(drawaot_step(session));
    HAS_NOTHING(drawaot_step_latent(session, latents, Z));
    ACCEPTS(drawaot_session_destroy(session));
}

static void handles(void)
{
    drawaot_model *model = NULL, *other;
    drawaot_session *session = NULL, *second;
    uint64_t memory;
    double local[4] = {0};

    REFUSES(drawaot_model_create(NULL), DRAWAOT_ERROR_NULL, "model is NULL");
    REFUSES(drawaot_model_create(at(local, 1)), DRAWAOT_ERROR_ALIGNMENT, "multiple of 8");
    REFUSES(drawaot_model_destroy(NULL), DRAWAOT_ERROR_NULL, "The model is NULL");
    REFUSES(drawaot_session_create(NULL, &session), DRAWAOT_ERROR_NULL, "The model is NULL");
    REFUSES(drawaot_session_destroy(NULL), DRAWAOT_ERROR_NULL, "The session is NULL");
    REFUSES(drawaot_warm_up(NULL), DRAWAOT_ERROR_NULL, "The session is NULL");
    ACCEPTS(drawaot_model_create(&model));
    REFUSES(drawaot_session_create(model, NULL), DRAWAOT_ERROR_NULL, "session is NULL");
    ACCEPTS(drawaot_session_create(model, &session));
    ACCEPTS(drawaot_session_create(model, &second));
    ACCEPTS(drawaot_model_memory(model, &memory));

    /* Foreign: memory of the program's, one kind for another, and whatever looks nearly right. */
    REFUSES(drawaot_sample((drawaot_session *)local, 1, 0, picture, P), DRAWAOT_ERROR_HANDLE, "no handle of this library");
    REFUSES(drawaot_sample((drawaot_session *)picture, 1, 0, picture, P), DRAWAOT_ERROR_HANDLE, "no handle of this library");
    REFUSES(drawaot_sample((drawaot_session *)(uintptr_t)1, 1, 0, picture, P), DRAWAOT_ERROR_HANDLE, "no handle of this library");
    REFUSES(drawaot_sample((drawaot_session *)UINTPTR_MAX, 1, 0, picture, P), DRAWAOT_ERROR_HANDLE, "no handle of this library");
    REFUSES(drawaot_sample((drawaot_session *)model, 1, 0, picture, P), DRAWAOT_ERROR_HANDLE, "a handle of something else");
    REFUSES(drawaot_session_create((drawaot_model *)session, &second), DRAWAOT_ERROR_HANDLE, "a handle of something else");
    REFUSES(drawaot_model_destroy((drawaot_model *)session), DRAWAOT_ERROR_HANDLE, "a handle of something else");
    REFUSES(drawaot_session_destroy((drawaot_session *)model), DRAWAOT_ERROR_HANDLE, "a handle of something else");
    for (int bit = 0; bit < 64; bit++) {
        drawaot_session *near = (drawaot_session *)((uintptr_t)session ^ ((uintptr_t)1 << bit));
        drawaot_status status = drawaot_sample(near, 1, 0, picture, P);
        if (status != DRAWAOT_ERROR_HANDLE) {
            printf("FAILED: a session with bit %d changed gave %d.\n", bit, (int)status);
            failures++;
        }
    }

    for (int step = -64; step <= 64; step++) {
        if (step == 0) continue;
        drawaot_status status = drawaot_session_destroy(at(session, (size_t)step));
        if (status != DRAWAOT_ERROR_HANDLE) {
            printf("FAILED: a session and %d bytes gave %d.\n", step, (int)status);
            failures++;
        }
    }

    /* A session outlives its model. */
    ACCEPTS(drawaot_model_destroy(model));
    REFUSES(drawaot_model_destroy(model), DRAWAOT_ERROR_HANDLE, "The model is destroyed");
    REFUSES(drawaot_session_create(model, &second), DRAWAOT_ERROR_HANDLE, "The model is destroyed");
    REFUSES(drawaot_model_memory(model, &memory), DRAWAOT_ERROR_HANDLE, "The model is destroyed");
    ACCEPTS(drawaot_sample(session, 1, 0, picture, P));

    /* Use after destroy, also when the place is taken again. */
    ACCEPTS(drawaot_session_destroy(session));
    REFUSES(drawaot_session_destroy(session), DRAWAOT_ERROR_HANDLE, "The session is destroyed");
    REFUSES(drawaot_sample(session, 1, 0, picture, P), DRAWAOT_ERROR_HANDLE, "The session is destroyed");
    ACCEPTS(drawaot_model_create(&other));
    for (int k = 0; k < 100; k++) {
        drawaot_session *next;
        ACCEPTS(drawaot_session_create(other, &next));
        REFUSES(drawaot_step(session), DRAWAOT_ERROR_HANDLE, "The session is");
        ACCEPTS(drawaot_session_destroy(next));
    }

    ACCEPTS(drawaot_session_destroy(second));
    ACCEPTS(drawaot_model_destroy(other));
}

static void files(void)
{
    drawaot_model *model;
    REFUSES(drawaot_model_load(NULL, &model), DRAWAOT_ERROR_NULL, "path is NULL");
    REFUSES(drawaot_model_load("", &model), DRAWAOT_ERROR_FILE, "path is empty");
    REFUSES(drawaot_model_load("/no/such/file", &model), DRAWAOT_ERROR_FILE, "/no/such");
    REFUSES(drawaot_model_load("/", &model), DRAWAOT_ERROR_FILE, "/: this is a folder");
    REFUSES(drawaot_model_load("/dev/null", &model), DRAWAOT_ERROR_FILE, "/dev/null: this is a device");
    REFUSES(drawaot_model_load("/dev/zero", &model), DRAWAOT_ERROR_FILE, "/dev/zero: this is a device");
    REFUSES(drawaot_model_load("\xff\xfe/no UTF-8", &model), DRAWAOT_ERROR_FILE, "UTF-8");

    /* Files that are all hole: one that no heap of 256 MiB can take, and one that is too large for any. */
    char path[] = "/tmp/drawaot-XXXXXX", folder[] = "/tmp/drawaot-XXXXXX";
    int file = mkstemp(path);
    if (file >= 0 && ftruncate(file, (off_t)1 << 29) == 0) REFUSES(drawaot_model_load(path, &model), DRAWAOT_ERROR_MEMORY, "DrawAotHeapLimit");
    if (file >= 0 && ftruncate(file, (off_t)1 << 32) == 0) REFUSES(drawaot_model_load(path, &model), DRAWAOT_ERROR_FILE, "2 gigabytes");
    if (file >= 0) close(file), unlink(path);
    REFUSES(drawaot_model_load("/no/such/file", NULL), DRAWAOT_ERROR_NULL, "model is NULL");

    /* A pipe that nobody writes to, and a socket. */
    if (mkdtemp(folder) == NULL || chdir(folder) != 0 || mkfifo("pipe", 0600) != 0) {
        printf("FAILED: no folder for a pipe.\n");
        failures++;
        return;
    }

    REFUSES(drawaot_model_load("pipe", &model), DRAWAOT_ERROR_FILE, "pipe: this is a pipe");
    struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "socket"};
    int listener = socket(AF_UNIX, SOCK_STREAM, 0);
    if (listener >= 0 && bind(listener, (struct sockaddr *)&address, sizeof address) == 0) {
        REFUSES(drawaot_model_load("socket", &model), DRAWAOT_ERROR_FILE, "socket: this is a socket");
    }

    if (listener >= 0) close(listener);
    unlink("socket"), unlink("pipe"), rmdir(folder);
}

/* ---- Two threads and one session ---- */

static drawaot_session *shared;
static long busy, done;

static void *use(void *unused)
{
    (void)unused;
    float own[P];
    for (int k = 0; k < 200; k++) {
        drawaot_status status = drawaot_sample(shared, 1, 0, own, P);
        if (status == DRAWAOT_ERROR_BUSY) {
            __atomic_fetch_add(&busy, 1, __ATOMIC_RELAXED);
        } else if (status == DRAWAOT_OK) {
            __atomic_fetch_add(&done, 1, __ATOMIC_RELAXED);
        }
    }

    return NULL;
}

/* Destroys it while it is used: refused as long as a call is at work, and safe whenever it is not. */
static void *destroy(void *unused)
{
    (void)unused;
    while (drawaot_session_destroy(shared) == DRAWAOT_ERROR_BUSY) {
    }

    return NULL;
}

static void threads(void)
{
    drawaot_model *model;
    ACCEPTS(drawaot_model_create(&model));
    for (int round = 0; round < 5; round++) {
        pthread_t threads[3];
        ACCEPTS(drawaot_session_create(model, &shared));
        pthread_create(&threads[0], NULL, use, NULL);
        pthread_create(&threads[1], NULL, use, NULL);
        while (__atomic_load_n(&done, __ATOMIC_RELAXED) < round * 20) {
        }

        pthread_create(&threads[2], NULL, destroy, NULL);
        for (int k = 0; k < 3; k++) pthread_join(threads[k], NULL);
        REFUSES(drawaot_step(shared), DRAWAOT_ERROR_HANDLE, "The session is destroyed");
    }

    ACCEPTS(drawaot_model_destroy(model));
    printf("%ld calls done, %ld refused as busy\n", done, busy);
    if (busy == 0) {
        printf("FAILED: two threads never met in one session.\n");
        failures++;
    }
}

static void *other_thread(void *unused)
{
    (void)unused;
    if (drawaot_last_error()[0] != '\0') {
        printf("FAILED: a thread has the error of another: %s\n", drawaot_last_error());
        failures++;
    }

    return NULL;
}

int main(void)
{
    drawaot_model *model;
    drawaot_session *session;
    pthread_t thread;

    setvbuf(stdout, NULL, _IOLBF, 0);
    if (drawaot_last_error()[0] != '\0') failures++;
    files();
    pthread_create(&thread, NULL, other_thread, NULL);
    pthread_join(thread, NULL);
    handles();
    ACCEPTS(drawaot_model_create(&model));
    ACCEPTS(drawaot_session_create(model, &session));
    ACCEPTS(drawaot_begin(session, 1, 0));
    pointers_and_lengths(session);
    values(session);
    order(model);
    threads();

    /* Whatever was refused, the session draws as ever. */
    static float again[P];
    ACCEPTS(drawaot_sample(session, 1, 0, picture, P));
    ACCEPTS(drawaot_sample(session, 1, 0, again, P));
    if (memcmp(picture, again, sizeof picture) != 0) failures++;
    ACCEPTS(drawaot_session_destroy(session));
    ACCEPTS(drawaot_model_destroy(model));
    printf("%d failures\n", failures);
    return failures != 0;
}
