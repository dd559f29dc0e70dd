using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using DrawAot.Training.Optimisers;

namespace DrawAot.Cuda;

/// <summary>
/// The iteration of <see cref="NewtonSchulz"/> on an NVIDIA GPU: matrices of one size go through it together, and it is recorded
/// once as a CUDA graph.
/// </summary>
public sealed unsafe class CudaOrthogonaliser : IOrthogonaliser
{
    private readonly IKernelDevice _device;
    private readonly IReadOnlyList<SizeGroup> _groups;
    private readonly IReadOnlyList<(int First, ParameterBlock Block)> _places; // where each matrix lies on the device and in _host
    private readonly ParallelOptions _parallel;
    private readonly nint _matrices, _results;
    private readonly float* _host;
    private readonly int _length;

    /// <summary>Takes the first GPU and allocates all memory.</summary>
    /// <param name="matrices">The matrices, which do not overlap.</param>
    /// <param name="threads">The number of threads that may prepare matrices for it; the result does not depend on it.</param>
    /// <exception cref="NotSupportedException">There is no GPU, driver or library; the message is a sentence.</exception>
    /// <exception cref="CudaException">A call fails, for lack of memory for example.</exception>
    public CudaOrthogonaliser(IReadOnlyList<ParameterBlock> matrices, int threads)
        : this(matrices, threads, source => new CudaDevice(source, []))
    {
    }

    /// <summary>Prepares for a device.</summary>
    internal CudaOrthogonaliser(IReadOnlyList<ParameterBlock> matrices, int threads, Func<string, IKernelDevice> create)
    {
        _device = create(CudaSource.Of("NewtonSchulz.cu"));
        try
        {
            _parallel = new ParallelOptions { MaxDegreeOfParallelism = threads };
            _length = matrices.Sum(block => block.Length);
            (_matrices, _results) = (_device.Allocate(_length), _device.Allocate(_length));
            _host = _device.AllocateHost(_length);
            var groups = new List<SizeGroup>();
            var places = new List<(int, ParameterBlock)>();
            int next = 0;
            foreach (IGrouping<(int Rows, int Columns), ParameterBlock> group in matrices.GroupBy(block => (block.Rows, block.Columns)))
            {
                nint first = (nint)next * sizeof(float);
                groups.Add(new SizeGroup(_device, _matrices + first, _results + first, group.Key.Rows, group.Key.Columns, group.Count()));
                foreach (ParameterBlock block in group)
                {
                    places.Add((next, block));
                    next += block.Length;
                }
            }

            (_groups, _places) = (groups, places);
        }
        catch
        {
            _device.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="CudaException">A call fails.</exception>
    public void Orthogonalise(float[] values)
    {
        Parallel.ForEach(_places, _parallel, place => NewtonSchulz.Normalise(
            values.AsSpan(place.Block.Offset, place.Block.Length), new Span<float>(_host + place.First, place.Block.Length)));
        _device.Upload(_host, _matrices, _length);
        _device.Replay((nameof(Orthogonalise), _length), () =>
        {
            foreach (SizeGroup group in _groups)
            {
                group.Iterate();
            }
        });
        _device.Download(_results, _host, _length);
        _device.Wait();
        Parallel.ForEach(_places, _parallel, place =>
            new ReadOnlySpan<float>(_host + place.First, place.Block.Length).CopyTo(values.AsSpan(place.Block.Offset)));
    }

    /// <inheritdoc/>
    public void Dispose() => _device.Dispose();

    /// <summary>The parameter of the kernel, field by field the <c>Buffers</c> of NewtonSchulz.cu.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Buffers
    {
        public nint Gram, Polynomial;
        public float A, B;
        public int Count, N;
    }

    /// <summary>Matrices X of one size, one after another on the device.</summary>
    private sealed class SizeGroup
    {
        private readonly IKernelDevice _device;
        private readonly int _rows, _columns, _count;
        private readonly Matrix _x, _result, _other, _gram, _polynomial;
        private readonly Buffers _buffers;

        public SizeGroup(IKernelDevice device, nint matrices, nint results, int rows, int columns, int count)
        {
            (_device, _rows, _columns, _count) = (device, rows, columns, count);
            int n = Math.Min(rows, columns);
            _x = new Matrix(matrices, columns, Step: (long)rows * columns);
            _result = _x with { First = results };
            _other = _x with { First = device.Allocate(count * _x.Step) };
            _gram = new Matrix(device.Allocate((long)count * n * n), n, Step: (long)n * n);
            _polynomial = _gram with { First = device.Allocate(count * _gram.Step) };
            _buffers = new Buffers
            {
                Gram = _gram.First,
                Polynomial = _polynomial.First,
                A = NewtonSchulz.A,
                B = NewtonSchulz.B,
                Count = count,
                N = n,
            };
        }

        /// <summary>All steps; the last one writes the results.</summary>
        public void Iterate()
        {
            Matrix x = _x;
            for (int left = NewtonSchulz.Steps - 1; left >= 0; left--)
            {
                Matrix next = left % 2 == 0 ? _result : _other;
                Step(x, next);
                x = next;
            }
        }

        /// <summary>next = (a·I + b·A + c·A²)·X with A = X·Xᵀ, or for more rows than columns X·(a·I + b·A + c·A²) with A = Xᵀ·X.</summary>
        private void Step(Matrix x, Matrix next)
        {
            int n = _gram.Stride;
            bool stands = _rows > _columns;
            (Matrix left, Matrix right) = stands ? (x.Transpose, x) : (x, x.Transpose);
            _device.Multiply(left, right, _gram, n, n, Math.Max(_rows, _columns), count: _count);
            _device.LaunchPerElement("polynomial", _buffers, 0, _count * n * n);
            _device.Multiply(_gram, _gram, _polynomial, n, n, n, NewtonSchulz.C, accumulate: true, _count);
            (left, right) = stands ? (x, _polynomial) : (_polynomial, x);
            _device.Multiply(left, right, next, _rows, _columns, n, count: _count);
        }
    }
}
