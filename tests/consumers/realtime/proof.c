/*
 * Proves what drawaot.h promises, for every function of a session behind drawaot_warm_up, while another thread of this
 * process allocates as hard as it can, and with memory locked: no managed bytes, no call of the allocator, of a mapping or of a lock, no system
 * call, no page fault, no garbage collection. Each counter is first shown to count.
 *
 *     cc -O2 -o proof proof.c trap.c $(pkg-config --cflags --libs drawaot_mnist) -lpthread
 *     LD_PRELOAD=./libcounting.so ./proof
 *
 * Ends with 0 where everything is proved, 1 where something is not, and 77 where this machine does not let it be counted.
 */
#define _GNU_SOURCE
#include "counting.h"
#include "trap.h"
#include <drawaot.h>
#include <dirent.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { PICTURES = 12 };

static drawaot_sizes sizes;
static drawaot_session *session;
static float *images, *pictures, *latents;
static drawaot_image_score scores[PICTURES];
static drawaot_window window;
static double nats;
static int32_t glimpse;
static uint64_t bytes;
static size_t pixels, latent_count;

/* ---- The functions of a session, each as it is used ---- */

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

typedef struct verb {
    const char *name;
    drawaot_status (*call)(uint64_t);
    int times;  /* 0: once a glimpse */
    int atomic; /* atomic instructions of a call that is short enough to be stepped through; 0 for others */
} verb;

static const verb verbs[] = {
    {"sample", sample, 20, 0},
    {"sample_batch", sample_batch, 4, 0},
    {"decode", decode, 20, 0},
    {"decode_batch", decode_batch, 4, 0},
    {"reconstruct", reconstruct, 10, 0},
    {"reconstruct_seeded", reconstruct_seeded, 10, 0},
    {"reconstruct_batch", reconstruct_batch, 2, 0},
    {"reconstruct_batch_seeded", reconstruct_batch_seeded, 2, 0},
    {"encode", encode, 10, 0},
    {"encode_seeded", encode_seeded, 10, 0},
    {"encode_batch", encode_batch, 2, 0},
    {"score", score, 10, 0},
    {"score_batch", score_batch, 2, 0},
    {"score_importance_weighted", score_importance_weighted, 5, 0},
    {"begin", begin, 1000, 3},
    {"step", step, 0, 3},
    {"begin_latents", begin_latents, 1000, 3},
    {"step_latent", step_latent, 0, 0},
    {"begin_reconstruction", begin_reconstruction, 1000, 3},
    {"step", step, 0, 0},
    {"begin_reconstruction_seeded", begin_reconstruction_seeded, 1000, 3},
    {"step", step, 0, 0},
    {"glimpse", get_glimpse, 1000, 3},
    {"copy_picture", copy_picture, 1000, 3},
    {"copy_canvas", copy_canvas, 1000, 3},
    {"read_window", read_window, 1000, 3},
    {"write_window", write_window, 1000, 3},
    {"session_memory", session_memory, 1000, 1},
    {"refused: NULL", refused_null, 1000, 0},
    {"refused: handle", refused_handle, 1000, 0},
    {"refused: length", refused_length, 1000, 0},
    {"refused: overlap", refused_overlap, 1000, 0},
};

/* ---- Counting ---- */

typedef struct measurement {
    drawaot_status status;
    counts calls;
    long system_calls;
    long page_faults;
    int64_t managed_bytes;
    int64_t collections;
} measurement;

static measurement measure(drawaot_status (*call)(uint64_t), int times)
{
    measurement m = {0};
    struct rusage faults_before, faults_after;
    drawaot_runtime_counters before, after;
    getrusage(RUSAGE_THREAD, &faults_after);
    getrusage(RUSAGE_THREAD, &faults_before);
    drawaot_get_runtime_counters(&before);
    long trapped = trapped_system_calls;
    counting_start();
    for (int k = 0; k < times && m.status >= 0; k++) {
        m.status = call((uint64_t)k);
    }

    m.calls = counting_stop();
    m.system_calls = trapped_system_calls - trapped;
    drawaot_get_runtime_counters(&after);
    getrusage(RUSAGE_THREAD, &faults_after);
    m.page_faults = faults_after.ru_minflt - faults_before.ru_minflt + faults_after.ru_majflt - faults_before.ru_majflt;
    m.managed_bytes = after.thread_allocated_bytes - before.thread_allocated_bytes;
    m.collections = after.collections - before.collections;
    return m;
}

static void print(const char *name, int times, const measurement *m)
{
    printf("%-28s %6d %8" PRId64 " %8ld %8ld %8ld %8ld %8ld %8ld %8" PRId64 "\n", name, times, m->managed_bytes, m->calls.allocations,
        m->calls.frees, m->calls.mappings, m->calls.locks, m->calls.syscalls + m->system_calls, m->page_faults, m->collections);
}

