/*
 * Draws the first picture of a seed, and writes its pixels, one a line, as hexadecimal floats: every bit of them.
 *
 *     cc -o demo demo.c $(pkg-config --cflags --libs drawaot_mnist)
 *     ./demo [SEED [WEIGHTS.safetensors]]
 */
#include <drawaot_mnist.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static int refused(const char *what)
{
    fprintf(stderr, "%s: %s\n", what, drawaot_last_error());
    return EXIT_FAILURE;
}

int main(int argc, char **argv)
{
    static float image[DRAWAOT_MNIST_PIXEL_COUNT];
    drawaot_model *model;
    drawaot_session *session;
    uint64_t seed = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;

    if (drawaot_abi_version() != DRAWAOT_ABI_VERSION) {
        fprintf(stderr, "The library's interface is version %" PRId32 "; %d was expected.\n", drawaot_abi_version(), DRAWAOT_ABI_VERSION);
        return EXIT_FAILURE;
    }

    if ((argc > 2 ? drawaot_model_load(argv[2], &model) : drawaot_model_create(&model)) != DRAWAOT_OK) return refused("a model");
    if (drawaot_session_create(model, &session) != DRAWAOT_OK) return refused("drawaot_session_create");
    if (drawaot_sample(session, seed, 0, image, DRAWAOT_MNIST_PIXEL_COUNT) != DRAWAOT_OK) return refused("drawaot_sample");

    for (size_t pixel = 0; pixel < DRAWAOT_MNIST_PIXEL_COUNT; pixel++) {
        printf("%a\n", image[pixel]);
    }

    fprintf(stderr, "%s %s for %s\n", drawaot_model_name(), drawaot_version(), drawaot_instruction_set());
    drawaot_session_destroy(session);
    drawaot_model_destroy(model);
    return EXIT_SUCCESS;
}
