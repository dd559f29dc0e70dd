/* What counting.c, loaded with LD_PRELOAD, counts: the calls of one thread, between counting_start and counting_stop. */
#ifndef COUNTING_H
#define COUNTING_H

typedef struct counts {
    long allocations; /* malloc, calloc, realloc, aligned_alloc, ... */
    long frees;       /* free */
    long mappings;    /* mmap, munmap, mprotect, madvise, mremap, brk, sbrk */
    long locks;       /* pthread mutexes, rwlocks, spin locks, condition variables, semaphores */
    long syscalls;    /* syscall(), by which futex is called outside of glibc; sched_yield, nanosleep */
} counts;

/* Defined in the library that is preloaded, and NULL without it. */
__attribute__((weak)) extern void counting_start(void);
__attribute__((weak)) extern counts counting_stop(void);

#endif
