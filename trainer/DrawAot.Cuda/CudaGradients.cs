using DrawAot.Manifest;
using DrawAot.Training;
using DrawAot.Training.Models.Draw;

namespace DrawAot.Cuda;

/// <summary>
/// The loss of a batch and its gradient on an NVIDIA GPU: the operations of <see cref="BackpropagationThroughTime"/>, one kernel
/// or one product each, recorded once as a CUDA graph and replayed in every step.
/// </summary>
/// <remarks>
/// Products are made in float32, not in TensorFloat32, whose 10 bits of mantissa changed the gradient of a trained model of 64
/// glimpses by a tenth. The same GPU and the same libraries give the same bits again.
/// </remarks>
public sealed unsafe class CudaGradients : IGradientSource, IBoundSource
{

    private readonly DrawShape _shape;
    private readonly int _batch, _threads;
    private readonly IKernelDevice _device;
    private readonly DrawLayers _layers;
    private readonly CudaLayer _encoder, _decoder, _latent, _heads;
    private readonly float* _inputs, _targets, _noise, _scales, _starts, _losses;
    private DrawBuffers _buffers;

    /// <summary>Takes the first GPU, compiles the kernels for a model's sizes and allocates all memory.</summary>
    /// <param name="shape">The model's sizes.</param>
    /// <param name="batch">The largest number of images at a time.</param>
    /// <param name="threads">The number of threads that may make noise.</param>
    /// <exception cref="NotSupportedException">There is no GPU, driver or library; the message is a sentence.</exception>
    /// <exception cref="CudaException">A call fails, for example because memory is short.</exception>
    public CudaGradients(DrawShape shape, int batch, int threads)
        : this(shape, batch, threads, (source, definitions) => new CudaDevice(source, definitions))
    {
    }

