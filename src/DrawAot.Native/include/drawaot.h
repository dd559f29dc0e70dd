/*
 * drawaot.h - a model as a C library.
 *
 * One header for the library of every model: libdrawaot_NAME, built by DrawAot from NAME.draw.json and its weights. C99,
 * and C++ as it stands. A library is of one family: DRAW, which draws pictures, or the glimpse classifier, which names the
 * class of an image. Each family has functions of its own, which come after those of every library; a library does not have
 * those of the other family, and the linker says so. This is the shortest use of a DRAW model:
 *
 *     drawaot_model *model;
 *     drawaot_session *session;
 *     static float image[DRAWAOT_MNIST_PIXEL_COUNT];          // from drawaot_mnist.h; or drawaot_get_sizes
 *     if (drawaot_model_create(&model) || drawaot_session_create(model, &session)) { puts(drawaot_last_error()); ... }
 *     drawaot_sample(session, 42, 0, image, DRAWAOT_MNIST_PIXEL_COUNT);
 *     drawaot_session_destroy(session);
 *     drawaot_model_destroy(model);
 *
 * and this of a classifier, whose model and session are made and destroyed alike:
 *
 *     float probabilities[DRAWAOT_CLUTTERED_CLASS_COUNT];     // from drawaot_cluttered.h; or drawaot_get_classifier_sizes
 *     int32_t best;
 *     drawaot_classify(session, image, DRAWAOT_CLUTTERED_PIXEL_COUNT, probabilities, DRAWAOT_CLUTTERED_CLASS_COUNT, &best);
 *     puts(drawaot_class_label(best));
 *
 * THE PROMISE. A function that takes a session, and is none of create, destroy and warm_up, allocates nothing, takes no
 * lock, makes no system call and causes no garbage collection, from the first call after drawaot_warm_up on, as long as
 * it returns DRAWAOT_OK or DRAWAOT_NOTHING. Before: the calling thread is attached with its first call of any function, so
 * a thread that may not wait calls drawaot_warm_up itself, or at least drawaot_attach_thread, before it begins. Pages of
 * the program's own buffers are the program's to touch. The library has touched its own by then, except for ways that only
 * some data take; mlockall(MCL_CURRENT | MCL_FUTURE) reads in all of them, and sees to it that none is taken away again:
 * from then on there are no page faults. A call that is refused writes a text for drawaot_last_error. For NULL, handles,
 * lengths, alignment, overlaps and sessions in use this allocates nothing either, on a thread that was attached; all
 * other refusals may. What other threads create or load, or are refused for such reasons, may cause a garbage collection,
 * which stops all attached threads for a while: do that before any of them may not wait.
 *
 * BUFFERS. Pictures are floats in [0, 1] in channel, row, column order [C, B, A]; batches lie one after the other. A
 * length is always a number of elements, not of bytes, and is checked. Pointers to floats are multiples of 4. What is
 * written must overlap nothing else that is read or written. Memory must be valid for the length given: that alone cannot
 * be checked.
 *
 * HANDLES. drawaot_model and drawaot_session are never completed, and what the pointers hold is not an address. NULL,
 * handles of something else, of another library, of what is destroyed, and a second destroy are refused.
 *
 * THREADS. A model is read-only and serves any number of sessions on any threads. A session serves one call at a time, on
 * any thread; a second one at the same moment is refused with DRAWAOT_ERROR_BUSY, and so is its destruction. A session
 * outlives its model if it has to. The library may not be used after fork() in the child, and is never unloaded: dlclose()
 * leaves it in memory. A call must run to its end: siglongjmp(), a C++ exception or pthread_cancel() out of a signal handler
 * that interrupted one leaves its session in use for ever and the library's runtime in an undefined state, and a handler may
 * call no function of the library.
 *
 * THE SAME RESULT EVERYWHERE. A picture depends on the model, the seed and the index, and probabilities on the model and the
 * image, to the last bit, whichever of the libraries for x86-64-v3, x86-64-v4 or Arm computes them. That for x86-64-v2 rounds
 * differently: of 1,000 samples and 1,000 reconstructions half differed by less than 2e-6, and a pixel by 4e-4 at most in
 * float32, 0.01 in bfloat16 and 0.2 in int8.
 *
 * SIGNALS. From its first call on the library handles SIGSEGV, SIGFPE and one real-time signal (SIGRTMIN), and passes on
 * what is not its own; and it ignores SIGPIPE, as if by signal(SIGPIPE, SIG_IGN). A program that handles them itself does
 * so before its first call, or passes on likewise; one that wants SIGPIPE sets it after its first call.
 *
 * MEMORY. Weights and sessions lie outside of the library's managed heap, which holds a few objects. It is limited to 256
 * MiB unless the library was built with -p:DrawAotHeapLimit=BYTES (a weights file that is loaded by its path passes through
 * it once), and reserves five times as much address space, which costs nothing. Each library has such a heap of its own.
 * Under a limit of address space (RLIMIT_AS, ulimit -v) it reserves about half of the limit. Leave it 512 MiB beyond what the
 * program has mapped: with less than 80 MiB the runtime mostly ends the process in the first call (SIGSEGV or SIGABRT), and
 * with up to 300 MiB now and then. With 300 to 512 MiB none of 500 processes ended. 13 MiB become resident.
 *
 * TWO LIBRARIES in one process work, each with a runtime of its own. Their functions have the same names, told apart by
 * symbol versions, so one program file links one of them: it takes the other with dlopen(path, RTLD_NOW | RTLD_LOCAL) and
 * dlsym, or two of its own shared libraries link one each.
 */
