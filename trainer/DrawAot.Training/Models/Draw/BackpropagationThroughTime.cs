using DrawAot.Manifest;
using DrawAot.Training.Ops.Dense;
using DrawAot.Training.Ops.Latent;
using DrawAot.Training.Ops.Lstm;
using DrawAot.Training.Ops.Read;
using DrawAot.Training.Ops.Reconstruction;
using DrawAot.Training.Ops.Write;

namespace DrawAot.Training.Models.Draw;

/// <summary>
/// The loss of a batch and its gradient, equal to those that libtorch's autograd computes of DrawModule and several times as
/// fast: one kernel an operation, and the weights' gradients as one product over all glimpses at the end.
/// </summary>
/// <remarks>
/// Each thread takes a group of images through all glimpses and back; then the threads share the weights' gradients. Every
/// number is a sum of the same terms in the same order on every thread, and lanes run across outputs, so the bits depend
/// neither on the number of threads nor on the vector width.
/// </remarks>
public sealed unsafe class BackpropagationThroughTime : IGradientSource, IBoundSource
{
    /// <summary>
    /// The largest number of images in a group. A group reads all weights once a glimpse, from the L3 cache, so groups are large.
    /// </summary>
    private const int RowsPerGroup = 100;

    private readonly DrawShape _shape;
    private readonly int _threads;
    private readonly ParallelWork _work;
    private readonly DrawLayers _layers;
    private readonly DrawActivations _activations;
    private readonly Scratch _scratch;

    private readonly ReadOp _read;
    private readonly DenseOp _encoderGates, _posterior, _decoderGates, _heads;
    private readonly LstmOp _encoder, _decoder;
    private readonly LatentOp _latent;
    private readonly WriteOp _write;
    private readonly LayerWeights _weights;
    private readonly ReconstructionOp _reconstruction;

    private int _count;

    /// <summary>Allocates all memory.</summary>
    /// <param name="shape">The model's sizes.</param>
    /// <param name="batch">The largest number of images at a time.</param>
    /// <param name="threads">The number of threads that may compute; results do not depend on it.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batch"/> or <paramref name="threads"/> is less than 1.</exception>
    public BackpropagationThroughTime(DrawShape shape, int batch, int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        (_shape, _threads) = (shape, threads);
        _work = new ParallelWork(threads);
        DrawLayers layers = _layers = new DrawLayers(shape, threads);
        DrawActivations a = _activations = new DrawActivations(shape, layers, batch);
        Scratch scratch = _scratch = new Scratch(batch);
        int glimpses = shape.Glimpses, products = glimpses * batch;
        Activation input = a.Inputs.Reused(), canvas = a.Canvases.Reused(), dCanvas = a.CanvasGradients.Reused();
        Activation dEncoder = a.EncoderHiddenGradients.Reused(), dDecoder = a.DecoderHiddenGradients.Reused();

        _read = new ReadOp(
            shape, shape.ReadAttention, input, new ErrorImageOp(a.Pixels, glimpses, input, canvas, dCanvas, batch),
            a.Heads.At(layers.ReadWindow), a.EncoderInputs.At(), a.EncoderInputGradients.Reused(), batch, scratch);
        _encoderGates = new DenseOp(
            layers.Encoder, a.EncoderInputs.At(), a.EncoderGateValues.At(), a.EncoderInputGradients.Reused(), accumulates: false, products);
        _encoder = new LstmOp(
            shape.EncoderHidden, glimpses, a.EncoderGateValues.At(),
            [new(a.EncoderInputs.At(layers.EncoderState), a.EncoderInputGradients.Reused(layers.EncoderState))],
            dEncoder, batch, scratch);
        _posterior = new DenseOp(
            layers.Latent, a.EncoderInputs.At(layers.EncoderState, shift: 1), a.Posteriors.At(), dEncoder, accumulates: true, products);
        _latent = new LatentOp(
            shape.Latent, glimpses, a.Posteriors.At(), a.DecoderInputs.At(), a.DecoderInputGradients.Reused(), batch, scratch);
        _decoderGates = new DenseOp(
            layers.Decoder, a.DecoderInputs.At(), a.DecoderGateValues.At(), a.DecoderInputGradients.Reused(), accumulates: false, products);
        _decoder = new LstmOp(
            shape.DecoderHidden, glimpses, a.DecoderGateValues.At(),
            [
                new(a.EncoderInputs.At(layers.DecoderHidden), a.EncoderInputGradients.Reused(layers.DecoderHidden)),
                new(a.DecoderInputs.At(layers.DecoderState), a.DecoderInputGradients.Reused(layers.DecoderState)),
            ],
            a.DecoderHiddenGradients.Reused(1), batch, scratch);
        _heads = new DenseOp(
            layers.Heads, a.EncoderInputs.At(layers.EncoderOne), a.Heads.At(), dDecoder, accumulates: true, products + batch);
        _write = new WriteOp(
            shape, a.Heads.At(shift: 1), a.Heads.At(layers.WritePatch, shift: 1), canvas, dCanvas, batch, scratch);
        _reconstruction = new ReconstructionOp(shape, a.Targets.Reused(), canvas, dCanvas, scratch);
        _weights = new LayerWeights([_encoderGates, _decoderGates, _posterior, _heads], _work);
        scratch.Allocate();
    }

