// DRAW forward and backward, one kernel an operation. Macros beside those of Operations.cu: GLIMPSES (T), LATENT (Z), the hidden
// sizes ENCODER and DECODER, WRITE (filters along a side, 0 for the whole canvas), SCRATCH, and the columns and widths of the
// inputs and outputs of layers.

struct Buffers
{
    const float *inputs;     // x as the encoder sees it [n, C, B, A]
    const float *targets;    // x [n, C, B, A]
    const float *noise;      // epsilon [T, n, Z]
    const float *scales;     // weight of L_z divided by n, 1/n
    const float *starts;     // canvas c0 [P], encoder h0 [He], decoder h0 [Hd]
    float *encoderInputs;    // [T + 1, n, ENCODER_INPUTS]: r, h_enc, 1, h_dec
    float *encoderGates;     // [T, n, ENCODER_GATES]: pre-activations, then activations, then their gradients
    float *encoderCells;     // c [T + 1, n, He]
    float *posteriors;       // [T, n, POSTERIORS]: mu, log sigma; then their gradients
    float *decoderInputs;    // [T + 1, n, DECODER_INPUTS]: z, h_dec, 1
    float *decoderGates;     // [T, n, DECODER_GATES]
    float *decoderCells;     // c [T + 1, n, Hd]
    float *heads;            // [T + 1, n, HEADS]: write window, patch, read window of the next glimpse; then their gradients
    float *canvases;         // c [T + 1, n, P]
    float *dEncoderInputs;   // [n, ENCODER_INPUTS]
    float *dDecoderInputs;   // [n, DECODER_INPUTS]
    float *dEncoderHidden;   // [n, ENCODER_HIDDEN]: what comes from the posterior, h_enc first
    float *dDecoderHidden;   // [n, DECODER_HIDDEN]: what comes from the heads, h_dec from column 1
    float *dEncoderCells;    // [n, He]
    float *dDecoderCells;    // [n, Hd]
    float *dCanvas;          // [n, P]
    float *dStarts;          // as starts
    float *losses;           // L_x, L_z, log p(x, z) - log q(z | x) without its term log p(x | z) [n, 3]
    float *scratch;          // [n, SCRATCH]
    int count;               // n
};

// ---------------------------------------------------------------------------------------------------------------------------
// Before the first glimpse.

KERNEL(start)
{
    int k = blockIdx.x;
    const float *h = b.starts + PIXELS;
    FOR_BLOCK(j, PIXELS) at(b.canvases, 0, PIXELS, b.count, k)[j] = b.starts[j];
    FOR_BLOCK(j, ENCODER)
    {
        at(b.encoderInputs, 0, ENCODER_INPUTS, b.count, k)[ENCODER_STATE + j] = h[j];
        at(b.encoderCells, 0, ENCODER, b.count, k)[j] = 0;
    }

    FOR_BLOCK(j, DECODER)
    {
        at(b.encoderInputs, 0, ENCODER_INPUTS, b.count, k)[DECODER_AT_ENCODER + j] = h[ENCODER + j];
        at(b.decoderInputs, 0, DECODER_INPUTS, b.count, k)[DECODER_STATE + j] = h[ENCODER + j];
        at(b.decoderCells, 0, DECODER, b.count, k)[j] = 0;
    }

    FOR_BLOCK(s, GLIMPSES + 1)
    {
        at(b.encoderInputs, s, ENCODER_INPUTS, b.count, k)[ENCODER_ONE] = 1;
        at(b.decoderInputs, s, DECODER_INPUTS, b.count, k)[DECODER_ONE] = 1;
    }
}

// ---------------------------------------------------------------------------------------------------------------------------
// Read of x and of the error image x^ = x - sigmoid(c).