#ifndef DRAWAOT_H
#define DRAWAOT_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Compared with drawaot_abi_version(): what this header was written for. */
#define DRAWAOT_ABI_VERSION 1

/** What a function returns: 0 or above where it did what was asked, below 0 where it refused, and then it did nothing. */
typedef int32_t drawaot_status;

enum {
    /** Done. */
    DRAWAOT_OK = 0,
    /** Done, and there was nothing: no glimpse left, or no window. */
    DRAWAOT_NOTHING = 1,
    /** A pointer is NULL. */
    DRAWAOT_ERROR_NULL = -1,
    /** A handle is not one of this library's, or what it named is destroyed. */
    DRAWAOT_ERROR_HANDLE = -2,
    /** Another call is using the session at this moment. */
    DRAWAOT_ERROR_BUSY = -3,
    /** A length is not what the model asks for. */
    DRAWAOT_ERROR_LENGTH = -4,
    /** A pointer is not aligned to what it points to. */
    DRAWAOT_ERROR_ALIGNMENT = -5,
    /** What is written overlaps something else that is read or written. */
    DRAWAOT_ERROR_OVERLAP = -6,
    /** A value is out of range: a pixel outside [0, 1], a latent that is not finite or beyond 1e30, a number of samples. */
    DRAWAOT_ERROR_VALUE = -7,
    /** Something was to be called before: a step, or a look at its outcome, without a begin. */
    DRAWAOT_ERROR_ORDER = -8,
    /** A file cannot be read, or a path leads to a folder, pipe, device or socket instead of a file. */
    DRAWAOT_ERROR_FILE = -9,
    /** Weights are not those of the manifest that this library was built from. */
    DRAWAOT_ERROR_WEIGHTS = -10,
    /** There is not enough memory, or there are 65536 models and sessions already. */
    DRAWAOT_ERROR_MEMORY = -11,
    /** Something else went wrong: a fault of the library's. */
    DRAWAOT_ERROR_INTERNAL = -12
};

/** Weights, ready for use. */
typedef struct drawaot_model drawaot_model;

/** All the memory that a model's functions take, and the picture or image in work. */
typedef struct drawaot_session drawaot_session;

/** Where a grid of N*N Gaussian filters looks, in pixels counted from 0 at the centre of the first one. */
typedef struct drawaot_window {
    float centre_x;  /**< Column of the grid's centre. */
    float centre_y;  /**< Row of the grid's centre. */
    float stride;    /**< Distance between neighbouring filters. */
    float variance;  /**< Of each filter, in square pixels. */
    float intensity; /**< By which a read is multiplied and a write divided. */
} drawaot_window;

/** What the library's managed heap has been through, to check the promise with. */
typedef struct drawaot_runtime_counters {
    int64_t thread_allocated_bytes; /**< Managed bytes that the calling thread has allocated so far. */
    int64_t collections;            /**< Garbage collections so far, in this library. */
    int64_t heap_bytes;             /**< Size of the managed heap. */
} drawaot_runtime_counters;

/* ==== Every library ==== */

/* ---- The library ---- */

/** The version of this interface. Another than DRAWAOT_ABI_VERSION means: compile again, with the library's own header. */
int32_t drawaot_abi_version(void);

/** The version of DrawAot, "0.1.0". Lives as long as the library. */
const char *drawaot_version(void);

/** The model's name, as in libdrawaot_NAME. Lives as long as the library. */
const char *drawaot_model_name(void);

/** The model's family, as in its manifest: "draw" or "classifier". Lives as long as the library. */
const char *drawaot_model_family(void);