    /// <summary>Receives the time of each phase; null, as at first, measures nothing.</summary>
    internal StepTimes? Times
    {
        get => _work.Times;
        set => _work.Times = value;
    }

    /// <summary>Numbers of a model: the length of the vectors of weights and of gradients.</summary>
    public int Parameters => _layers.Vector.Length;

    /// <inheritdoc/>
    public void Gradient(
        ReadOnlySpan<float> weights,
        ReadOnlySpan<float> inputs,
        ReadOnlySpan<float> targets,
        NoiseSource noise,
        double klWeight,
        Span<Score> losses,
        Span<float> gradient)
    {
        Start(weights, inputs, targets, losses.Length);
        var scores = new Score[losses.Length];
        _work.Run(RowGroup.Divide(_activations.Rows, _count, _threads, RowsPerGroup), group =>
        {
            Forward(group, noise);
            Measure(group, scores);
            Backward(group, (float)(klWeight / _count));
        });
        scores.CopyTo(losses);
        CollectGradient(gradient);
    }

    /// <inheritdoc/>
    public void Measure(
        ReadOnlySpan<float> weights, ReadOnlySpan<float> images, NoiseSource noise, Span<Score> losses, Span<double> logWeights = default)
    {
        Start(weights, images, images, losses.Length);
        var scores = new Score[losses.Length];
        _work.Run(RowGroup.Divide(_count, _count, _threads, RowsPerGroup), group =>
        {
            Forward(group, noise);
            Measure(group, scores);
        });
        for (int k = 0; k < logWeights.Length; k++)
        {
            logWeights[k] = _latent.LogPriorOverPosterior(k) - scores[k].Reconstruction;
        }

        scores.CopyTo(losses);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _read.Dispose();
        _encoder.Dispose();
        _latent.Dispose();
        _decoder.Dispose();
        _write.Dispose();
        _scratch.Dispose();
        _activations.Dispose();
        _layers.Dispose();
    }

    /// <summary>Sets the weights, the images and the states before the first glimpse.</summary>
    private void Start(ReadOnlySpan<float> weights, ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, int count)
    {
        _count = count;
        _weights.Pack(weights);
        StepTimes.Lap lap = StepTimes.Start(Times);
        for (int row = 0; row < _activations.Rows; row++)
        {
            _activations.SetCanvas(row, _layers.Vector.Values(weights, "canvas.initial", _shape.PixelCount));
            _encoder.Start(row, _layers.Vector.Values(weights, "encoder.h0", _shape.EncoderHidden));
            _decoder.Start(row, _layers.Vector.Values(weights, "decoder.h0", _shape.DecoderHidden));
            if (row < count)
            {
                int first = row * _shape.PixelCount;
                _activations.SetImage(row, inputs.Slice(first, _shape.PixelCount), targets.Slice(first, _shape.PixelCount));
            }
        }

        lap.EndAlone(StepPhase.PackWeights);
    }