KERNEL(read_forward)
{
    const float *x = b.inputs + (long long)blockIdx.x * PIXELS, *c = at(b.canvases, t, PIXELS, b.count, blockIdx.x);
    float *r = at(b.encoderInputs, t, ENCODER_INPUTS, b.count, blockIdx.x);
#if READ
    ReadScratch s = read_scratch(b.scratch + (long long)blockIdx.x * SCRATCH);
    FOR_BLOCK(j, PIXELS) s.errors[j] = x[j] - sigmoid(c[j]);
    read_patch(x, at(b.heads, t, HEADS, b.count, blockIdx.x) + READ_WINDOW, s, r);
#else
    FOR_BLOCK(j, PIXELS)
    {
        r[j] = x[j];
        r[PIXELS + j] = x[j] - sigmoid(c[j]);
    }
#endif
}

KERNEL(read_backward)
{
    const float *c = at(b.canvases, t, PIXELS, b.count, blockIdx.x);
    const float *dr = b.dEncoderInputs + (long long)blockIdx.x * ENCODER_INPUTS;
    float *dc = b.dCanvas + (long long)blockIdx.x * PIXELS;
#if READ
    const float *x = b.inputs + (long long)blockIdx.x * PIXELS;
    ReadScratch s = read_scratch(b.scratch + (long long)blockIdx.x * SCRATCH);
    FOR_BLOCK(j, PIXELS) s.errors[j] = x[j] - sigmoid(c[j]);
    read_backward_window(
        x, at(b.heads, t, HEADS, b.count, blockIdx.x) + READ_WINDOW, s, at(b.encoderInputs, t, ENCODER_INPUTS, b.count, blockIdx.x), dr);
#endif
    FOR_BLOCK(k, PIXELS)
    {
        float y = sigmoid(c[k]), sum = 0;
#if READ
        const float *du = s.du + (CHANNELS * HEIGHT + k / WIDTH) * READ;
        for (int j = 0; j < READ; j++) sum += du[j] * s.filters.x[j * WIDTH + k % WIDTH];
#else
        sum = dr[PIXELS + k];
#endif
        dc[k] -= sum * y * (1.0f - y);
    }
}

// ---------------------------------------------------------------------------------------------------------------------------
// LSTM cells of all images.

KERNEL(encoder_forward)
{
    FOR_ALL(e, b.count * ENCODER)
    {
        int k = e / ENCODER, j = e % ENCODER;
        at(b.encoderInputs, t + 1, ENCODER_INPUTS, b.count, k)[ENCODER_STATE + j] = lstm_forward(
            at(b.encoderGates, t, ENCODER_GATES, b.count, k) + j, ENCODER_GATES / 4, at(b.encoderCells, t, ENCODER, b.count, k)[j],
            at(b.encoderCells, t + 1, ENCODER, b.count, k) + j);
    }
}

KERNEL(encoder_backward)
{
    FOR_ALL(e, b.count * ENCODER)
    {
        int k = e / ENCODER, j = e % ENCODER;
        float dh = b.dEncoderHidden[k * ENCODER_HIDDEN + j] + b.dEncoderInputs[k * ENCODER_INPUTS + ENCODER_STATE + j];
        lstm_backward(
            at(b.encoderGates, t, ENCODER_GATES, b.count, k) + j, ENCODER_GATES / 4, at(b.encoderCells, t, ENCODER, b.count, k)[j],
            at(b.encoderCells, t + 1, ENCODER, b.count, k)[j], dh, b.dEncoderCells + e);
    }
}

KERNEL(decoder_forward)
{
    FOR_ALL(e, b.count * DECODER)
    {
        int k = e / DECODER, j = e % DECODER;
        float h = lstm_forward(
            at(b.decoderGates, t, DECODER_GATES, b.count, k) + j, DECODER_GATES / 4, at(b.decoderCells, t, DECODER, b.count, k)[j],
            at(b.decoderCells, t + 1, DECODER, b.count, k) + j);
        at(b.encoderInputs, t + 1, ENCODER_INPUTS, b.count, k)[DECODER_AT_ENCODER + j] = h;
        at(b.decoderInputs, t + 1, DECODER_INPUTS, b.count, k)[DECODER_STATE + j] = h;
    }
}

