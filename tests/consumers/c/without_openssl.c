/* Loaded with LD_PRELOAD: a machine without OpenSSL. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <string.h>

void *dlopen(const char *path, int mode)
{
    static __typeof__(&dlopen) next;
    if (!next) *(void **)&next = dlsym(RTLD_NEXT, "dlopen");
    return next(path && strstr(path, "libssl") ? "libssl.so.of.nowhere" : path, mode);
}
