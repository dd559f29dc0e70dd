/* The functions of a DRAW model's session, each as it is used. */
#include "verbs.h"
#include <stdlib.h>
#include <string.h>

enum { PICTURES = 12 };

static drawaot_sizes sizes;
static float *images, *pictures, *latents;
static drawaot_image_score scores[PICTURES];
static drawaot_window window;
static double nats;
static int32_t glimpse;
static uint64_t bytes;
static size_t pixels, latent_count;

#ifdef SABOTAGE /* for the test that this proof can fail */
static drawaot_status sample(uint64_t k) { free(malloc(1)); return drawaot_sample(session, 1, k, pictures, pixels); }
#else
static drawaot_status sample(uint64_t k) { return drawaot_sample(session, 1, k, pictures, pixels); }
#endif
static drawaot_status sample_batch(uint64_t k) { return drawaot_sample_batch(session, 1, k, pictures, PICTURES * pixels); }
static drawaot_status decode(uint64_t k) { (void)k; return drawaot_decode(session, latents, latent_count, pictures, pixels); }
static drawaot_status decode_batch(uint64_t k) { (void)k; return drawaot_decode_batch(session, latents, PICTURES * latent_count, pictures, PICTURES * pixels); }
static drawaot_status reconstruct(uint64_t k) { (void)k; return drawaot_reconstruct(session, images, pixels, pictures, pixels); }
static drawaot_status reconstruct_seeded(uint64_t k) { return drawaot_reconstruct_seeded(session, images, pixels, 1, k, pictures, pixels); }
static drawaot_status reconstruct_batch(uint64_t k) { (void)k; return drawaot_reconstruct_batch(session, images, PICTURES * pixels, pictures, PICTURES * pixels); }
static drawaot_status reconstruct_batch_seeded(uint64_t k) { return drawaot_reconstruct_batch_seeded(session, images, PICTURES * pixels, 1, k, pictures, PICTURES * pixels); }
static drawaot_status encode(uint64_t k) { (void)k; return drawaot_encode(session, images, pixels, latents, latent_count); }
static drawaot_status encode_seeded(uint64_t k) { return drawaot_encode_seeded(session, images, pixels, 1, k, latents, latent_count); }
static drawaot_status encode_batch(uint64_t k) { (void)k; return drawaot_encode_batch(session, images, PICTURES * pixels, latents, PICTURES * latent_count); }
static drawaot_status score(uint64_t k) { return drawaot_score(session, images, pixels, 1, k, scores); }
static drawaot_status score_batch(uint64_t k) { return drawaot_score_batch(session, images, PICTURES * pixels, 1, k, scores, PICTURES); }
static drawaot_status score_importance_weighted(uint64_t k) { return drawaot_score_importance_weighted(session, images, pixels, 3, 1, k, &nats); }
static drawaot_status begin(uint64_t k) { return drawaot_begin(session, 1, k); }
static drawaot_status begin_latents(uint64_t k) { (void)k; return drawaot_begin_latents(session); }
static drawaot_status begin_reconstruction(uint64_t k) { (void)k; return drawaot_begin_reconstruction(session, images, pixels); }
static drawaot_status begin_reconstruction_seeded(uint64_t k) { return drawaot_begin_reconstruction_seeded(session, images, pixels, 1, k); }
static drawaot_status step(uint64_t k) { (void)k; return drawaot_step(session); }
static drawaot_status step_latent(uint64_t k) { (void)k; return drawaot_step_latent(session, latents, (size_t)sizes.latent); }
static drawaot_status get_glimpse(uint64_t k) { (void)k; return drawaot_glimpse(session, &glimpse); }
static drawaot_status copy_picture(uint64_t k) { (void)k; return drawaot_copy_picture(session, pictures, pixels); }
static drawaot_status copy_canvas(uint64_t k) { (void)k; return drawaot_copy_canvas(session, pictures, pixels); }
static drawaot_status read_window(uint64_t k) { (void)k; return drawaot_read_window(session, &window); }
static drawaot_status write_window(uint64_t k) { (void)k; return drawaot_write_window(session, &window); }
static drawaot_status session_memory(uint64_t k) { (void)k; return drawaot_session_memory(session, &bytes); }