__device__ float decoder_hidden_gradient(Buffers b, int k, int j)
{
    return b.dDecoderHidden[k * DECODER_HIDDEN + 1 + j] + b.dEncoderInputs[k * ENCODER_INPUTS + DECODER_AT_ENCODER + j] +
        b.dDecoderInputs[k * DECODER_INPUTS + DECODER_STATE + j];
}

KERNEL(decoder_backward)
{
    FOR_ALL(e, b.count * DECODER)
    {
        int k = e / DECODER, j = e % DECODER;
        lstm_backward(
            at(b.decoderGates, t, DECODER_GATES, b.count, k) + j, DECODER_GATES / 4, at(b.decoderCells, t, DECODER, b.count, k)[j],
            at(b.decoderCells, t + 1, DECODER, b.count, k)[j], decoder_hidden_gradient(b, k, j), b.dDecoderCells + e);
    }
}

// ---------------------------------------------------------------------------------------------------------------------------
// Latents: z = mu + sigma epsilon; L_z = 1/2 sum (mu^2 + sigma^2 - 2 log sigma - 1).

KERNEL(latent_forward)
{
    FOR_ALL(e, b.count * LATENT)
    {
        int k = e / LATENT, j = e % LATENT;
        const float *q = at(b.posteriors, t, POSTERIORS, b.count, k);
        at(b.decoderInputs, t, DECODER_INPUTS, b.count, k)[j] =
            q[j] + expf(q[POSTERIORS / 2 + j]) * b.noise[((long long)t * b.count + k) * LATENT + j];
    }
}

KERNEL(latent_backward)
{
    FOR_ALL(e, b.count * LATENT)
    {
        int k = e / LATENT, j = e % LATENT;
        float *q = at(b.posteriors, t, POSTERIORS, b.count, k), mu = q[j], sigma = expf(q[POSTERIORS / 2 + j]);
        float dz = b.dDecoderInputs[k * DECODER_INPUTS + j], kl = b.scales[0];
        q[j] = dz + kl * mu;
        q[POSTERIORS / 2 + j] = dz * sigma * b.noise[((long long)t * b.count + k) * LATENT + j] + kl * (sigma * sigma - 1.0f);
    }
}

// ---------------------------------------------------------------------------------------------------------------------------
// Write: c' = c + F_Y^T w F_X / gamma. V = w F_X / gamma is kept in between.

#if WRITE
struct WriteScratch
{
    Filters filters;
    float *v, *dv;   // [C, N, A]
    float *dPatch;   // [C, N, N]
    float *partial;  // [C, N]
};

__device__ WriteScratch write_scratch(Buffers b)
{
    WriteScratch s;
    float *memory = b.scratch + (long long)blockIdx.x * SCRATCH;
    s.filters = filters_in(memory, WRITE);
    s.v = memory + FILTER_FLOATS(WRITE);
    s.dv = s.v + CHANNELS * WRITE * WIDTH;
    s.dPatch = s.dv + CHANNELS * WRITE * WIDTH;
    s.partial = s.dPatch + CHANNELS * WRITE * WRITE;
    return s;
}

__device__ void write_products(const float *head, WriteScratch s)
{
    filters_forward(head, WRITE, s.filters);
    const float *patch = head + WRITE_PATCH;
    float scale = expf(-head[4]);
    FOR_BLOCK(k, CHANNELS * WRITE * WIDTH)
    {
        int row = k / WIDTH, a = k % WIDTH;
        float sum = 0;
        for (int j = 0; j < WRITE; j++) sum += patch[row * WRITE + j] * s.filters.x[j * WIDTH + a];
        s.v[k] = sum * scale;
    }

    __syncthreads();
}

