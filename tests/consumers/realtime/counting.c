/*
 * Counts what a program that may not wait does not call. Loaded in front of libc:
 *
 *     cc -shared -fPIC -o libcounting.so counting.c && LD_PRELOAD=./libcounting.so ./proof
 *
 * Each function here counts, if its thread is counting, and goes on to libc's own.
 */
#define _GNU_SOURCE
#include "counting.h"
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static __thread __attribute__((tls_model("initial-exec"))) int counting;
static __thread __attribute__((tls_model("initial-exec"))) counts counted;

void counting_start(void)
{
    counted = (counts){0};
    counting = 1;
}

counts counting_stop(void)
{
    counting = 0;
    return counted;
}

#define COUNT(what) do { if (counting) counted.what++; } while (0)

/* The allocator cannot be looked up by name: looking up allocates. glibc has other names for it. */
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);
extern void __libc_free(void *);

void *malloc(size_t size) { COUNT(allocations); return __libc_malloc(size); }
void *calloc(size_t n, size_t size) { COUNT(allocations); return __libc_calloc(n, size); }
void *realloc(void *p, size_t size) { COUNT(allocations); return __libc_realloc(p, size); }
void *memalign(size_t alignment, size_t size) { COUNT(allocations); return __libc_memalign(alignment, size); }
void *aligned_alloc(size_t alignment, size_t size) { COUNT(allocations); return __libc_memalign(alignment, size); }
void *valloc(size_t size) { COUNT(allocations); return __libc_memalign((size_t)sysconf(_SC_PAGESIZE), size); }
void free(void *p) { COUNT(frees); __libc_free(p); }

int posix_memalign(void **p, size_t alignment, size_t size)
{
    COUNT(allocations);
    *p = __libc_memalign(alignment, size);
    return *p ? 0 : ENOMEM;
}

/* Everything else: the same name further on. */
#define NEXT(name) \
    static __typeof__(&name) next; \
    if (!next) *(void **)&next = dlsym(RTLD_NEXT, #name)

#define FORWARD(what, result, name, parameters, arguments) \
    result name parameters { NEXT(name); COUNT(what); return next arguments; }

FORWARD(mappings, void *, mmap, (void *p, size_t n, int prot, int flags, int fd, off_t at), (p, n, prot, flags, fd, at))
FORWARD(mappings, void *, mmap64, (void *p, size_t n, int prot, int flags, int fd, off64_t at), (p, n, prot, flags, fd, at))
FORWARD(mappings, int, munmap, (void *p, size_t n), (p, n))
FORWARD(mappings, int, mprotect, (void *p, size_t n, int prot), (p, n, prot))
FORWARD(mappings, int, madvise, (void *p, size_t n, int advice), (p, n, advice))
FORWARD(mappings, int, brk, (void *p), (p))
FORWARD(mappings, void *, sbrk, (intptr_t n), (n))

FORWARD(locks, int, pthread_mutex_lock, (pthread_mutex_t *m), (m))
FORWARD(locks, int, pthread_mutex_trylock, (pthread_mutex_t *m), (m))
FORWARD(locks, int, pthread_mutex_timedlock, (pthread_mutex_t *m, const struct timespec *t), (m, t))
FORWARD(locks, int, pthread_mutex_unlock, (pthread_mutex_t *m), (m))
FORWARD(locks, int, pthread_rwlock_rdlock, (pthread_rwlock_t *l), (l))
FORWARD(locks, int, pthread_rwlock_wrlock, (pthread_rwlock_t *l), (l))
FORWARD(locks, int, pthread_rwlock_unlock, (pthread_rwlock_t *l), (l))
FORWARD(locks, int, pthread_spin_lock, (pthread_spinlock_t *l), (l))
FORWARD(locks, int, pthread_cond_wait, (pthread_cond_t *c, pthread_mutex_t *m), (c, m))
FORWARD(locks, int, pthread_cond_timedwait, (pthread_cond_t *c, pthread_mutex_t *m, const struct timespec *t), (c, m, t))
FORWARD(locks, int, pthread_cond_signal, (pthread_cond_t *c), (c))
FORWARD(locks, int, pthread_cond_broadcast, (pthread_cond_t *c), (c))
FORWARD(locks, int, sem_wait, (sem_t *s), (s))
FORWARD(locks, int, sem_post, (sem_t *s), (s))

FORWARD(syscalls, int, sched_yield, (void), ())
FORWARD(syscalls, int, nanosleep, (const struct timespec *t, struct timespec *rest), (t, rest))

long syscall(long number, ...)
{
    NEXT(syscall);
    COUNT(syscalls);
    va_list list;
    va_start(list, number);
    long a = va_arg(list, long), b = va_arg(list, long), c = va_arg(list, long);
    long d = va_arg(list, long), e = va_arg(list, long), f = va_arg(list, long);
    va_end(list);
    return next(number, a, b, c, d, e, f);
}
