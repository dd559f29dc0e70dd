/*
 * Two libraries in one process, each with a runtime of its own: loaded by their paths, used by turns and by two threads,
 * with garbage collections in both. Each refuses the other's handles.
 *
 *     cc -o two_libraries two_libraries.c -I PREFIX/include -ldl -lpthread
 *     ./two_libraries PREFIX/lib/libdrawaot_ONE.so PREFIX/lib/libdrawaot_OTHER.so
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <drawaot.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct library {
    void *file;
    __typeof__(&drawaot_model_name) model_name;
    __typeof__(&drawaot_last_error) last_error;
    __typeof__(&drawaot_get_sizes) get_sizes;
    __typeof__(&drawaot_get_runtime_counters) get_runtime_counters;
    __typeof__(&drawaot_model_create) model_create;
    __typeof__(&drawaot_model_destroy) model_destroy;
    __typeof__(&drawaot_session_create) session_create;
    __typeof__(&drawaot_session_destroy) session_destroy;
    __typeof__(&drawaot_sample) sample;
    __typeof__(&drawaot_begin_reconstruction) begin_reconstruction;
    drawaot_sizes sizes;
    drawaot_model *model;
    drawaot_session *session;
    float *first, *again;
} library;

static int failures;

static void expect(int condition, const char *what)
{
    if (condition) return;
    printf("FAILED: %s\n", what);
    failures++;
}

static void *symbol(library *l, const char *name)
{
    void *found = dlsym(l->file, name);
    if (found) return found;
    fprintf(stderr, "%s\n", dlerror());
    exit(1);
}

#define TAKE(name) *(void **)&l->name = symbol(l, "drawaot_" #name)

static void open_library(library *l, const char *path)
{
    l->file = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!l->file) {
        fprintf(stderr, "%s\n", dlerror());
        exit(1);
    }

    TAKE(model_name);
    TAKE(last_error);
    TAKE(get_sizes);
    TAKE(get_runtime_counters);
    TAKE(model_create);
    TAKE(model_destroy);
    TAKE(session_create);
    TAKE(session_destroy);
    TAKE(sample);
    TAKE(begin_reconstruction);
    if (l->get_sizes(&l->sizes) || l->model_create(&l->model) || l->session_create(l->model, &l->session)) {
        fprintf(stderr, "%s: %s\n", path, l->last_error());
        exit(1);
    }

    l->first = calloc((size_t)l->sizes.pixel_count, sizeof(float));
    l->again = calloc((size_t)l->sizes.pixel_count, sizeof(float));
    expect(l->sample(l->session, 7, 0, l->first, (size_t)l->sizes.pixel_count) == DRAWAOT_OK, "the first picture");
}

/* Draws the same picture again and again, and makes garbage in between. */
static void *draw(void *argument)
{
    library *l = argument;
    size_t length = (size_t)l->sizes.pixel_count;
    for (int k = 0; k < 200; k++) {
        expect(l->sample(l->session, 7, 0, l->again, length) == DRAWAOT_OK, "a picture");
        expect(memcmp(l->first, l->again, length * sizeof(float)) == 0, "the same picture again");
        l->again[0] = 2;
        for (int refusal = 0; refusal < 250; refusal++) {
            expect(l->begin_reconstruction(l->session, l->again, length) == DRAWAOT_ERROR_VALUE, "a refused pixel");
        }
    }

    return NULL;
}

/* Bytes of this process's address space. */
static size_t address_space(void)
{
    size_t pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (!file || fscanf(file, "%zu", &pages) != 1) failures++;
    if (file) fclose(file);
    return pages * (size_t)sysconf(_SC_PAGESIZE);
}

/* As many sessions as there can be, and one more; then one place taken again and again. */
static void exhaust(library *l)
{
    enum { MOST = 65536, TIMES = 10000 };
    static drawaot_session *sessions[MOST];
    int made = 0;
    while (made < MOST && l->session_create(l->model, &sessions[made]) == DRAWAOT_OK) made++;
    expect(made == MOST - 2, "65536 models and sessions, the two that were there before among them");
    expect(l->session_create(l->model, &sessions[made]) == DRAWAOT_ERROR_MEMORY, "one more is refused");
    expect(strstr(l->last_error(), "65536") != NULL, "the refusal says how many there are");
    for (int k = 0; k < made; k++) expect(l->session_destroy(sessions[k]) == DRAWAOT_OK, "each is destroyed");

    drawaot_session *first = sessions[made - 1], *again;
    for (int k = 0; k < TIMES; k++) {
        if (l->session_create(l->model, &again) != DRAWAOT_OK || again == first || l->session_destroy(again) != DRAWAOT_OK) {
            expect(0, "a handle is never given again");
            break;
        }
    }

    expect(l->session_destroy(first) == DRAWAOT_ERROR_HANDLE, "the first one stays destroyed");
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "two_libraries: the paths of two libraries were expected\n");
        return 1;
    }

    static library one, other;
    open_library(&one, argv[1]);
    open_library(&other, argv[2]);
    expect(strcmp(one.model_name(), other.model_name()) != 0, "two models");
    expect(one.sample(other.session, 7, 0, one.again, (size_t)one.sizes.pixel_count) == DRAWAOT_ERROR_HANDLE, "a foreign session is refused");
    expect(other.model_destroy(one.model) == DRAWAOT_ERROR_HANDLE, "a foreign model is refused");
    expect(strstr(one.last_error(), "no handle of this library") != NULL, "each library has errors of its own");

    pthread_t thread;
    pthread_create(&thread, NULL, draw, &other);
    draw(&one);
    pthread_join(thread, NULL);

    drawaot_runtime_counters counters;
    expect(one.get_runtime_counters(&counters) == DRAWAOT_OK && counters.collections > 0, "garbage collections in one");
    expect(other.get_runtime_counters(&counters) == DRAWAOT_OK && counters.collections > 0, "garbage collections in the other");
    expect(one.session_destroy(one.session) == DRAWAOT_OK && one.model_destroy(one.model) == DRAWAOT_OK, "the end of one");
    draw(&other);
    exhaust(&other);
    expect(other.session_destroy(other.session) == DRAWAOT_OK && other.model_destroy(other.model) == DRAWAOT_OK, "the end of the other");

    /* A library has a thread of its own: closed, it stays, and goes on working. */
    expect(address_space() < (size_t)8 << 30, "two heaps reserve a few gigabytes of address space, not hundreds");
    expect(dlclose(one.file) == 0 && dlclose(other.file) == 0, "both can be closed");
    expect(one.model_create(&one.model) == DRAWAOT_OK && one.session_create(one.model, &one.session) == DRAWAOT_OK, "a closed library's model");
    draw(&one);
    printf("%s and %s: %d failures\n", one.model_name(), other.model_name(), failures);
    return failures != 0;
}