KERNEL(write_forward)
{
    const float *c = at(b.canvases, t, PIXELS, b.count, blockIdx.x);
    float *next = at(b.canvases, t + 1, PIXELS, b.count, blockIdx.x);
    WriteScratch s = write_scratch(b);
    write_products(at(b.heads, t + 1, HEADS, b.count, blockIdx.x), s);
    FOR_BLOCK(k, PIXELS)
    {
        int channel = k / (HEIGHT * WIDTH), y = k / WIDTH % HEIGHT, a = k % WIDTH;
        float sum = c[k];
        for (int i = 0; i < WRITE; i++) sum += s.filters.y[i * HEIGHT + y] * s.v[(channel * WRITE + i) * WIDTH + a];
        next[k] = sum;
    }
}

KERNEL(write_backward)
{
    float *head = at(b.heads, t + 1, HEADS, b.count, blockIdx.x), *patch = head + WRITE_PATCH, scale = expf(-head[4]);
    const float *dc = b.dCanvas + (long long)blockIdx.x * PIXELS;
    WriteScratch s = write_scratch(b);
    write_products(head, s);
    FOR_BLOCK(k, CHANNELS * WRITE * WIDTH)
    {
        int channel = k / (WRITE * WIDTH), i = k / WIDTH % WRITE, a = k % WIDTH;
        float sum = 0;
        for (int y = 0; y < HEIGHT; y++) sum += s.filters.y[i * HEIGHT + y] * dc[(channel * HEIGHT + y) * WIDTH + a];
        s.dv[k] = sum;
    }

    FOR_BLOCK(k, WRITE * HEIGHT)
    {
        int i = k / HEIGHT, y = k % HEIGHT;
        float sum = 0;
        for (int channel = 0; channel < CHANNELS; channel++)
            for (int a = 0; a < WIDTH; a++)
                sum += dc[(channel * HEIGHT + y) * WIDTH + a] * s.v[(channel * WRITE + i) * WIDTH + a];
        s.filters.dy[k] = sum;
    }

    __syncthreads();
    FOR_BLOCK(k, CHANNELS * WRITE * WRITE)
    {
        int row = k / WRITE, j = k % WRITE;
        float sum = 0;
        for (int a = 0; a < WIDTH; a++) sum += s.dv[row * WIDTH + a] * s.filters.x[j * WIDTH + a];
        s.dPatch[k] = sum * scale;
    }

    FOR_BLOCK(k, WRITE * WIDTH)
    {
        int j = k / WIDTH, a = k % WIDTH;
        float sum = 0;
        for (int row = 0; row < CHANNELS * WRITE; row++) sum += s.dv[row * WIDTH + a] * patch[row * WRITE + j];
        s.filters.dx[k] = sum * scale;
    }

    FOR_BLOCK(row, CHANNELS * WRITE)
    {
        float sum = 0;
        for (int a = 0; a < WIDTH; a++) sum += s.dv[row * WIDTH + a] * s.v[row * WIDTH + a];
        s.partial[row] = sum;
    }

    __syncthreads();
    FOR_BLOCK(k, CHANNELS * WRITE * WRITE) patch[k] = s.dPatch[k];
    filters_backward(head, WRITE, s.filters);
    if (threadIdx.x == 0)
    {
        float sum = 0;
        for (int row = 0; row < CHANNELS * WRITE; row++) sum -= s.partial[row];
        head[4] = sum;
    }
}
#else
KERNEL(write_forward)
{
    const float *c = at(b.canvases, t, PIXELS, b.count, blockIdx.x);
    const float *patch = at(b.heads, t + 1, HEADS, b.count, blockIdx.x) + WRITE_PATCH;
    float *next = at(b.canvases, t + 1, PIXELS, b.count, blockIdx.x);
    FOR_BLOCK(k, PIXELS) next[k] = c[k] + patch[k];
}

