using DrawAot.Manifest;
using DrawAot.Training.Ops.CrossEntropy;
using DrawAot.Training.Ops.Dense;
using DrawAot.Training.Ops.Lstm;
using DrawAot.Training.Ops.Read;

namespace DrawAot.Training.Models.Classifier;

/// <summary>
/// The loss of a batch of a glimpse classifier and its gradient, equal to those that libtorch's autograd computes of
/// ClassifierModule: one kernel an operation, and the weights' gradients as one product over all glimpses at the end.
/// </summary>
/// <remarks>
/// Each thread takes a group of images through all glimpses and back; then the threads share the weights' gradients. Every
/// number is a sum of the same terms in the same order on every thread, and lanes run across outputs, so the bits depend
/// neither on the number of threads nor on the vector width.
/// </remarks>
public sealed unsafe class ClassifierBackpropagation : IClassifierGradientSource
{
    /// <summary>
    /// The largest number of images in a group. Each glimpse reads all weights once a group, and each image again: the more
    /// images a group has, the less of what a glimpse reads is still in the caches.
    /// </summary>
    private const int RowsPerGroup = 34;

    private readonly ClassifierShape _shape;
    private readonly int _threads;
    private readonly ParallelWork _work;
    private readonly ClassifierLayers _layers;
    private readonly ClassifierActivations _activations;
    private readonly Scratch _scratch;
    private readonly int[] _labels;

    private readonly ReadOp _read;
    private readonly DenseOp _window, _gates, _classes, _lastClasses; // the class layer after each glimpse, and after the last
    private readonly LstmOp _lstm;
    private readonly CrossEntropyOp _crossEntropy;
    private readonly LayerWeights _weights;

    /// <summary>Allocates all memory.</summary>
    /// <param name="shape">The model's sizes.</param>
    /// <param name="batch">The largest number of images at a time.</param>
    /// <param name="threads">The number of threads that may compute; results do not depend on it.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batch"/> or <paramref name="threads"/> is less than 1.</exception>
    public ClassifierBackpropagation(ClassifierShape shape, int batch, int threads)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        (_shape, _threads, _labels) = (shape, threads, new int[batch]);
        _work = new ParallelWork(threads);
        ClassifierLayers layers = _layers = new ClassifierLayers(shape, threads);
        ClassifierActivations a = _activations = new ClassifierActivations(shape, layers, batch);
        Scratch scratch = _scratch = new Scratch(batch);
        int glimpses = shape.Glimpses, products = glimpses * batch;
        Activation dHidden = a.HiddenGradients.Reused();