    /// <summary>Prepares for a device that is made with the macros of a model's sizes.</summary>
    internal CudaGradients(DrawShape shape, int batch, int threads, Func<string, IReadOnlyList<string>, IKernelDevice> create)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        (_shape, _batch, _threads) = (shape, batch, threads);
        _layers = new DrawLayers(shape, threads: 1);
        IKernelDevice? device = null;
        try
        {
            _device = device = create(CudaSource.OfFamily("Draw.cu"), Definitions(shape, _layers));
            _encoder = new CudaLayer(device, _layers.Encoder);
            _decoder = new CudaLayer(device, _layers.Decoder);
            _latent = new CudaLayer(device, _layers.Latent);
            _heads = new CudaLayer(device, _layers.Heads);

            long glimpses = (long)shape.Glimpses * batch, states = glimpses + batch;
            int pixels = shape.PixelCount;
            _buffers = new DrawBuffers
            {
                Inputs = device.Allocate((long)batch * pixels),
                Targets = device.Allocate((long)batch * pixels),
                Noise = device.Allocate(glimpses * shape.Latent),
                Scales = device.Allocate(2),
                Starts = device.Allocate(StartLength),
                EncoderInputs = device.Allocate(states * _encoder.Stride),
                EncoderGateValues = device.Allocate(glimpses * _encoder.Outputs),
                EncoderCells = device.Allocate(states * shape.EncoderHidden),
                Posteriors = device.Allocate(glimpses * _latent.Outputs),
                DecoderInputs = device.Allocate(states * _decoder.Stride),
                DecoderGateValues = device.Allocate(glimpses * _decoder.Outputs),
                DecoderCells = device.Allocate(states * shape.DecoderHidden),
                Heads = device.Allocate(states * _heads.Outputs),
                Canvases = device.Allocate(states * pixels),
                EncoderInputGradients = device.Allocate((long)batch * _encoder.Stride),
                DecoderInputGradients = device.Allocate((long)batch * _decoder.Stride),
                EncoderHiddenGradients = device.Allocate((long)batch * _latent.Stride),
                DecoderHiddenGradients = device.Allocate((long)batch * _heads.Stride),
                EncoderCellGradients = device.Allocate((long)batch * shape.EncoderHidden),
                DecoderCellGradients = device.Allocate((long)batch * shape.DecoderHidden),
                CanvasGradients = device.Allocate((long)batch * pixels),
                StartGradients = device.Allocate(StartLength),
                Losses = device.Allocate(3L * batch),
                Scratch = device.Allocate(batch * ScratchLength(shape)),
            };
            _inputs = device.AllocateHost((long)batch * pixels);
            _targets = device.AllocateHost((long)batch * pixels);
            _noise = device.AllocateHost(glimpses * shape.Latent);
            _scales = device.AllocateHost(2);
            _starts = device.AllocateHost(StartLength);
            _losses = device.AllocateHost(3L * batch);
        }
        catch
        {
            device?.Dispose();
            _layers.Dispose();
            throw;
        }
    }

    /// <summary>Looks for a GPU.</summary>
    /// <exception cref="NotSupportedException">There is no GPU, driver or library; the message is a sentence.</exception>
    public static void RequireDevice() => CudaDevice.Find();

    private int StartLength => _shape.PixelCount + _shape.EncoderHidden + _shape.DecoderHidden;

    private IEnumerable<CudaLayer> Layers => [_encoder, _decoder, _latent, _heads];

    /// <inheritdoc/>
    /// <exception cref="CudaException">A call fails.</exception>
    public void Gradient(
        ReadOnlySpan<float> weights,
        ReadOnlySpan<float> inputs,
        ReadOnlySpan<float> targets,
        NoiseSource noise,
        double klWeight,
        Span<Score> losses,
        Span<float> gradient)
    {
        int n = Start(weights, inputs, targets, noise, klWeight, losses.Length);
        _device.Replay((nameof(Gradient), n), () =>
        {
            Forward();
            Backward();
        });
        foreach (CudaLayer layer in Layers)
        {
            layer.Download();
        }

        _device.Download(_buffers.StartGradients, _starts, StartLength);
        TakeLosses(losses);
        foreach (CudaLayer layer in Layers)
        {
            layer.Unpack(gradient);
        }

        int first = 0;
        foreach ((string name, int length) in StartTensors)
        {
            new Span<float>(_starts + first, length).CopyTo(_layers.Vector.Values(gradient, name, length));
            first += length;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="CudaException">A call fails.</exception>
    public void Measure(
        ReadOnlySpan<float> weights, ReadOnlySpan<float> images, NoiseSource noise, Span<Score> losses, Span<double> logWeights = default)
    {
        int n = Start(weights, images, images, noise, klWeight: 1, losses.Length);
        _device.Replay((nameof(Measure), n), Forward);
        TakeLosses(losses);
        for (int k = 0; k < logWeights.Length; k++)
        {
            logWeights[k] = (double)_losses[3 * k + 2] - _losses[3 * k];
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _device.Dispose();
        _layers.Dispose();
    }

    /// <summary>Uploads all that a batch depends on.</summary>
    private int Start(
        ReadOnlySpan<float> weights, ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, NoiseSource noise, double klWeight, int n)
    {
        int latent = _shape.Latent;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(n, _batch);
        _buffers.Count = n;
        (_scales[0], _scales[1]) = ((float)(klWeight / n), 1f / n);
        inputs.CopyTo(new Span<float>(_inputs, _batch * _shape.PixelCount));
        targets.CopyTo(new Span<float>(_targets, _batch * _shape.PixelCount));
        Parallel.For(0, n, new ParallelOptions { MaxDegreeOfParallelism = _threads }, k =>
        {
            for (int t = 0; t < _shape.Glimpses; t++)
            {
                noise(k, t, new Span<float>(_noise + ((long)t * n + k) * latent, latent));
            }
        });
        foreach (CudaLayer layer in Layers)
        {
            layer.Pack(weights);
        }

        Span<float> starts = new(_starts, StartLength);
        int first = 0;
        foreach ((string name, int length) in StartTensors)
        {
            _layers.Vector.Values(weights, name, length).CopyTo(starts[first..]);
            first += length;
        }

        _device.Upload(_inputs, _buffers.Inputs, (long)n * _shape.PixelCount);
        _device.Upload(_targets, _buffers.Targets, (long)n * _shape.PixelCount);
        _device.Upload(_noise, _buffers.Noise, (long)_shape.Glimpses * n * latent);
        _device.Upload(_scales, _buffers.Scales, 2);
        _device.Upload(_starts, _buffers.Starts, StartLength);
        return n;
    }

    /// <summary>Waits for the device and takes the losses.</summary>
    private void TakeLosses(Span<Score> losses)
    {
        _device.Download(_buffers.Losses, _losses, 3L * losses.Length);
        _device.Wait();
        for (int k = 0; k < losses.Length; k++)
        {
            losses[k] = new Score(_losses[3 * k], _losses[3 * k + 1]);
        }
    }

    private IEnumerable<(string Name, int Length)> StartTensors =>
    [
        ("canvas.initial", _shape.PixelCount), ("encoder.h0", _shape.EncoderHidden), ("decoder.h0", _shape.DecoderHidden),
    ];

    private void Forward()
    {
        DrawBuffers b = _buffers;
        int n = b.Count, glimpses = _shape.Glimpses, encoders = n * _shape.EncoderHidden, decoders = n * _shape.DecoderHidden, latents = n * _shape.Latent;
        _device.LaunchPerImage("start", b, 0, n);
        _heads.Forward(At(b.EncoderInputs, _encoder.Stride, 0, _layers.EncoderOne), At(b.Heads, _heads.Outputs, 0), n); // the first read window, from h0
        for (int t = 0; t < glimpses; t++)
        {
            _device.LaunchPerImage("read_forward", b, t, n);
            _encoder.Forward(At(b.EncoderInputs, _encoder.Stride, t), At(b.EncoderGateValues, _encoder.Outputs, t), n);
            _device.LaunchPerElement("encoder_forward", b, t, encoders);
            _latent.Forward(At(b.EncoderInputs, _encoder.Stride, t + 1, _layers.EncoderState), At(b.Posteriors, _latent.Outputs, t), n);
            _device.LaunchPerElement("latent_forward", b, t, latents);
            _decoder.Forward(At(b.DecoderInputs, _decoder.Stride, t), At(b.DecoderGateValues, _decoder.Outputs, t), n);
            _device.LaunchPerElement("decoder_forward", b, t, decoders);
            _heads.Forward(At(b.EncoderInputs, _encoder.Stride, t + 1, _layers.EncoderOne), At(b.Heads, _heads.Outputs, t + 1), n);
            _device.LaunchPerImage("write_forward", b, t, n);
        }

        _device.LaunchPerImage("measure", b, 0, n);
    }

    private void Backward()
    {
        DrawBuffers b = _buffers;
        int n = b.Count, glimpses = _shape.Glimpses, encoders = n * _shape.EncoderHidden, decoders = n * _shape.DecoderHidden, latents = n * _shape.Latent;
        _device.LaunchPerImage("start_backward", b, 0, n);
        for (int t = glimpses - 1; t >= 0; t--)
        {
            _device.LaunchPerImage("write_backward", b, t, n);
            _heads.Backward(At(b.Heads, _heads.Outputs, t + 1), new Matrix(b.DecoderHiddenGradients, _heads.Stride), n);
            _device.LaunchPerElement("decoder_backward", b, t, decoders);
            _decoder.Backward(At(b.DecoderGateValues, _decoder.Outputs, t), new Matrix(b.DecoderInputGradients, _decoder.Stride), n);
            _device.LaunchPerElement("latent_backward", b, t, latents);
            _latent.Backward(At(b.Posteriors, _latent.Outputs, t), new Matrix(b.EncoderHiddenGradients, _latent.Stride), n);
            _device.LaunchPerElement("encoder_backward", b, t, encoders);
            _encoder.Backward(At(b.EncoderGateValues, _encoder.Outputs, t), new Matrix(b.EncoderInputGradients, _encoder.Stride), n);
            _device.LaunchPerImage("read_backward", b, t, n);
        }

        _heads.Backward(At(b.Heads, _heads.Outputs, 0), new Matrix(b.DecoderHiddenGradients, _heads.Stride), n);
        _device.LaunchPerElement("starts_backward", b, 0, StartLength);

        // Rows of all glimpses lie in order, so each weight's gradient is one product.
        int rows = glimpses * n;
        _encoder.Differentiate(At(b.EncoderGateValues, _encoder.Outputs, 0), At(b.EncoderInputs, _encoder.Stride, 0), rows);
        _decoder.Differentiate(At(b.DecoderGateValues, _decoder.Outputs, 0), At(b.DecoderInputs, _decoder.Stride, 0), rows);
        _latent.Differentiate(At(b.Posteriors, _latent.Outputs, 0), At(b.EncoderInputs, _encoder.Stride, 1, _layers.EncoderState), rows);
        _heads.Differentiate(At(b.Heads, _heads.Outputs, 0), At(b.EncoderInputs, _encoder.Stride, 0, _layers.EncoderOne), rows + n);
    }

    /// <summary>The rows of a glimpse, from a column on.</summary>
    private Matrix At(nint buffer, int stride, int glimpse, int column = 0) =>
        new(buffer + ((nint)glimpse * _buffers.Count * stride + column) * sizeof(float), stride);

    /// <summary>The macros of Draw.cu.</summary>
    private static IReadOnlyList<string> Definitions(DrawShape shape, DrawLayers layers) =>
    [
        $"READ_PLANES={2 * shape.Channels}", $"WIDTH={shape.Width}", $"HEIGHT={shape.Height}", $"CHANNELS={shape.Channels}", $"GLIMPSES={shape.Glimpses}", $"LATENT={shape.Latent}",
        $"ENCODER={shape.EncoderHidden}", $"DECODER={shape.DecoderHidden}", $"READ={shape.ReadAttention ?? 0}", $"WRITE={shape.WriteAttention ?? 0}",
        $"ENCODER_INPUTS={NativeTensor.Padded(layers.Encoder.Inputs)}", $"ENCODER_GATES={layers.Encoder.Outputs}",
        $"ENCODER_STATE={layers.EncoderState}", $"ENCODER_ONE={layers.EncoderOne}", $"DECODER_AT_ENCODER={layers.DecoderHidden}",
        $"DECODER_INPUTS={NativeTensor.Padded(layers.Decoder.Inputs)}", $"DECODER_GATES={layers.Decoder.Outputs}",
        $"DECODER_STATE={layers.DecoderState}", $"DECODER_ONE={layers.DecoderOne}",
        $"POSTERIORS={layers.Latent.Outputs}", $"ENCODER_HIDDEN={NativeTensor.Padded(layers.Latent.Inputs)}",
        $"HEADS={layers.Heads.Outputs}", $"DECODER_HIDDEN={NativeTensor.Padded(layers.Heads.Inputs)}",
        $"WRITE_PATCH={layers.WritePatch}", $"READ_WINDOW={layers.ReadWindow}", $"SCRATCH={ScratchLength(shape)}",
    ];

    /// <summary>Floats of scratch for one image: the larger of what Draw.cu's reads, writes and losses need.</summary>
    private static long ScratchLength(DrawShape shape)
    {
        int c = shape.Channels, sides = shape.Width + shape.Height;
        long read = shape.ReadAttention is int r ? Filters(r) + shape.PixelCount + 4L * c * shape.Height * r : 0;
        long write = shape.WriteAttention is int w ? Filters(w) + 2L * c * w * shape.Width + c * w * w + c * w : 0;
        return Math.Max(3 * IKernelDevice.LargestBlock, Math.Max(read, write));

        long Filters(int n) => 2L * n * sides + 6 * n;
    }
}