    private void Forward(RowGroup group, NoiseSource noise)
    {
        StepTimes.Lap lap = StepTimes.Start(Times);
        _heads.Forward(0, group); // the first read window, from h0
        lap.End(StepPhase.Products);
        for (int t = 0; t < _shape.Glimpses; t++)
        {
            _read.Forward(t, group);
            lap.End(StepPhase.Reads);
            _encoderGates.Forward(t, group);
            lap.End(StepPhase.Products);
            _encoder.Forward(t, group);
            lap.End(StepPhase.Cells);
            _posterior.Forward(t, group);
            lap.End(StepPhase.Products);
            _latent.Forward(t, group, noise);
            lap.End(StepPhase.Latents);
            _decoderGates.Forward(t, group);
            lap.End(StepPhase.Products);
            _decoder.Forward(t, group);
            lap.End(StepPhase.Cells);
            _heads.Forward(t + 1, group);
            lap.End(StepPhase.Products);
            _write.Forward(t, group);
            lap.End(StepPhase.Writes);
        }
    }

    private void Measure(RowGroup group, Score[] scores)
    {
        StepTimes.Lap lap = StepTimes.Start(Times);
        for (int row = group.First; row < group.ImagesEnd; row++)
        {
            scores[row] = new Score(_reconstruction.Forward(row), _latent.Divergence(row));
        }

        lap.End(StepPhase.Losses);
    }

    private void Backward(RowGroup group, float klScale)
    {
        StepTimes.Lap lap = StepTimes.Start(Times);
        _reconstruction.Backward(group);
        StartBackward(group);
        lap.End(StepPhase.Losses);
        for (int t = _shape.Glimpses - 1; t >= 0; t--)
        {
            _write.Backward(t, group);
            lap.End(StepPhase.Writes);
            _decoder.SumHiddenGradients(group);
            _heads.Backward(t + 1, group);
            lap.End(StepPhase.Products);
            _decoder.Backward(t, group);
            lap.End(StepPhase.Cells);
            _decoderGates.Backward(t, group);
            lap.End(StepPhase.Products);
            _latent.Backward(t, group, klScale);
            lap.End(StepPhase.Latents);
            _encoder.SumHiddenGradients(group);
            _posterior.Backward(t, group);
            lap.End(StepPhase.Products);
            _encoder.Backward(t, group);
            lap.End(StepPhase.Cells);
            _encoderGates.Backward(t, group);
            lap.End(StepPhase.Products);
            _read.Backward(t, group);
            lap.End(StepPhase.Reads);
        }

        _encoder.SumHiddenGradients(group);
        _decoder.SumHiddenGradients(group);
        _heads.Backward(0, group);
        lap.End(StepPhase.Products);
    }

    /// <summary>Clears the gradients that come from beyond the last glimpse, and those of heads that no glimpse uses.</summary>
    private void StartBackward(RowGroup group)
    {
        _encoder.StartBackward(group);
        _decoder.StartBackward(group);
        for (int row = group.First; row < group.End; row++)
        {
            new Span<float>(_activations.EncoderInputGradients[0, row], _activations.EncoderInputGradients.Width).Clear();
            new Span<float>(_activations.DecoderInputGradients[0, row], _activations.DecoderInputGradients.Width).Clear();

            // The last read window and the write before the first glimpse.
            new Span<float>(_activations.Heads[_shape.Glimpses, row] + _layers.ReadWindow, ModelTensors.WindowSize).Clear();
            new Span<float>(_activations.Heads[0, row], _layers.ReadWindow).Clear();
        }
    }

    private void CollectGradient(Span<float> gradient)
    {
        _weights.CollectGradient(gradient);
        StepTimes.Lap lap = StepTimes.Start(Times);
        _activations.EncoderHiddenGradients.SumRows(0, _layers.Vector.Values(gradient, "encoder.h0", _shape.EncoderHidden));
        _activations.DecoderHiddenGradients.SumRows(1, _layers.Vector.Values(gradient, "decoder.h0", _shape.DecoderHidden));
        Span<float> canvas = _layers.Vector.Values(gradient, "canvas.initial", _shape.PixelCount);
        int padded = NativeTensor.Padded(_shape.Width);
        for (int line = 0; line < _shape.Channels * _shape.Height; line++)
        {
            _activations.CanvasGradients.SumRows(line * padded, canvas.Slice(line * _shape.Width, _shape.Width));
        }

        lap.EndAlone(StepPhase.CollectGradient);
    }
}
