using DrawAot.Manifest;
using DrawAot.Training;
using DrawAot.Training.Models.Classifier;

namespace DrawAot.Cuda;

/// <summary>
/// The loss of a batch of a classifier and its gradient on an NVIDIA GPU: the operations of
/// <see cref="ClassifierBackpropagation"/>, one kernel or one product each, recorded once as a CUDA graph and replayed in every step.
/// </summary>
/// <remarks>The same GPU and the same libraries give the same bits again.</remarks>
public sealed unsafe class CudaClassifierGradients : IClassifierGradientSource
{
    private readonly ClassifierShape _shape;
    private readonly int _batch;
    private readonly IKernelDevice _device;
    private readonly ClassifierLayers _layers;
    private readonly CudaLayer _gates, _window, _classes;
    private readonly float* _images, _labels, _scale, _start, _losses;
    private ClassifierBuffers _buffers;

    /// <summary>Takes the first GPU, compiles the kernels for a model's sizes and allocates all memory.</summary>
    /// <param name="shape">The model's sizes.</param>
    /// <param name="batch">The largest number of images at a time.</param>
    /// <exception cref="NotSupportedException">There is no GPU, driver or library; the message is a sentence.</exception>
    /// <exception cref="CudaException">A call fails, for example because memory is short.</exception>
    public CudaClassifierGradients(ClassifierShape shape, int batch)
        : this(shape, batch, (source, definitions) => new CudaDevice(source, definitions))
    {
    }

