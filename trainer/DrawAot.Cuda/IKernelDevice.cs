namespace DrawAot.Cuda;

/// <summary>Memory, kernels and products of a device. All work is done in the order of the calls.</summary>
internal unsafe interface IKernelDevice : IDisposable
{
    /// <summary>The most threads of a block, for whose partial sums there must be room.</summary>
    const int LargestBlock = 256;

    /// <summary>Allocates floats on the device, zero at first.</summary>
    nint Allocate(long floats);

    /// <summary>Allocates floats on the host, in memory that copies to and from the device are fast with.</summary>
    float* AllocateHost(long floats);

    /// <summary>Starts a copy from the host, whose memory stays as it is until <see cref="Wait"/>.</summary>
    void Upload(float* from, nint to, long floats);

    /// <summary>Starts a copy to the host.</summary>
    void Download(nint from, float* to, long floats);

    /// <summary>Starts one block of a kernel for each image.</summary>
    void LaunchPerImage<TBuffers>(string kernel, in TBuffers buffers, int glimpse, int images)
        where TBuffers : unmanaged;

    /// <summary>Starts a kernel over all elements.</summary>
    /// <param name="kernel">Its name.</param>
    /// <param name="buffers">Its buffers.</param>
    /// <param name="glimpse">t.</param>
    /// <param name="elements">The number of elements.</param>
    void LaunchPerElement<TBuffers>(string kernel, in TBuffers buffers, int glimpse, int elements)
        where TBuffers : unmanaged;

    /// <summary>Starts a product of row-major matrices: y [n, outputs] = x [n, inputs] · Wᵀ, W [outputs, inputs].</summary>
    void Forward(Matrix x, Matrix weights, Matrix y, int n, int inputs, int outputs);

    /// <summary>Starts dx [n, inputs] = dy [n, outputs] · W.</summary>
    void Backward(Matrix dy, Matrix weights, Matrix dx, int n, int inputs, int outputs);

    /// <summary>Starts dW [outputs, inputs] = dyᵀ · x over n rows.</summary>
    void WeightGradient(Matrix dy, Matrix x, Matrix dWeights, int n, int inputs, int outputs);

    /// <summary>Starts all that <paramref name="work"/> starts. A device may record it once for each key, and replay what it recorded.</summary>
    void Replay((string Name, int Images) key, Action work);

    /// <summary>Waits until all is done.</summary>
    void Wait();
}

/// <summary>A row-major matrix of floats on a device.</summary>
/// <param name="First">Address of its first number.</param>
/// <param name="Stride">Floats from row to row.</param>
internal readonly record struct Matrix(nint First, int Stride);