KERNEL(write_backward)
{
    float *patch = at(b.heads, t + 1, HEADS, b.count, blockIdx.x) + WRITE_PATCH;
    FOR_BLOCK(k, PIXELS) patch[k] = b.dCanvas[(long long)blockIdx.x * PIXELS + k];
}
#endif

// ---------------------------------------------------------------------------------------------------------------------------
// Losses, the gradients from which the way back starts, and those of what comes before the first glimpse.

KERNEL(measure)
{
    int n = blockDim.x;
    float *parts = b.scratch + (long long)blockIdx.x * SCRATCH, sums[3] = { 0, 0, 0 }; // [3, threads]
    const float *x = b.targets + (long long)blockIdx.x * PIXELS, *c = at(b.canvases, GLIMPSES, PIXELS, b.count, blockIdx.x);
    FOR_BLOCK(k, PIXELS) sums[0] += fmaxf(c[k], 0.0f) - x[k] * c[k] + log1pf(expf(-fabsf(c[k])));
    FOR_BLOCK(k, GLIMPSES * LATENT)
    {
        int s = k / LATENT, j = k % LATENT;
        const float *q = at(b.posteriors, s, POSTERIORS, b.count, blockIdx.x);
        float mu = q[j], logSigma = q[POSTERIORS / 2 + j], epsilon = b.noise[((long long)s * b.count + blockIdx.x) * LATENT + j];
        float z = at(b.decoderInputs, s, DECODER_INPUTS, b.count, blockIdx.x)[j];
        sums[1] += 0.5f * (mu * mu + expf(2 * logSigma) - 2 * logSigma - 1.0f);
        sums[2] += 0.5f * (epsilon * epsilon - z * z) + logSigma;
    }

    for (int k = 0; k < 3; k++) parts[k * n + threadIdx.x] = sums[k];
    __syncthreads();
    FOR_BLOCK(k, 3)
    {
        float sum = 0;
        for (int i = 0; i < n; i++) sum += parts[k * n + i];
        b.losses[3 * blockIdx.x + k] = sum;
    }
}

KERNEL(start_backward)
{
    int k = blockIdx.x;
    const float *x = b.targets + (long long)k * PIXELS, *c = at(b.canvases, GLIMPSES, PIXELS, b.count, k);
    FOR_BLOCK(j, PIXELS) b.dCanvas[(long long)k * PIXELS + j] = (sigmoid(c[j]) - x[j]) * b.scales[1];
    FOR_BLOCK(j, ENCODER_INPUTS) b.dEncoderInputs[k * ENCODER_INPUTS + j] = 0;
    FOR_BLOCK(j, DECODER_INPUTS) b.dDecoderInputs[k * DECODER_INPUTS + j] = 0;
    FOR_BLOCK(j, ENCODER) b.dEncoderCells[k * ENCODER + j] = 0;
    FOR_BLOCK(j, DECODER) b.dDecoderCells[k * DECODER + j] = 0;

    // No glimpse uses the last read window and what would be written before the first.
    FOR_BLOCK(j, HEADS - READ_WINDOW) at(b.heads, GLIMPSES, HEADS, b.count, k)[READ_WINDOW + j] = 0;
    FOR_BLOCK(j, READ_WINDOW) at(b.heads, 0, HEADS, b.count, k)[j] = 0;
}

KERNEL(starts_backward)
{
    FOR_ALL(j, PIXELS + ENCODER + DECODER)
    {
        float sum = 0;
        for (int k = 0; k < b.count; k++)
        {
            if (j < PIXELS) sum += b.dCanvas[(long long)k * PIXELS + j];
            else if (j < PIXELS + ENCODER) sum += b.dEncoderInputs[k * ENCODER_INPUTS + ENCODER_STATE + j - PIXELS];
            else sum += decoder_hidden_gradient(b, k, j - PIXELS - ENCODER);
        }

        b.dStarts[j] = sum;
    }
}
