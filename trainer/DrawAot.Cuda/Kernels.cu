// The macros of a kernel. A family's or an optimiser's buffers are the parameter of all its kernels, with an index t, the glimpse for example.
//
// Kernels of an image run one block an image, the others walk all elements with any number of blocks. A block of one thread
// computes the same, so the tests compile these files with a C++ compiler and run block after block (the part for hosts below).

struct Buffers;

#ifdef __CUDACC_RTC__
#define KERNEL(name) extern "C" __global__ void name(Buffers b, int t)
#else
#include <math.h>
#define __device__ static inline
#define __syncthreads()
static struct { int x; } blockIdx, gridDim, threadIdx = { 0 }, blockDim = { 1 };
#define KERNEL(name) \
    static void name##_block(Buffers b, int t); \
    extern "C" void name(const Buffers *b, int t, int blocks) \
    { \
        gridDim.x = blocks; \
        for (blockIdx.x = 0; blockIdx.x < blocks; blockIdx.x++) name##_block(*b, t); \
    } \
    static void name##_block(Buffers b, int t)
#endif

// Loops of a block over its image's values, and of all blocks over all values.
#define FOR_BLOCK(k, end) for (int k = threadIdx.x; k < (end); k += blockDim.x)
#define FOR_ALL(k, end) for (int k = blockIdx.x * blockDim.x + threadIdx.x; k < (end); k += blockDim.x * gridDim.x)