/**
 * What this library was compiled for: "x86-64-v4", "x86-64-v3" or "x86-64-v2"; on Arm "dotprod" where the processor has dot
 * products, which make int8 faster, or "armv8-a"; "baseline" elsewhere.
 */
const char *drawaot_instruction_set(void);

/**
 * Why the calling thread's last refused call was refused: one sentence in UTF-8, at most 1023 bytes; "" before the first.
 * The place stays the same for a thread as long as it lives; the text is overwritten by its next refusal.
 */
const char *drawaot_last_error(void);

/** The managed heap's counters, as they stand. Refuses: NULL, ALIGNMENT. */
drawaot_status drawaot_get_runtime_counters(drawaot_runtime_counters *counters);

/**
 * Attaches the calling thread to the library, so that its next call will not have to, and makes room for its errors. To be
 * called by every thread that may not wait; harmless more than once. A thread is detached when it ends.
 */
drawaot_status drawaot_attach_thread(void);

/* ---- Models ---- */

/** Creates a model with the weights that are built into the library. Refuses: NULL, ALIGNMENT, MEMORY. */
drawaot_status drawaot_model_create(drawaot_model **model);

/**
 * Creates a model with weights from a file: a safetensors file whose SHA-256 is the manifest's and whose weights are finite.
 * Needs OpenSSL (libssl) on the machine, to compute the SHA-256. path is UTF-8 and leads to a regular file; a pipe, device,
 * socket or folder is refused without being opened. Refuses: NULL, ALIGNMENT, FILE, WEIGHTS, MEMORY.
 */
drawaot_status drawaot_model_load(const char *path, drawaot_model **model);

/** Destroys a model; sessions of it that exist go on. Refuses: NULL, HANDLE. */
drawaot_status drawaot_model_destroy(drawaot_model *model);

/** Bytes that a model's packed weights take. Refuses: NULL, HANDLE, ALIGNMENT. */
drawaot_status drawaot_model_memory(drawaot_model *model, uint64_t *bytes);

/* ---- Sessions ---- */

/** Creates a session with all the memory that it will ever use. Refuses: NULL, ALIGNMENT, HANDLE, MEMORY. */
drawaot_status drawaot_session_create(drawaot_model *model, drawaot_session **session);

/** Destroys a session. Refuses: NULL, HANDLE, BUSY. */
drawaot_status drawaot_session_destroy(drawaot_session *session);

/** Bytes that a session takes, besides its model. Refuses: NULL, HANDLE, BUSY, ALIGNMENT. */
drawaot_status drawaot_session_memory(drawaot_session *session, uint64_t *bytes);

/**
 * Calls every function of a session once, on the calling thread and its stack, so that nothing is left to be done for the
 * first time. That takes the time of about 150 pictures of a DRAW model, some tenths of a second for one like MNIST's, or of
 * about 20 images of a classifier. What was begun in the session is lost. Refuses: NULL, HANDLE, BUSY, MEMORY.
 */
drawaot_status drawaot_warm_up(drawaot_session *session);

/*
 * Every function from here on that takes a session refuses with NULL, HANDLE and BUSY what is none or in use; NULL,
 * ALIGNMENT, LENGTH and OVERLAP for its buffers, also NULL for a buffer of no pictures at all. Those that draw or classify
 * from the start end what was begun in the session, and leave their outcome to be looked at.
 */

/* ---- Glimpse by glimpse ---- */

/**
 * Takes one glimpse more of what was begun: DRAWAOT_OK, or DRAWAOT_NOTHING where all T are taken. Refuses also: ORDER, where
 * nothing was begun, or where latents were to be given with drawaot_step_latent.
 */
drawaot_status drawaot_step(drawaot_session *session);

/** Glimpses taken since the beginning, 0 to T. */
drawaot_status drawaot_glimpse(drawaot_session *session, int32_t *glimpse);

/** Where the last glimpse read. DRAWAOT_NOTHING, and zeros, before it, without an image, and for a model without one. */
drawaot_status drawaot_read_window(drawaot_session *session, drawaot_window *window);

/* ==== DRAW ==== */

/** All sizes of a DRAW model. */
typedef struct drawaot_sizes {
    int32_t width;           /**< A, in pixels. */
    int32_t height;          /**< B, in pixels. */
    int32_t channels;        /**< C. */
    int32_t pixel_count;     /**< Floats in a picture, C*B*A. */
    int32_t glimpses;        /**< T, in which a picture is drawn. */
    int32_t latent;          /**< Z, latent values of one glimpse. */
    int32_t latent_count;    /**< Latent values of a picture, T*Z; INT32_MAX where that is larger. */
    int32_t encoder_hidden;  /**< Units of the encoder's LSTM. */
    int32_t decoder_hidden;  /**< Units of the decoder's LSTM. */
    int32_t read_attention;  /**< N of the N*N filters of the read window; 0 without one. */
    int32_t write_attention; /**< N of the N*N filters of the write window; 0 without one. */
} drawaot_sizes;