static int is_clean(const measurement *m)
{
    return m->status >= 0 && m->managed_bytes == 0 && m->calls.allocations == 0 && m->calls.frees == 0 && m->calls.mappings == 0
        && m->calls.locks == 0 && m->calls.syscalls == 0 && m->system_calls == 0 && m->page_faults == 0 && m->collections == 0;
}

/* ---- Proof that the counters count ---- */

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static drawaot_model *model;
static void *volatile sink;

static drawaot_status allocates(uint64_t k) { (void)k; sink = malloc(100); free(sink); return 0; }
static drawaot_status maps(uint64_t k) { (void)k; sink = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0); return munmap(sink, 4096); }
static drawaot_status locks(uint64_t k) { (void)k; pthread_mutex_lock(&mutex); return pthread_mutex_unlock(&mutex); }
static drawaot_status calls_system(uint64_t k) { (void)k; return getppid() > 0 ? 0 : -1; }
static drawaot_status faults(uint64_t k) { ((volatile char *)sink)[4096 * k] = 1; return 0; }

/* A session is made of managed objects and native memory: the library's own calls are counted, too. */
static drawaot_status creates(uint64_t k)
{
    drawaot_session *another;
    (void)k;
    drawaot_status status = drawaot_session_create(model, &another);
    return status ? status : drawaot_session_destroy(another);
}

#ifndef SABOTAGE
/* A refused pixel makes an exception: enough of them make garbage to be collected. */
static drawaot_status makes_garbage(uint64_t k)
{
    float bad = images[0];
    (void)k;
    images[0] = 2;
    drawaot_status status = drawaot_begin_reconstruction(session, images, pixels);
    images[0] = bad;
    return status == DRAWAOT_ERROR_VALUE ? 0 : -99;
}
#endif

