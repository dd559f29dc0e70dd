// The operations of models on a GPU, of which Draw.cu and Classifier.cu make their kernels. Products of matrices are the caller's.
//
// Sizes are macros that the caller defines: WIDTH (A), HEIGHT (B), CHANNELS (C), READ (filters along a side, 0 for the whole
// image), READ_PLANES, and more for each family.

#define PIXELS (CHANNELS * HEIGHT * WIDTH)
#define LONGEST (WIDTH > HEIGHT ? WIDTH : HEIGHT)

__device__ float sigmoid(float x) { return 1.0f / (1.0f + expf(-x)); }

// Rows of image k at a glimpse.
__device__ float *at(float *buffer, int t, int width, int count, int k) { return buffer + ((long long)t * count + k) * width; }

// ---------------------------------------------------------------------------------------------------------------------------
// Filterbanks: F[i, a] = exp(-(a - mu_i)^2 / (2 sigma^2)) / max(sum over a, 1e-8). Parameters p: g~X, g~Y, log sigma^2, log delta~,
// log gamma. Filter k of 2N is one of X for k < N, one of Y after that.

struct Filters
{
    float *x, *y;    // F_X [N, A], F_Y [N, B]
    float *sums;     // before division [2N]
    float *dx, *dy;  // gradients of x and y
    float *partial;  // [2N, 2]
};

#define FILTER_FLOATS(n) (2 * (n) * (WIDTH + HEIGHT) + 6 * (n))

__device__ Filters filters_in(float *memory, int n)
{
    Filters f;
    f.x = memory;
    f.y = f.x + n * WIDTH;
    f.dx = f.y + n * HEIGHT;
    f.dy = f.dx + n * WIDTH;
    f.sums = f.dy + n * HEIGHT;
    f.partial = f.sums + 2 * n;
    return f;
}

__device__ float filter_stride(const float *p, int n) { return n == 1 ? 0.0f : (LONGEST - 1.0f) / (n - 1.0f) * expf(p[3]); }

__device__ float filter_offset(int i, int n) { return i - 0.5f * n + 0.5f; }

__device__ float filter_mean(const float *p, int n, int k)
{
    int isY = k >= n;
    float half = ((isY ? HEIGHT : WIDTH) + 1) * 0.5f;
    return half * (p[isY] + 1.0f) - 1.0f + filter_offset(k - isY * n, n) * filter_stride(p, n);
}

__device__ void filters_forward(const float *p, int n, Filters f)
{
    float precision = 0.5f * expf(-p[2]);
    FOR_BLOCK(k, n * (WIDTH + HEIGHT))
    {
        int isY = k >= n * WIDTH, place = k - isY * n * WIDTH, size = isY ? HEIGHT : WIDTH;
        float distance = place % size - filter_mean(p, n, place / size + isY * n);
        f.x[k] = expf(-distance * distance * precision);
    }

    __syncthreads();
    FOR_BLOCK(k, 2 * n)
    {
        int isY = k >= n, size = isY ? HEIGHT : WIDTH;
        const float *row = isY ? f.y + (k - n) * HEIGHT : f.x + k * WIDTH;
        float sum = 0;
        for (int a = 0; a < size; a++) sum += row[a];
        f.sums[k] = sum;
    }

    __syncthreads();
    FOR_BLOCK(k, n * (WIDTH + HEIGHT))
    {
        int isY = k >= n * WIDTH, place = k - isY * n * WIDTH;
        f.x[k] /= fmaxf(f.sums[place / (isY ? HEIGHT : WIDTH) + isY * n], 1e-8f);
    }

    __syncthreads();
}

// The gradient of g~X, g~Y, log sigma^2 and log delta~ replaces the parameters; that of log gamma is the caller's.
__device__ void filters_backward(float *p, int n, Filters f)
{
    float precision = 0.5f * expf(-p[2]);
    FOR_BLOCK(k, 2 * n)
    {
        int isY = k >= n, size = isY ? HEIGHT : WIDTH, first = isY ? (k - n) * HEIGHT : k * WIDTH;
        const float *row = (isY ? f.y : f.x) + first, *slope = (isY ? f.dy : f.dx) + first;
        float mean = filter_mean(p, n, k), dot = 0, dMean = 0, dVariance = 0;
        for (int a = 0; a < size; a++) dot += slope[a] * row[a];
        if (f.sums[k] < 1e-8f) dot = 0; // the divisor is constant there
        for (int a = 0; a < size; a++)
        {
            float distance = a - mean, d = (slope[a] - dot) * row[a] * distance;
            dMean += d;
            dVariance += d * distance;
        }

        f.partial[2 * k] = 2 * precision * dMean;
        f.partial[2 * k + 1] = precision * dVariance;
    }

    __syncthreads();
    if (threadIdx.x == 0)
    {
        float stride = filter_stride(p, n), dX = 0, dY = 0, dVariance = 0, dStride = 0;
        for (int k = 0; k < 2 * n; k++)
        {
            float d = f.partial[2 * k];
            if (k < n) dX += d;
            else dY += d;
            dStride += d * filter_offset(k < n ? k : k - n, n);
            dVariance += f.partial[2 * k + 1];
        }

        p[0] = (WIDTH + 1) * 0.5f * dX;
        p[1] = (HEIGHT + 1) * 0.5f * dY;
        p[2] = dVariance;
        p[3] = dStride * stride;
    }
}