/** The variational bound on -log p(x) of an image, in nats: lower is likelier. It is the sum of both. */
typedef struct drawaot_image_score {
    double reconstruction; /**< L_x = -log p(x | z). */
    double divergence;     /**< L_z = the sum over all glimpses of KL(q(z | x) || p(z)). */
} drawaot_image_score;

/** All sizes of the model. They never change, and need no model to be created. Refuses: NULL, ALIGNMENT. */
drawaot_status drawaot_get_sizes(drawaot_sizes *sizes);

/* ---- Pictures from nothing but latents ---- */

/** Draws the picture that belongs to a seed and an index. image receives [C, B, A]; length is pixel_count. */
drawaot_status drawaot_sample(drawaot_session *session, uint64_t seed, uint64_t index, float *image, size_t length);

/**
 * Draws the pictures first, first + 1, ... of a seed, each the same as drawn alone. images receives [n, C, B, A]; length
 * is n * pixel_count, at most INT32_MAX; 0 draws nothing and leaves what was begun as it is.
 */
drawaot_status drawaot_sample_batch(drawaot_session *session, uint64_t seed, uint64_t first, float *images, size_t length);

/** Draws a picture from its latents [T, Z]. image receives [C, B, A]. Refuses also: VALUE, latents that are not finite or beyond 1e30. */
drawaot_status drawaot_decode(
    drawaot_session *session, const float *latents, size_t latents_length, float *image, size_t image_length);

/** Draws pictures from their latents [n, T, Z]. images receives [n, C, B, A]. Refuses also: VALUE. */
drawaot_status drawaot_decode_batch(
    drawaot_session *session, const float *latents, size_t latents_length, float *images, size_t images_length);

/* ---- Reconstructing, encoding and scoring images: each refuses also VALUE, pixels outside [0, 1] ---- */

/** Draws an image [C, B, A] again, with the means of its latents. reconstruction receives [C, B, A]. */
drawaot_status drawaot_reconstruct(
    drawaot_session *session, const float *image, size_t image_length, float *reconstruction, size_t reconstruction_length);

/** The same with samples of its latents, which depend on seed and index. */
drawaot_status drawaot_reconstruct_seeded(
    drawaot_session *session, const float *image, size_t image_length, uint64_t seed, uint64_t index,
    float *reconstruction, size_t reconstruction_length);

/** Draws images [n, C, B, A] again, with the means of their latents. reconstructions receives [n, C, B, A]. */
drawaot_status drawaot_reconstruct_batch(
    drawaot_session *session, const float *images, size_t images_length, float *reconstructions, size_t reconstructions_length);

/** The same with samples of their latents; the images are the numbers first, first + 1, ... of the seed. */
drawaot_status drawaot_reconstruct_batch_seeded(
    drawaot_session *session, const float *images, size_t images_length, uint64_t seed, uint64_t first,
    float *reconstructions, size_t reconstructions_length);

/** Encodes an image [C, B, A] as the means of its latents. latents receives [T, Z]; latents_length is latent_count. */
drawaot_status drawaot_encode(
    drawaot_session *session, const float *image, size_t image_length, float *latents, size_t latents_length);

/** Encodes an image as a sample of its latents, which depends on seed and index. */
drawaot_status drawaot_encode_seeded(
    drawaot_session *session, const float *image, size_t image_length, uint64_t seed, uint64_t index,
    float *latents, size_t latents_length);

/** Encodes images [n, C, B, A] as the means of their latents. latents receives [n, T, Z]. */
drawaot_status drawaot_encode_batch(
    drawaot_session *session, const float *images, size_t images_length, float *latents, size_t latents_length);

/** The variational bound of an image [C, B, A], with one sample of its latents. */
drawaot_status drawaot_score(
    drawaot_session *session, const float *image, size_t image_length, uint64_t seed, uint64_t index,
    drawaot_image_score *score);

/** The bounds of images [n, C, B, A], the numbers first, first + 1, ... of the seed. scores receives [n]. */
drawaot_status drawaot_score_batch(
    drawaot_session *session, const float *images, size_t images_length, uint64_t seed, uint64_t first,
    drawaot_image_score *scores, size_t scores_length);

/**
 * The importance-weighted bound on -log p(x) of an image, in nats, over 1 to 32768 samples of its latents. Refuses also
 * VALUE, another number of samples.
 */
