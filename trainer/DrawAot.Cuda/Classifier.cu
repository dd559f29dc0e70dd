// The glimpse classifier forward and backward, one kernel an operation. Macros beside those of Operations.cu: GLIMPSES (T), HIDDEN
// (H), CLASSES (K), SCRATCH, and the columns and widths of the inputs and outputs of layers.

struct Buffers
{
    const float *images;  // x [n, C, B, A]
    const float *labels;  // classes from 0 [n]
    const float *scales;  // 1/n
    const float *starts;  // h0 [H]
    float *inputs;        // [T + 1, n, INPUTS]: r, h, 1
    float *gates;         // [T, n, GATES]: pre-activations, then activations, then their gradients
    float *cells;         // c [T + 1, n, H]
    float *windows;       // [T, n, WINDOWS]: parameters, then their gradients
    float *logits;        // after the last glimpse [n, LOGITS], then their gradients
    float *dInputs;       // [n, INPUTS]
    float *dHidden;       // [n, HIDDEN_WIDTH]: what comes from the classes or from the next window, h first
    float *dCells;        // [n, H]
    float *dStarts;       // as starts
    float *losses;        // cross entropy [n]
    float *scratch;       // [n, SCRATCH]
    int count;            // n
};

KERNEL(start)
{
    int k = blockIdx.x;
    FOR_BLOCK(j, HIDDEN)
    {
        at(b.inputs, 0, INPUTS, b.count, k)[STATE + j] = b.starts[j];
        at(b.cells, 0, HIDDEN, b.count, k)[j] = 0;
    }

    FOR_BLOCK(s, GLIMPSES + 1) at(b.inputs, s, INPUTS, b.count, k)[ONE] = 1;
}

KERNEL(read_forward)
{
    read_patch(
        b.images + (long long)blockIdx.x * PIXELS, at(b.windows, t, WINDOWS, b.count, blockIdx.x),
        read_scratch(b.scratch + (long long)blockIdx.x * SCRATCH), at(b.inputs, t, INPUTS, b.count, blockIdx.x));
}

KERNEL(read_backward)
{
    read_backward_window(
        b.images + (long long)blockIdx.x * PIXELS, at(b.windows, t, WINDOWS, b.count, blockIdx.x),
        read_scratch(b.scratch + (long long)blockIdx.x * SCRATCH), at(b.inputs, t, INPUTS, b.count, blockIdx.x),
        b.dInputs + (long long)blockIdx.x * INPUTS);
}

KERNEL(cell_forward)
{
    FOR_ALL(e, b.count * HIDDEN)
    {
        int k = e / HIDDEN, j = e % HIDDEN;
        at(b.inputs, t + 1, INPUTS, b.count, k)[STATE + j] = lstm_forward(
            at(b.gates, t, GATES, b.count, k) + j, GATES / 4, at(b.cells, t, HIDDEN, b.count, k)[j],
            at(b.cells, t + 1, HIDDEN, b.count, k) + j);
    }
}

__device__ float hidden_gradient(Buffers b, int k, int j) { return b.dHidden[k * HIDDEN_WIDTH + j] + b.dInputs[k * INPUTS + STATE + j]; }

KERNEL(cell_backward)
{
    FOR_ALL(e, b.count * HIDDEN)
    {
        int k = e / HIDDEN, j = e % HIDDEN;
        lstm_backward(
            at(b.gates, t, GATES, b.count, k) + j, GATES / 4, at(b.cells, t, HIDDEN, b.count, k)[j],
            at(b.cells, t + 1, HIDDEN, b.count, k)[j], hidden_gradient(b, k, j), b.dCells + e);
    }
}

// Cross entropy of softmax; its gradient replaces the logits. Nothing comes from beyond the last glimpse.
KERNEL(cross_entropy)
{
    int k = blockIdx.x;
    float *l = b.logits + (long long)k * LOGITS;
    if (threadIdx.x == 0)
    {
        int label = (int)b.labels[k];
        float largest = l[0], sum = 0;
        for (int j = 1; j < CLASSES; j++) largest = fmaxf(largest, l[j]);
        for (int j = 0; j < CLASSES; j++) sum += expf(l[j] - largest);
        b.losses[k] = logf(sum) - (l[label] - largest);
        for (int j = 0; j < CLASSES; j++) l[j] = (expf(l[j] - largest) / sum - (j == label)) * b.scales[0];
    }

    FOR_BLOCK(j, INPUTS) b.dInputs[k * INPUTS + j] = 0;
    FOR_BLOCK(j, HIDDEN) b.dCells[k * HIDDEN + j] = 0;
}

KERNEL(starts_backward)
{
    FOR_ALL(j, HIDDEN)
    {
        float sum = 0;
        for (int k = 0; k < b.count; k++) sum += hidden_gradient(b, k, j);
        b.dStarts[j] = sum;
    }
}