    /// <summary>Prepares for a device that is made with the macros of a model's sizes.</summary>
    internal CudaClassifierGradients(ClassifierShape shape, int batch, Func<string, IReadOnlyList<string>, IKernelDevice> create)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        (_shape, _batch) = (shape, batch);
        _layers = new ClassifierLayers(shape, threads: 1);
        IKernelDevice? device = null;
        try
        {
            _device = device = create(CudaSource.OfFamily("Classifier.cu"), Definitions(shape, _layers));
            _gates = new CudaLayer(device, _layers.Lstm);
            _window = new CudaLayer(device, _layers.Window);
            _classes = new CudaLayer(device, _layers.Classes);

            long glimpses = (long)shape.Glimpses * batch, states = glimpses + batch;
            _buffers = new ClassifierBuffers
            {
                Images = device.Allocate((long)batch * shape.PixelCount),
                Labels = device.Allocate(batch),
                Scales = device.Allocate(1),
                Starts = device.Allocate(shape.Hidden),
                Inputs = device.Allocate(states * _gates.Stride),
                Gates = device.Allocate(glimpses * _gates.Outputs),
                Cells = device.Allocate(states * shape.Hidden),
                Windows = device.Allocate(glimpses * _window.Outputs),
                Logits = device.Allocate((long)batch * _classes.Outputs),
                InputGradients = device.Allocate((long)batch * _gates.Stride),
                HiddenGradients = device.Allocate((long)batch * _window.Stride),
                CellGradients = device.Allocate((long)batch * shape.Hidden),
                StartGradients = device.Allocate(shape.Hidden),
                Losses = device.Allocate(batch),
                Scratch = device.Allocate(batch * ScratchLength(shape)),
            };
            _images = device.AllocateHost((long)batch * shape.PixelCount);
            _labels = device.AllocateHost(batch);
            _scale = device.AllocateHost(1);
            _start = device.AllocateHost(shape.Hidden);
            _losses = device.AllocateHost(batch);
        }
        catch
        {
            device?.Dispose();
            _layers.Dispose();
            throw;
        }
    }

    private IEnumerable<CudaLayer> Layers => [_gates, _window, _classes];

    /// <inheritdoc/>
    /// <exception cref="CudaException">A call fails.</exception>
    public void Gradient(
        ReadOnlySpan<float> weights, ReadOnlySpan<float> images, ReadOnlySpan<int> labels, Span<float> losses, Span<float> gradient)
    {
        int n = _buffers.Count = labels.Length;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(n, _batch, nameof(labels));
        images.CopyTo(new Span<float>(_images, _batch * _shape.PixelCount));
        for (int k = 0; k < n; k++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(labels[k], nameof(labels));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(labels[k], _shape.ClassCount, nameof(labels));
            _labels[k] = labels[k];
        }

        *_scale = 1f / n;
        foreach (CudaLayer layer in Layers)
        {
            layer.Pack(weights);
        }

        Span<float> start = new(_start, _shape.Hidden);
        _layers.Vector.Values(weights, "lstm.h0", _shape.Hidden).CopyTo(start);
        _device.Upload(_images, _buffers.Images, (long)n * _shape.PixelCount);
        _device.Upload(_labels, _buffers.Labels, n);
        _device.Upload(_scale, _buffers.Scales, 1);
        _device.Upload(_start, _buffers.Starts, _shape.Hidden);
        _device.Replay((nameof(Gradient), n), ForwardAndBackward);
        foreach (CudaLayer layer in Layers)
        {
            layer.Download();
        }

        _device.Download(_buffers.StartGradients, _start, _shape.Hidden);
        _device.Download(_buffers.Losses, _losses, n);
        _device.Wait();
        foreach (CudaLayer layer in Layers)
        {
            layer.Unpack(gradient);
        }

        start.CopyTo(_layers.Vector.Values(gradient, "lstm.h0", _shape.Hidden));
        new Span<float>(_losses, n).CopyTo(losses);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _device.Dispose();
        _layers.Dispose();
    }

    private void ForwardAndBackward()
    {
        ClassifierBuffers b = _buffers;
        int n = b.Count, glimpses = _shape.Glimpses, cells = n * _shape.Hidden, rows = glimpses * n;
        var dHidden = new Matrix(b.HiddenGradients, _window.Stride);
        var dInputs = new Matrix(b.InputGradients, _gates.Stride);
        Matrix logits = new(b.Logits, _classes.Outputs), last = At(b.Inputs, _gates.Stride, glimpses, _layers.State);

        _device.LaunchPerImage("start", b, 0, n);
        for (int t = 0; t < glimpses; t++)
        {
            _window.Forward(At(b.Inputs, _gates.Stride, t, _layers.State), At(b.Windows, _window.Outputs, t), n);
            _device.LaunchPerImage("read_forward", b, t, n);
            _gates.Forward(At(b.Inputs, _gates.Stride, t), At(b.Gates, _gates.Outputs, t), n);
            _device.LaunchPerElement("cell_forward", b, t, cells);
        }

        _classes.Forward(last, logits, n);
        _device.LaunchPerImage("cross_entropy", b, 0, n);
        _classes.Backward(logits, dHidden, n);
        for (int t = glimpses - 1; t >= 0; t--)
        {
            _device.LaunchPerElement("cell_backward", b, t, cells);
            _gates.Backward(At(b.Gates, _gates.Outputs, t), dInputs, n);
            _device.LaunchPerImage("read_backward", b, t, n);
            _window.Backward(At(b.Windows, _window.Outputs, t), dHidden, n);
        }

        _device.LaunchPerElement("starts_backward", b, 0, _shape.Hidden);

        // Rows of all glimpses lie in order, so each weight's gradient is one product.
        _gates.Differentiate(At(b.Gates, _gates.Outputs, 0), At(b.Inputs, _gates.Stride, 0), rows);
        _window.Differentiate(At(b.Windows, _window.Outputs, 0), At(b.Inputs, _gates.Stride, 0, _layers.State), rows);
        _classes.Differentiate(logits, last, n);
    }

    /// <summary>The rows of a glimpse, from a column on.</summary>
    private Matrix At(nint buffer, int stride, int glimpse, int column = 0) =>
        new(buffer + ((nint)glimpse * _buffers.Count * stride + column) * sizeof(float), stride);

    /// <summary>The macros of Operations.cu and Classifier.cu.</summary>
    private static IReadOnlyList<string> Definitions(ClassifierShape shape, ClassifierLayers layers) =>
    [
        $"READ_PLANES={shape.Channels}", $"WIDTH={shape.Width}", $"HEIGHT={shape.Height}", $"CHANNELS={shape.Channels}",
        $"GLIMPSES={shape.Glimpses}", $"HIDDEN={shape.Hidden}", $"CLASSES={shape.ClassCount}", $"READ={shape.ReadAttention}",
        $"INPUTS={NativeTensor.Padded(layers.Lstm.Inputs)}", $"GATES={layers.Lstm.Outputs}", $"STATE={layers.State}", $"ONE={layers.One}",
        $"WINDOWS={layers.Window.Outputs}", $"HIDDEN_WIDTH={NativeTensor.Padded(layers.Window.Inputs)}", $"LOGITS={layers.Classes.Outputs}",
        $"SCRATCH={ScratchLength(shape)}",
    ];

    /// <summary>Floats of scratch for one image's read.</summary>
    private static long ScratchLength(ClassifierShape shape)
    {
        int n = shape.ReadAttention;
        return 2L * n * (shape.Width + shape.Height) + 6 * n + 2L * shape.Channels * shape.Height * n;
    }
}
