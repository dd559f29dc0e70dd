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

    /// <summary>Starts products of row-major matrices: to [rows, columns] = scale · left [rows, terms] · right [terms, columns], or to += that.</summary>
    /// <param name="left">The left factor.</param>
    /// <param name="right">The right factor.</param>
    /// <param name="to">The product.</param>
    /// <param name="rows">Rows of the product.</param>
    /// <param name="columns">Columns of the product.</param>
    /// <param name="terms">Terms of each of its numbers.</param>
    /// <param name="scale">A factor.</param>
    /// <param name="accumulate">Whether to add to the product.</param>
    /// <param name="count">The number of products, whose matrices lie <see cref="Matrix.Step"/> apart.</param>
    void Multiply(
        Matrix left, Matrix right, Matrix to, int rows, int columns, int terms, float scale = 1, bool accumulate = false, int count = 1);

    /// <summary>Starts all that <paramref name="work"/> starts. A device may record it once for each key, and replay what it recorded.</summary>
    void Replay((string Name, int Images) key, Action work);

    /// <summary>Waits until all is done.</summary>
    void Wait();
}

/// <summary>A row-major matrix of floats on a device.</summary>
/// <param name="First">Address of its first number.</param>
/// <param name="Stride">Floats from row to row.</param>
/// <param name="IsTransposed">Whether the matrix of these rows is the transpose of the one that is meant.</param>
/// <param name="Step">Floats from one matrix to the next, where there are several.</param>
internal readonly record struct Matrix(nint First, int Stride, bool IsTransposed = false, long Step = 0)
{
    /// <summary>Its transpose, which has the same numbers in memory.</summary>
    public Matrix Transpose => this with { IsTransposed = !IsTransposed };
}