        _window = new DenseOp(layers.Window, a.Inputs.At(layers.State), a.Windows.At(), dHidden, accumulates: true, products);
        _read = new ReadOp(
            shape, shape.ReadAttention, a.Images.Reused(), errorImage: null,
            a.Windows.At(), a.Inputs.At(), a.InputGradients.Reused(), batch, scratch);
        _gates = new DenseOp(layers.Lstm, a.Inputs.At(), a.Gates.At(), a.InputGradients.Reused(), accumulates: false, products);
        _lstm = new LstmOp(
            shape.Hidden, glimpses, a.Gates.At(),
            [new(a.Inputs.At(layers.State), a.InputGradients.Reused(layers.State))],
            dHidden, batch, scratch);
        _classes = new DenseOp(
            layers.Classes, a.Inputs.At(layers.State, shift: 1), a.Logits.At(), dHidden, accumulates: true, products);
        Activation lastLogits = a.Logits.At(shift: glimpses - 1);
        _lastClasses = new DenseOp(
            layers.Classes, a.Inputs.At(layers.State, shift: glimpses), lastLogits, dHidden, accumulates: true, batch);
        _crossEntropy = new CrossEntropyOp(shape.ClassCount, lastLogits);
        _weights = new LayerWeights([_gates, _window, _lastClasses], _work);
        scratch.Allocate();
    }

    /// <summary>Numbers of a model: the length of the vectors of weights and of gradients.</summary>
    public int Parameters => _layers.Vector.Length;

    /// <summary>Receives the time of each phase; null, as at first, measures nothing.</summary>
    internal StepTimes? Times
    {
        get => _work.Times;
        set => _work.Times = value;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A length is not the one stated.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are more images than the batch, or a label is no class.</exception>
    public void Gradient(
        ReadOnlySpan<float> weights, ReadOnlySpan<float> images, ReadOnlySpan<int> labels, Span<float> losses, Span<float> gradient)
    {
        int count = labels.Length;
        RequireLength(losses.Length, count, nameof(losses), "one loss a label");
        RequireLength(gradient.Length, Parameters, nameof(gradient), "one number a weight");
        Start(weights, images, count);
        SetLabels(labels);
        float[] entropies = new float[count]; // a lambda captures no span
        _work.Run(RowGroup.Divide(_activations.Rows, count, _threads, RowsPerGroup), group =>
        {
            Forward(group);
            Measure(group, entropies);
            Backward(group);
        });
        entropies.CopyTo(losses);
        CollectGradient(gradient);
    }

    /// <summary>The class logits of each image after every glimpse.</summary>
    /// <param name="weights">All weights, tensor after tensor.</param>
    /// <param name="images">x [n, C, B, A] in [0, 1]; n is at most the batch.</param>
    /// <param name="logits">Receives the logits [n, T, K].</param>
    /// <exception cref="ArgumentException">A length is not the one stated.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are more images than the batch.</exception>
    public void Forward(ReadOnlySpan<float> weights, ReadOnlySpan<float> images, Span<float> logits)
    {
        (int glimpses, int classes) = (_shape.Glimpses, _shape.ClassCount);
        int count = logits.Length / (glimpses * classes);
        RequireLength(logits.Length, count * glimpses * classes, nameof(logits), $"a multiple of {glimpses}·{classes} logits");
        Start(weights, images, count);
        _work.Run(RowGroup.Divide(count, count, _threads, RowsPerGroup), group =>
        {
            Forward(group);
            for (int t = 0; t < glimpses; t++)
            {
                _classes.Forward(t, group);
            }
        });
        for (int row = 0; row < count; row++)
        {
            for (int t = 0; t < glimpses; t++)
            {
                new ReadOnlySpan<float>(_activations.Logits[t, row], classes).CopyTo(logits.Slice((row * glimpses + t) * classes, classes));
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _read.Dispose();
        _lstm.Dispose();
        _scratch.Dispose();
        _activations.Dispose();
        _layers.Dispose();
    }

    private static void RequireLength(int length, int expected, string argument, string meaning)
    {
        if (length != expected)
        {
            throw new ArgumentException($"'{argument}' has {length} numbers; {expected}, {meaning}, were expected.", argument);
        }
    }

    /// <summary>Sets the weights, the images and the state before the first glimpse.</summary>
    private void Start(ReadOnlySpan<float> weights, ReadOnlySpan<float> images, int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _activations.Rows);
        RequireLength(weights.Length, Parameters, nameof(weights), "one number a weight");
        RequireLength(images.Length, count * _shape.PixelCount, nameof(images), $"the pixels of {count} images");
        _weights.Pack(weights);
        StepTimes.Lap lap = StepTimes.Start(Times);
        for (int row = 0; row < _activations.Rows; row++)
        {
            _lstm.Start(row, _layers.Vector.Values(weights, "lstm.h0", _shape.Hidden));
            if (row < count)
            {
                _activations.SetImage(row, images.Slice(row * _shape.PixelCount, _shape.PixelCount));
            }
        }

        lap.EndAlone(StepPhase.PackWeights);
    }

    private void SetLabels(ReadOnlySpan<int> labels)
    {
        foreach (int label in labels)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(label, nameof(labels));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(label, _shape.ClassCount, nameof(labels));
        }

        labels.CopyTo(_labels);
    }

    private void Forward(RowGroup group)
    {
        StepTimes.Lap lap = StepTimes.Start(Times);
        for (int t = 0; t < _shape.Glimpses; t++)
        {
            _window.Forward(t, group);
            lap.End(StepPhase.Products);
            _read.Forward(t, group);
            lap.End(StepPhase.Reads);
            _gates.Forward(t, group);
            lap.End(StepPhase.Products);
            _lstm.Forward(t, group);
            lap.End(StepPhase.Cells);
        }
    }

    private void Measure(RowGroup group, float[] losses)
    {
        StepTimes.Lap lap = StepTimes.Start(Times);
        _lastClasses.Forward(0, group);
        lap.End(StepPhase.Products);
        for (int row = group.First; row < group.ImagesEnd; row++)
        {
            losses[row] = _crossEntropy.Forward(row, _labels[row]);
        }

        lap.End(StepPhase.Losses);
    }

    private void Backward(RowGroup group)
    {
        StepTimes.Lap lap = StepTimes.Start(Times);
        _crossEntropy.Backward(group, _labels);
        _lstm.StartBackward(group);
        for (int row = group.First; row < group.End; row++)
        {
            new Span<float>(_activations.HiddenGradients[0, row], _activations.HiddenGradients.Width).Clear();
        }

        lap.End(StepPhase.Losses);
        _lastClasses.Backward(0, group);
        lap.End(StepPhase.Products);
        for (int t = _shape.Glimpses - 1; t >= 0; t--)
        {
            _lstm.Backward(t, group);
            lap.End(StepPhase.Cells);
            _gates.Backward(t, group);
            lap.End(StepPhase.Products);
            _read.Backward(t, group);
            lap.End(StepPhase.Reads);
            _lstm.SumHiddenGradients(group);
            _window.Backward(t, group);
            lap.End(StepPhase.Products);
        }
    }

    private void CollectGradient(Span<float> gradient)
    {
        _weights.CollectGradient(gradient);
        StepTimes.Lap lap = StepTimes.Start(Times);
        _activations.HiddenGradients.SumRows(0, _layers.Vector.Values(gradient, "lstm.h0", _shape.Hidden));
        lap.EndAlone(StepPhase.CollectGradient);
    }
}
