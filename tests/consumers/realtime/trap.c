/* Linux on x86-64. */
#define _GNU_SOURCE
#include "trap.h"
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <ucontext.h>

volatile long trapped_system_calls, last_trapped_system_call;

/* The one place from which system calls are let through. */
__asm__(
    ".text\n"
    ".globl system_call_gate\n"
    "system_call_gate:\n"
    "    mov %rdi, %rax\n"
    "    mov %rsi, %rdi\n"
    "    mov %rdx, %rsi\n"
    "    mov %rcx, %rdx\n"
    "    mov %r8, %r10\n"
    "    mov %r9, %r8\n"
    "    mov 8(%rsp), %r9\n"
    "    syscall\n"
    ".globl system_call_gate_end\n"
    "system_call_gate_end:\n"
    "    ret\n");

extern long system_call_gate(long number, long a, long b, long c, long d, long e, long f);
extern char system_call_gate_end[];

static void on_system_call(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    greg_t *r = ((ucontext_t *)context)->uc_mcontext.gregs;
    trapped_system_calls++;
    last_trapped_system_call = info->si_syscall;
    r[REG_RAX] = system_call_gate(info->si_syscall, r[REG_RDI], r[REG_RSI], r[REG_RDX], r[REG_R10], r[REG_R8], r[REG_R9]);
}

int trap_system_calls(void)
{
    struct sigaction action = {.sa_sigaction = on_system_call, .sa_flags = SA_SIGINFO};
    if (sigaction(SIGSYS, &action, NULL) != 0) return -1;

    /* Through: what comes from the gate, the return from the handler, and the thread's end. */
    uint64_t gate = (uint64_t)(uintptr_t)system_call_gate_end;
    struct sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_rt_sigreturn, 6, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_exit, 5, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_exit_group, 4, 0),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, instruction_pointer)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)gate, 0, 3),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, instruction_pointer) + 4),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)(gate >> 32), 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP),
    };
    struct sock_fprog program = {.len = sizeof filter / sizeof *filter, .filter = filter};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0 ? 0 : -1;
}

static volatile executed stepped;

static int is_prefix(unsigned char byte)
{
    return byte == 0x66 || byte == 0x67 || byte == 0xF2 || byte == 0xF3 || byte == 0x2E || byte == 0x36 || byte == 0x3E
        || byte == 0x26 || byte == 0x64 || byte == 0x65;
}

/* Before each instruction, with the address of it. */
static void on_step(int signal, siginfo_t *info, void *context)
{
    (void)signal, (void)info;
    const unsigned char *at = (const unsigned char *)((ucontext_t *)context)->uc_mcontext.gregs[REG_RIP];
    int locked = 0;
    stepped.instructions++;
    while (is_prefix(*at) || *at == 0xF0) locked |= *at++ == 0xF0;
    if ((*at & 0xF0) == 0x40) at++; /* REX */
    if (locked || ((at[0] == 0x86 || at[0] == 0x87) && at[1] < 0xC0)) stepped.atomic++;
    if ((at[0] == 0x0F && (at[1] == 0x05 || at[1] == 0x34)) || (at[0] == 0xCD && at[1] == 0x80)) stepped.system_calls++;
}

void step_begin(void)
{
    struct sigaction action = {.sa_sigaction = on_step, .sa_flags = SA_SIGINFO};
    sigaction(SIGTRAP, &action, NULL);
    memset((void *)&stepped, 0, sizeof stepped);
    __asm__ volatile("sub $128, %%rsp; pushfq; orl $0x100, (%%rsp); popfq; add $128, %%rsp" ::: "memory", "cc");
}

executed step_end(void)
{
    __asm__ volatile("sub $128, %%rsp; pushfq; andl $~0x100, (%%rsp); popfq; add $128, %%rsp" ::: "memory", "cc");
    return *(executed *)&stepped;
}
