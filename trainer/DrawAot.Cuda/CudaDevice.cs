using static DrawAot.Cuda.CudaDriver;

namespace DrawAot.Cuda;

/// <summary>The first NVIDIA GPU of the machine.</summary>
internal sealed unsafe class CudaDevice : IKernelDevice
{
    private const int MajorAttribute = 75, MinorAttribute = 76; // CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_…
    private const uint Threads = 128; // no more than IKernelDevice.LargestBlock
    private const int WorkspaceBytes = 32 << 20; // what cuBLAS recommends for Hopper

    private readonly Dictionary<string, nint> _kernels = [];
    private readonly Dictionary<(string Name, int Images), nint> _graphs = [];
    private readonly List<nint> _memory = [], _hostMemory = [];
    private readonly int _device;
    private readonly nint _context, _module, _stream, _blas;
    private bool _isDisposed;

    /// <summary>Takes the GPU and compiles the kernels for it.</summary>
    /// <param name="source">Their source.</param>
    /// <param name="definitions">Macros, as <c>NAME=VALUE</c>.</param>
    /// <exception cref="CudaException">A call fails.</exception>
    /// <exception cref="NotSupportedException">There is no GPU, driver or library; the message is a sentence.</exception>
    public CudaDevice(string source, IEnumerable<string> definitions)
    {
        _device = Find();
        int major, minor;
        Check(DeviceGetAttribute(&major, MajorAttribute, _device));
        Check(DeviceGetAttribute(&minor, MinorAttribute, _device));
        byte[] ptx = Nvrtc.Compile(source, [$"--gpu-architecture=compute_{major}{minor}", .. definitions.Select(definition => "-D" + definition)]);
        try
        {
            fixed (nint* context = &_context, module = &_module, stream = &_stream, blas = &_blas)
            {
                Check(DevicePrimaryContextRetain(context, _device));
                Check(ContextSetCurrent(_context));
                fixed (byte* image = ptx)
                {
                    Check(ModuleLoadData(module, image));
                }

                Check(StreamCreate(stream, 0));
                CuBlas.Check(CuBlas.Create(blas));
            }

            CuBlas.Check(CuBlas.SetStream(_blas, _stream));
            CuBlas.Check(CuBlas.SetWorkspace(_blas, Allocate(WorkspaceBytes / sizeof(float)), WorkspaceBytes));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Finds the first GPU.</summary>
    /// <exception cref="NotSupportedException">There is none, or no driver, or no NVRTC or cuBLAS; the message is a sentence.</exception>
    public static int Find()
    {
        try
        {
            CudaLibraries.Load();
            int device;
            Check(Init(0));
            Check(DeviceGet(&device, 0));
            return device;
        }
        catch (Exception failure) when (failure is DllNotFoundException or EntryPointNotFoundException or CudaException)
        {
            throw new NotSupportedException(
                $"No CUDA GPU can be used: {failure.Message} A machine with an NVIDIA GPU, its driver, NVRTC and cuBLAS, of CUDA 12 or later, were expected.",
                failure);
        }
    }

    /// <inheritdoc/>
    public nint Allocate(long floats)
    {
        nint pointer;
        nuint bytes = checked((nuint)floats * sizeof(float));
        Check(MemAlloc(&pointer, bytes));
        _memory.Add(pointer);
        Check(MemSet(pointer, 0, bytes));
        return pointer;
    }

    /// <inheritdoc/>
    public float* AllocateHost(long floats)
    {
        void* pointer;
        Check(MemHostAlloc(&pointer, checked((nuint)floats * sizeof(float)), 0));
        _hostMemory.Add((nint)pointer);
        return (float*)pointer;
    }

    /// <inheritdoc/>
    public void Upload(float* from, nint to, long floats)
    {
        // The context of the thread that calls, which need not be the one that made it. Uploads come first in every step.
        Check(ContextSetCurrent(_context));
        Check(CopyToDevice(to, from, (nuint)floats * sizeof(float), _stream));
    }

    /// <inheritdoc/>
    public void Download(nint from, float* to, long floats) => Check(CopyToHost(to, from, (nuint)floats * sizeof(float), _stream));

    /// <inheritdoc/>
    public void LaunchPerImage<TBuffers>(string kernel, in TBuffers buffers, int glimpse, int images)
        where TBuffers : unmanaged => Launch(kernel, buffers, glimpse, (uint)images);

    /// <inheritdoc/>
    public void LaunchPerElement<TBuffers>(string kernel, in TBuffers buffers, int glimpse, int elements)
        where TBuffers : unmanaged =>
        Launch(kernel, buffers, glimpse, ((uint)elements + Threads - 1) / Threads);

    /// <inheritdoc/>
    public void Multiply(
        Matrix left, Matrix right, Matrix to, int rows, int columns, int terms, float scale = 1, bool accumulate = false, int count = 1)
    {
        // A row-major matrix is a column-major one transposed, so cuBLAS is asked for toᵀ = rightᵀ·leftᵀ.
        float old = accumulate ? 1 : 0;
        CuBlas.Check(CuBlas.Multiply(
            _blas, Operation(right), Operation(left), columns, rows, terms, &scale, right.First, right.Stride, right.Step, left.First, left.Stride,
            left.Step, &old, to.First, to.Stride, to.Step, count));

        static int Operation(Matrix factor) => factor.IsTransposed ? CuBlas.Transposed : CuBlas.AsIs;
    }

    /// <inheritdoc/>
    public void Replay((string Name, int Images) key, Action work)
    {
        if (!_graphs.TryGetValue(key, out nint executable))
        {
            nint graph = 0;
            Check(StreamBeginCapture(_stream, CaptureThreadLocal));
            try
            {
                try
                {
                    work();
                }
                finally
                {
                    Check(StreamEndCapture(_stream, &graph));
                }

                Check(GraphInstantiate(&executable, graph, 0));
            }
            finally
            {
                if (graph != 0)
                {
                    _ = GraphDestroy(graph);
                }
            }

            _graphs.Add(key, executable);
        }

        Check(GraphLaunch(executable, _stream));
    }

    /// <inheritdoc/>
    public void Wait() => Check(StreamSynchronize(_stream));

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_context == 0 || _isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _ = ContextSetCurrent(_context);
        foreach (nint executable in _graphs.Values)
        {
            _ = GraphExecutableDestroy(executable);
        }

        if (_blas != 0)
        {
            _ = CuBlas.Destroy(_blas);
        }

        foreach (nint pointer in _memory)
        {
            _ = MemFree(pointer);
        }

        foreach (nint pointer in _hostMemory)
        {
            _ = MemFreeHost((void*)pointer);
        }

        if (_stream != 0)
        {
            _ = StreamDestroy(_stream);
        }

        if (_module != 0)
        {
            _ = ModuleUnload(_module);
        }

        _ = DevicePrimaryContextRelease(_device);
    }

    private void Launch<TBuffers>(string kernel, in TBuffers buffers, int glimpse, uint blocks)
        where TBuffers : unmanaged
    {
        if (!_kernels.TryGetValue(kernel, out nint function))
        {
            Check(ModuleGetFunction(&function, _module, kernel));
            _kernels.Add(kernel, function);
        }

        fixed (TBuffers* first = &buffers)
        {
            void** parameters = stackalloc void*[] { first, &glimpse };
            Check(LaunchKernel(function, blocks, 1, 1, Threads, 1, 1, 0, _stream, parameters, null));
        }
    }
}
