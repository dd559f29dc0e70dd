/* Counts the system calls of the calling thread by seccomp, and the atomic instructions of a call by stepping through it. */
#ifndef TRAP_H
#define TRAP_H

/* From now on every system call of this thread is trapped, counted, and then made. Returns 0, or -1 where seccomp is refused. */
int trap_system_calls(void);

/* System calls of this thread so far. */
extern volatile long trapped_system_calls;

/* The number of the last one. */
extern volatile long last_trapped_system_call;

/* What the processor executed between step_begin and step_end. */
typedef struct executed {
    long instructions; /* all */
    long atomic;       /* those with a lock prefix, and xchg with memory, which locks without one */
    long system_calls; /* syscall, sysenter, int 0x80 */
} executed;

void step_begin(void);
executed step_end(void);

#endif