/* Refusals that allocate nothing: what a program may do wrong in its loop without missing a deadline. */
static drawaot_status refused_null(uint64_t k) { return drawaot_sample(NULL, 1, k, pictures, pixels) == DRAWAOT_ERROR_NULL ? 0 : -99; }
static drawaot_status refused_handle(uint64_t k) { return drawaot_sample((drawaot_session *)&window, 1, k, pictures, pixels) == DRAWAOT_ERROR_HANDLE ? 0 : -99; }
static drawaot_status refused_length(uint64_t k) { return drawaot_sample(session, 1, k, pictures, pixels - 1) == DRAWAOT_ERROR_LENGTH ? 0 : -99; }
static drawaot_status refused_overlap(uint64_t k) { (void)k; return drawaot_reconstruct(session, images, pixels, images, pixels) == DRAWAOT_ERROR_OVERLAP ? 0 : -99; }

const verb verbs[] = {
    {"sample", sample, 20, 0, NULL},
    {"sample_batch", sample_batch, 4, 0, NULL},
    {"decode", decode, 20, 0, NULL},
    {"decode_batch", decode_batch, 4, 0, NULL},
    {"reconstruct", reconstruct, 10, 0, NULL},
    {"reconstruct_seeded", reconstruct_seeded, 10, 0, NULL},
    {"reconstruct_batch", reconstruct_batch, 2, 0, NULL},
    {"reconstruct_batch_seeded", reconstruct_batch_seeded, 2, 0, NULL},
    {"encode", encode, 10, 0, NULL},
    {"encode_seeded", encode_seeded, 10, 0, NULL},
    {"encode_batch", encode_batch, 2, 0, NULL},
    {"score", score, 10, 0, NULL},
    {"score_batch", score_batch, 2, 0, NULL},
    {"score_importance_weighted", score_importance_weighted, 5, 0, NULL},
    {"begin", begin, 1000, 3, NULL},
    {"step", step, 0, 3, begin},
    {"begin_latents", begin_latents, 1000, 3, NULL},
    {"step_latent", step_latent, 0, 0, NULL},
    {"begin_reconstruction", begin_reconstruction, 1000, 3, NULL},
    {"step", step, 0, 0, NULL},
    {"begin_reconstruction_seeded", begin_reconstruction_seeded, 1000, 3, NULL},
    {"step", step, 0, 0, NULL},
    {"glimpse", get_glimpse, 1000, 3, NULL},
    {"copy_picture", copy_picture, 1000, 3, NULL},
    {"copy_canvas", copy_canvas, 1000, 3, NULL},
    {"read_window", read_window, 1000, 3, NULL},
    {"write_window", write_window, 1000, 3, NULL},
    {"session_memory", session_memory, 1000, 1, NULL},
    {"refused: NULL", refused_null, 1000, 0, NULL},
    {"refused: handle", refused_handle, 1000, 0, NULL},
    {"refused: length", refused_length, 1000, 0, NULL},
    {"refused: overlap", refused_overlap, 1000, 0, NULL},
};

const size_t verb_count = sizeof verbs / sizeof *verbs;

/* ---- Inputs ---- */

int prepare_verbs(void)
{
    if (drawaot_get_sizes(&sizes)) return 0;
    pixels = (size_t)sizes.pixel_count;
    latent_count = (size_t)sizes.latent_count;
    images = malloc(PICTURES * pixels * sizeof *images);
    pictures = malloc(PICTURES * pixels * sizeof *pictures);
    latents = malloc(PICTURES * latent_count * sizeof *latents);
    if (!images || !pictures || !latents) abort();
    for (size_t k = 0; k < PICTURES * pixels; k++) images[k] = (float)(k % 8) / 8;
    for (size_t k = 0; k < PICTURES * latent_count; k++) latents[k] = (float)(k % 9) / 4 - 1;
    memset(pictures, 0, PICTURES * pixels * sizeof *pictures);
    return sizes.glimpses;
}

drawaot_status makes_garbage(uint64_t k)
{
    float good = images[0];
    (void)k;
    images[0] = 2;
    drawaot_status status = drawaot_begin_reconstruction(session, images, pixels);
    images[0] = good;
    return status == DRAWAOT_ERROR_VALUE ? 0 : -99;
}
