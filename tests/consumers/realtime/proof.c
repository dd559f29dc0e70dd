/*
 * Proves what drawaot.h promises, for every function of a session after drawaot_warm_up, while another thread of this
 * process allocates as hard as it can, and with memory locked: no managed bytes, no call of the allocator, of a mapping or of
 * a lock, no system call, no page fault, no garbage collection. Each counter is first shown to count.
 *
 *     cc -O2 -o proof proof.c draw_verbs.c trap.c $(pkg-config --cflags --libs drawaot_mnist) -lpthread
 *     LD_PRELOAD=./libcounting.so ./proof
 *
 * Ends with 0 where everything is proved, 1 where something is not, and 77 where this machine does not let it be counted.
 */
#define _GNU_SOURCE
#include "counting.h"
#include "trap.h"
#include "verbs.h"
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

drawaot_session *session;

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
static long switches_of_the_runtimes_threads(int *threads, int *awake)
{
    long switches = 0;
    struct dirent *task;
    DIR *tasks = opendir("/proc/self/task");
    *threads = *awake = 0;
    while (tasks && (task = readdir(tasks)) != NULL) {
        char path[64], line[128], state;
        long count;
        snprintf(path, sizeof path, "/proc/self/task/%.20s/status", task->d_name);
        FILE *status = task->d_name[0] == '.' || strcmp(task->d_name, own_thread) == 0 ? NULL : fopen(path, "r");
        if (!status) continue;
        ++*threads;
        while (fgets(line, sizeof line, status)) {
            if (sscanf(line, "State: %c", &state) == 1 && state != 'S') ++*awake;
            if (sscanf(line, "voluntary_ctxt_switches: %ld", &count) == 1 || sscanf(line, "nonvoluntary_ctxt_switches: %ld", &count) == 1) switches += count;
        }

        fclose(status);
    }

    if (tasks) closedir(tasks);
    return switches;
}

/* Waits for up to two seconds until all of them sleep. On a busy machine a thread that has just started still has to run. */
static long switches_once_asleep(int *threads)
{
    int awake, tries = 100;
    long before, now = switches_of_the_runtimes_threads(threads, &awake);
    do {
        before = now;
        usleep(20000);
        now = switches_of_the_runtimes_threads(threads, &awake);
    } while ((awake > 0 || now != before) && --tries > 0);

    return now;
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

    int glimpses = prepare_verbs();
    if (glimpses == 0
        || (argc > 1 ? drawaot_model_load(argv[1], &model) : drawaot_model_create(&model))
        || drawaot_session_create(model, &session)
        || drawaot_warm_up(session)) {
        fprintf(stderr, "proof: %s\n", drawaot_last_error());
        return 1;
    }

    /* Nothing but warming up comes before what is counted. */
    setvbuf(stdout, malloc(1 << 16), _IOFBF, 1 << 16);
    printf("%s %s for %s\n", drawaot_model_name(), drawaot_version(), drawaot_instruction_set());

    /* Told, not judged: a way that only some data take may still be touched for the first time. Locking reads in all of it. */
    struct rusage before, after;
    int threads, same_threads, awake, proved = 1;
    snprintf(own_thread, sizeof own_thread, "%d", (int)getpid());
    long switches = switches_once_asleep(&threads);
    getrusage(RUSAGE_THREAD, &after);
    getrusage(RUSAGE_THREAD, &before);
    for (size_t v = 0; v < verb_count; v++) verbs[v].call(0);
    getrusage(RUSAGE_THREAD, &after);
    switches = switches_of_the_runtimes_threads(&same_threads, &awake) - switches;
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

    for (size_t v = 0; v < verb_count; v++) {
        int times = verbs[v].times ? verbs[v].times : glimpses;
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
    for (size_t v = 0; v < verb_count; v++) {
        if (verbs[v].atomic == 0) continue;
        if (verbs[v].before) verbs[v].before(0);
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