drawaot_status drawaot_score_importance_weighted(
    drawaot_session *session, const float *image, size_t image_length, int32_t samples, uint64_t seed, uint64_t index,
    double *nats);

/* ---- Glimpse by glimpse ---- */

/** Begins the picture that belongs to a seed and an index: after T steps it is that of drawaot_sample. */
drawaot_status drawaot_begin(drawaot_session *session, uint64_t seed, uint64_t index);

/** Begins a picture whose latents are given one by one, with drawaot_step_latent. */
drawaot_status drawaot_begin_latents(drawaot_session *session);

/** Begins to draw an image [C, B, A] again, with the means of its latents. Refuses also: VALUE. */
drawaot_status drawaot_begin_reconstruction(drawaot_session *session, const float *image, size_t image_length);

/** Begins to draw an image again, with samples of its latents. Refuses also: VALUE. */
drawaot_status drawaot_begin_reconstruction_seeded(
    drawaot_session *session, const float *image, size_t image_length, uint64_t seed, uint64_t index);

/**
 * Draws one glimpse more, with a latent [Z] of the program's, whatever the picture was begun with: DRAWAOT_OK, or
 * DRAWAOT_NOTHING where all T are drawn. Refuses also: VALUE, ORDER.
 */
drawaot_status drawaot_step_latent(drawaot_session *session, const float *latent, size_t latent_length);

/** The picture as it stands: probabilities in [0, 1]. image receives [C, B, A]. Refuses also: ORDER. */
drawaot_status drawaot_copy_picture(drawaot_session *session, float *image, size_t image_length);

/** The canvas as it stands: the logits of that picture. canvas receives [C, B, A]. Refuses also: ORDER. */
drawaot_status drawaot_copy_canvas(drawaot_session *session, float *canvas, size_t canvas_length);

/** Where the last glimpse wrote. DRAWAOT_NOTHING, and zeros, before it, and for a model without a write window. */
drawaot_status drawaot_write_window(drawaot_session *session, drawaot_window *window);

/* ==== Glimpse classifier ==== */

/** All sizes of a classifier. */
typedef struct drawaot_classifier_sizes {
    int32_t width;          /**< A, in pixels. */
    int32_t height;         /**< B, in pixels. */
    int32_t channels;       /**< C. */
    int32_t pixel_count;    /**< Floats in an image, C*B*A. */
    int32_t glimpses;       /**< T, after which an image is classified. */
    int32_t hidden;         /**< Units of the LSTM. */
    int32_t read_attention; /**< N of the N*N filters of the read window. */
    int32_t class_count;    /**< K. */
} drawaot_classifier_sizes;

/** All sizes of the model. They never change, and need no model to be created. Refuses: NULL, ALIGNMENT. */
drawaot_status drawaot_get_classifier_sizes(drawaot_classifier_sizes *sizes);

/**
 * The label of a class, 0 to K - 1, in UTF-8, as the manifest has it. Lives as long as the library. NULL, and a sentence for
 * drawaot_last_error, where there is no such class. Keeps the promise from the first drawaot_warm_up of any session on.
 */
const char *drawaot_class_label(int32_t index);

/* ---- Images, all glimpses at once: each refuses also VALUE, pixels outside [0, 1] ---- */

/**
 * Classifies an image [C, B, A] in all T glimpses. probabilities receives the probability of each class [K], which sum to 1;
 * best the class of the largest one, 0 to K - 1, the first of equal ones.
 */
drawaot_status drawaot_classify(
    drawaot_session *session, const float *image, size_t image_length, float *probabilities, size_t probabilities_length,
    int32_t *best);

/** Classifies images [n, C, B, A], each as alone. probabilities receives [n, K]; images_length is at most INT32_MAX. */
drawaot_status drawaot_classify_batch(
    drawaot_session *session, const float *images, size_t images_length, float *probabilities, size_t probabilities_length);

/* ---- An image glimpse by glimpse, with drawaot_step ---- */

/** Begins an image [C, B, A], which is copied: after T steps its probabilities are those of drawaot_classify. Refuses also: VALUE. */
drawaot_status drawaot_begin_image(drawaot_session *session, const float *image, size_t image_length);

/**
 * The classes after the glimpses so far, as drawaot_classify gives them after all T. Refuses also: ORDER, where no image was
 * begun or it had no glimpse yet.
 */
drawaot_status drawaot_copy_probabilities(
    drawaot_session *session, float *probabilities, size_t probabilities_length, int32_t *best);

#ifdef __cplusplus
}
#endif

#endif