static int controls(void)
{
    int sound = 1;
    measurement m = measure(allocates, 3);
    print("control: malloc, free", 3, &m);
    sound &= m.calls.allocations == 3 && m.calls.frees == 3;
    m = measure(maps, 3);
    print("control: mmap, munmap", 3, &m);
    sound &= m.calls.mappings == 6 && m.system_calls == 6;
    m = measure(locks, 3);
    print("control: mutex", 3, &m);
    sound &= m.calls.locks == 6;
    m = measure(calls_system, 3);
    print("control: getppid", 3, &m);
    sound &= m.system_calls == 3;
    sink = mmap(NULL, 3 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    madvise(sink, 3 * 4096, MADV_DONTNEED);
    m = measure(faults, 3);
    print("control: new pages", 3, &m);
    sound &= m.page_faults == 3;
    m = measure(creates, 3);
    print("control: session_create", 3, &m);
    sound &= m.managed_bytes > 0 && m.calls.allocations > 0 && m.calls.frees > 0;
    return sound;
}

#ifndef SABOTAGE
static int collection_control(void)
{
    measurement m = {0};
    int times = 0;
    while (m.collections == 0 && times < 200000) {
        m = measure(makes_garbage, 1000);
        times += 1000;
        if (m.status < 0) break;
    }

    print("control: garbage", times, &m);
    return m.collections > 0 && m.managed_bytes > 0;
}
#endif

/* ---- The runtime's own threads ---- */

static char own_thread[32];

/* Of all threads but those that this program made: how often they were on and off the processor, and how many they are. */
static long switches_of_the_runtimes_threads(int *threads)
{
    long switches = 0;
    struct dirent *task;
    DIR *tasks = opendir("/proc/self/task");
    *threads = 0;
    while (tasks && (task = readdir(tasks)) != NULL) {
        char path[64], line[128];
        long count;
        snprintf(path, sizeof path, "/proc/self/task/%.20s/status", task->d_name);
        FILE *status = task->d_name[0] == '.' || strcmp(task->d_name, own_thread) == 0 ? NULL : fopen(path, "r");
        if (!status) continue;
        ++*threads;
        while (fgets(line, sizeof line, status)) {
            if (sscanf(line, "voluntary_ctxt_switches: %ld", &count) == 1 || sscanf(line, "nonvoluntary_ctxt_switches: %ld", &count) == 1) switches += count;
        }

        fclose(status);
    }

    if (tasks) closedir(tasks);
    return switches;
}

/* ---- The other thread ---- */

static volatile int is_done, is_running;

static void *allocate_hard(void *unused)
{
    void *blocks[64] = {0};
    unsigned state = 1;
    (void)unused;
    while (!is_done) {
        unsigned k = (state = state * 1664525u + 1013904223u) >> 26;
        free(blocks[k]);
        size_t size = 1 + (state >> 12) % 300000;
        blocks[k] = malloc(size);
        memset(blocks[k], (int)k, size);
        is_running = 1;
    }

    for (int k = 0; k < 64; k++) free(blocks[k]);
    return NULL;
}

int main(int argc, char **argv)
{
    if (!counting_start) {
        fprintf(stderr, "proof: LD_PRELOAD=libcounting.so was expected\n");
        return 77;
    }

    if (drawaot_get_sizes(&sizes)
        || (argc > 1 ? drawaot_model_load(argv[1], &model) : drawaot_model_create(&model))
        || drawaot_session_create(model, &session)) {
        fprintf(stderr, "proof: %s\n", drawaot_last_error());
        return 1;
    }

    pixels = (size_t)sizes.pixel_count;
    latent_count = (size_t)sizes.latent_count;
    images = calloc(PICTURES * pixels, sizeof *images);
    pictures = calloc(PICTURES * pixels, sizeof *pictures);
    latents = calloc(PICTURES * latent_count, sizeof *latents);

    /* Nothing but warming up comes before what is counted. */
    for (size_t k = 0; k < PICTURES * pixels; k++) images[k] = (float)(k % 8) / 8;
    for (size_t k = 0; k < PICTURES * latent_count; k++) latents[k] = (float)(k % 9) / 4 - 1;
    if (drawaot_warm_up(session)) {
        fprintf(stderr, "proof: %s\n", drawaot_last_error());
        return 1;
    }

    memset(pictures, 0, PICTURES * pixels * sizeof *pictures);
    setvbuf(stdout, malloc(1 << 16), _IOFBF, 1 << 16);
    printf("%s %s for %s\n", drawaot_model_name(), drawaot_version(), drawaot_instruction_set());

    /* Told, not judged: a way that only some data take may still be touched for the first time. Locking reads in all of it. */
    struct rusage before, after;
    int threads, same_threads, proved = 1;
    snprintf(own_thread, sizeof own_thread, "%d", (int)getpid());
    long switches = switches_of_the_runtimes_threads(&threads);
    getrusage(RUSAGE_THREAD, &after);
    getrusage(RUSAGE_THREAD, &before);
    for (size_t v = 0; v < sizeof verbs / sizeof *verbs; v++) verbs[v].call(0);
    getrusage(RUSAGE_THREAD, &after);
    switches = switches_of_the_runtimes_threads(&same_threads) - switches;
    printf("threads of the library's own: %d, which ran %ld times meanwhile\n", threads, switches);
    if (threads < 1 || same_threads != threads || switches != 0) {
        proved = 0;
        printf("FAILED: the library's own threads are not silent\n");
    }

    printf("page faults of all functions called once, warmed up, before memory is locked: %ld\n",
        after.ru_minflt - before.ru_minflt + after.ru_majflt - before.ru_majflt);
    if (mlockall(MCL_CURRENT) != 0) printf("memory is not locked: mlockall was refused\n");

    pthread_t other;
    pthread_create(&other, NULL, allocate_hard, NULL);
    while (!is_running) usleep(100);
    if (trap_system_calls() != 0) {
        perror("proof: seccomp");
        return 77;
    }

    printf("%-28s %6s %8s %8s %8s %8s %8s %8s %8s %8s\n", "", "times", "managed", "malloc", "free", "mmap", "locks", "syscalls", "faults", "GCs");
    if (!controls()) {
        proved = 0;
        printf("FAILED: a counter does not count\n");
    }

    for (size_t v = 0; v < sizeof verbs / sizeof *verbs; v++) {
        int times = verbs[v].times ? verbs[v].times : sizes.glimpses;
        measurement m = measure(verbs[v].call, times);
        print(verbs[v].name, times, &m);
        if (m.status < 0) printf("  refused: %s\n", drawaot_last_error());
        if (!is_clean(&m)) {
            proved = 0;
            printf("FAILED: %s (last system call %ld)\n", verbs[v].name, last_trapped_system_call);
        }
    }

#ifndef SABOTAGE
    /*
     * In a lock an atomic instruction that fails is tried again. A count of three is the claim of the handle, the claim of the
     * session and its release, and no lock; what never changes needs the handle's claim alone.
     */
    printf("\n%-28s %12s %8s %8s\n", "one call, stepped through", "instructions", "atomic", "syscalls");
    for (size_t v = 0; v < sizeof verbs / sizeof *verbs; v++) {
        if (verbs[v].atomic == 0) continue;
        if (verbs[v].call == step) begin(0);
        step_begin();
        drawaot_status status = verbs[v].call(0);
        executed e = step_end();
        printf("%-28s %12ld %8ld %8ld\n", verbs[v].name, e.instructions, e.atomic, e.system_calls);
        if (status < 0 || e.instructions < 50 || e.atomic != verbs[v].atomic || e.system_calls != 0) {
            proved = 0;
            printf("FAILED: %s\n", verbs[v].name);
        }
    }

    printf("\n");
    if (!collection_control()) {
        proved = 0;
        printf("FAILED: garbage collections are not counted\n");
    }

#endif
    is_done = 1;
    pthread_join(other, NULL);
    printf(proved ? "proved\n" : "NOT PROVED\n");
    fflush(stdout);
    return proved ? 0 : 1;
}