// ---------------------------------------------------------------------------------------------------------------------------
// LSTM cells: c' = f c + i g, h = o tanh(c'). Gates i, f, g, o lie a padded hidden size apart.

__device__ float lstm_forward(float *gates, int padded, float c, float *next)
{
    float i = sigmoid(gates[0]), f = sigmoid(gates[padded]), g = tanhf(gates[2 * padded]), o = sigmoid(gates[3 * padded]);
    gates[0] = i;
    gates[padded] = f;
    gates[2 * padded] = g;
    gates[3 * padded] = o;
    *next = f * c + i * g;
    return o * tanhf(*next);
}

__device__ void lstm_backward(float *gates, int padded, float c, float next, float dh, float *dc)
{
    float i = gates[0], f = gates[padded], g = gates[2 * padded], o = gates[3 * padded], tanhC = tanhf(next);
    float d = *dc + dh * o * (1 - tanhC * tanhC);
    gates[0] = d * g * i * (1 - i);
    gates[padded] = d * c * f * (1 - f);
    gates[2 * padded] = d * i * (1 - g * g);
    gates[3 * padded] = dh * tanhC * o * (1 - o);
    *dc = d * f;
}

// ---------------------------------------------------------------------------------------------------------------------------
// Read: r = gamma F_Y X F_X^T of READ_PLANES planes X: those of x, then those of the error image where there is one.
// U = X F_X^T is kept in between.

#if READ
#define READ_ROWS (READ_PLANES * HEIGHT)

struct ReadScratch
{
    Filters filters;
    float *u, *du;   // [planes, B, N]
    float *errors;   // x^ [C, B, A], where READ_PLANES is 2C
};

__device__ ReadScratch read_scratch(float *memory)
{
    ReadScratch s;
    s.filters = filters_in(memory, READ);
    s.u = memory + FILTER_FLOATS(READ);
    s.du = s.u + READ_ROWS * READ;
    s.errors = s.du + READ_ROWS * READ;
    return s;
}

// Row y of plane k, counted through.
__device__ const float *read_row(const float *x, ReadScratch s, int row)
{
    return row < CHANNELS * HEIGHT ? x + row * WIDTH : s.errors + (row - CHANNELS * HEIGHT) * WIDTH;
}

__device__ void read_products(const float *x, const float *p, ReadScratch s)
{
    filters_forward(p, READ, s.filters);
    FOR_BLOCK(k, READ_ROWS * READ)
    {
        const float *row = read_row(x, s, k / READ), *filter = s.filters.x + k % READ * WIDTH;
        float sum = 0;
        for (int a = 0; a < WIDTH; a++) sum += row[a] * filter[a];
        s.u[k] = sum;
    }

    __syncthreads();
}

__device__ void read_patch(const float *x, const float *p, ReadScratch s, float *r)
{
    float gamma = expf(p[4]);
    read_products(x, p, s);
    FOR_BLOCK(k, READ_PLANES * READ * READ)
    {
        int plane = k / (READ * READ), i = k / READ % READ, j = k % READ;
        float sum = 0;
        for (int y = 0; y < HEIGHT; y++) sum += s.filters.y[i * HEIGHT + y] * s.u[(plane * HEIGHT + y) * READ + j];
        r[k] = gamma * sum;
    }
}

// From dr to the gradient of the window's parameters, which replaces them, and to dU, from which that of the planes follows.
__device__ void read_backward_window(const float *x, float *p, ReadScratch s, const float *r, const float *dr)
{
    float gamma = expf(p[4]);
    read_products(x, p, s);
    FOR_BLOCK(k, READ_ROWS * READ)
    {
        int row = k / READ, j = k % READ, plane = row / HEIGHT, y = row % HEIGHT;
        float sum = 0;
        for (int i = 0; i < READ; i++) sum += s.filters.y[i * HEIGHT + y] * dr[(plane * READ + i) * READ + j];
        s.du[k] = gamma * sum;
    }

    FOR_BLOCK(k, READ * HEIGHT)
    {
        int i = k / HEIGHT, y = k % HEIGHT;
        float sum = 0;
        for (int plane = 0; plane < READ_PLANES; plane++)
            for (int j = 0; j < READ; j++) sum += dr[(plane * READ + i) * READ + j] * s.u[(plane * HEIGHT + y) * READ + j];
        s.filters.dy[k] = gamma * sum;
    }

    __syncthreads();
    FOR_BLOCK(k, READ * WIDTH)
    {
        int j = k / WIDTH, a = k % WIDTH;
        float sum = 0;
        for (int row = 0; row < READ_ROWS; row++) sum += s.du[row * READ + j] * read_row(x, s, row)[a];
        s.filters.dx[k] = sum;
    }

    __syncthreads();
    filters_backward(p, READ, s.filters);
    if (threadIdx.x == 0)
    {
        float sum = 0;
        for (int k = 0; k < READ_PLANES * READ * READ; k++) sum += dr[k] * r[k];
        p[4] = sum;
    }
}
#endif
