using System.Numerics.Tensors;
using DrawAot.Manifest;
using DrawAot.Numerics;

namespace DrawAot.Training;

/// <summary>
/// The loss of a batch and its gradient, as DrawModule and libtorch's autograd have them, several times as
/// fast: kernels made for what DRAW does, no object for an operation, and the weights' gradients as one product over all
/// glimpses at the end.
/// </summary>
/// <remarks>
/// Each thread takes a group of images through all glimpses and back; then the threads share the weights' gradients. Every
/// number is a sum of the same terms in the same order on whichever thread, and lanes run across outputs, so the bits
/// depend on neither the number of threads nor the vector width.
/// </remarks>
public sealed unsafe class BackpropagationThroughTime : IGradientSource
{
    /// <summary>
    /// Images that go through the glimpses together, at most. Each group reads all weights once a glimpse, from the L3 cache,
    /// so groups are large.
    /// </summary>
    private const int RowsPerGroup = 100;

    private readonly DrawShape _shape;
    private readonly int _threads;
    private readonly int _rows; // the largest batch
    private readonly int _line, _picture; // floats of a line and of a picture, padded
    private readonly Layers _layers;
    private readonly Reading _reading;
    private readonly Writing _writing;

    // [T + 1, n]: glimpse t reads place t and leaves its states in place t + 1.
    private readonly Block _encoderInputs, _decoderInputs, _encoderCells, _decoderCells, _heads;

    // [T, n]; gates, posteriors and heads become their gradients on the way back.
    private readonly Block _encoderGates, _decoderGates, _encoderSquashed, _decoderSquashed, _posteriors, _noise;
    private readonly Block _inks, _readBanks, _writeBanks; // σ(c) before the glimpse, and the filters of its windows

    // [n]
    private readonly Block _images, _canvases, _errors, _scratch;
    private readonly Block _dEncoderInputs, _dDecoderInputs, _dEncoderStates, _dDecoderStates, _dEncoderCells, _dDecoderCells;
    private readonly Block _dCanvases, _dErrors;

    private int _count;

    /// <summary>Takes the memory that it will ever need.</summary>
    /// <param name="shape">The model's sizes.</param>
    /// <param name="batch">The largest number of images at a time.</param>
    /// <param name="threads">How many threads may compute.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batch"/> or <paramref name="threads"/> is less than 1.</exception>
    public BackpropagationThroughTime(DrawShape shape, int batch, int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        (_shape, _threads) = (shape, threads);
        _rows = batch;
        _line = Block.Padded(shape.Width);
        _picture = shape.Channels * shape.Height * _line;
        _layers = new Layers(shape, threads);
        _reading = new Reading(shape);
        _writing = new Writing(shape);

        int t = shape.Glimpses, he = _layers.PaddedEncoder, hd = _layers.PaddedDecoder;

        // After the last input there is room for the rest of a tile.
        int encoderInputs = Block.Padded(_layers.Encoder.Inputs + GemmMicroKernel.Rows - 1);
        int decoderInputs = Block.Padded(_layers.Decoder.Inputs + GemmMicroKernel.Rows - 1);
        _encoderInputs = new Block(t + 1, _rows, encoderInputs);
        _decoderInputs = new Block(t + 1, _rows, decoderInputs);
        _encoderCells = new Block(t + 1, _rows, he);
        _decoderCells = new Block(t + 1, _rows, hd);
        _heads = new Block(t + 1, _rows, _layers.Heads.Outputs);
        _encoderGates = new Block(t, _rows, _layers.Encoder.Outputs);
        _decoderGates = new Block(t, _rows, _layers.Decoder.Outputs);
        _encoderSquashed = new Block(t, _rows, he);
        _decoderSquashed = new Block(t, _rows, hd);
        _posteriors = new Block(t, _rows, _layers.Latent.Outputs);
        _noise = new Block(t, _rows, _layers.PaddedLatent);
        _inks = new Block(t, _rows, _picture);
        _readBanks = new Block(t, _rows, _reading.Filters?.Size ?? 0);
        _writeBanks = new Block(t, _rows, _writing.Filters?.Size ?? 0);

        _images = new Block(1, _rows, _picture);
        _canvases = new Block(1, _rows, _picture);
        _errors = new Block(1, _rows, _picture);
        _scratch = new Block(1, _rows, Block.Padded(Math.Max(
            Math.Max(_reading.ScratchSize, _writing.ScratchSize), Math.Max(Math.Max(he, hd), 2 * shape.PixelCount))));
        _dEncoderInputs = new Block(1, _rows, encoderInputs);
        _dDecoderInputs = new Block(1, _rows, decoderInputs);
        _dEncoderStates = new Block(1, _rows, Block.Padded(_layers.Latent.Inputs));
        _dDecoderStates = new Block(1, _rows, Block.Padded(_layers.Heads.Inputs));
        _dEncoderCells = new Block(1, _rows, he);
        _dDecoderCells = new Block(1, _rows, hd);
        _dCanvases = new Block(1, _rows, _picture);
        _dErrors = new Block(1, _rows, _picture);

        for (int glimpse = 0; glimpse <= t; glimpse++)
        {
            for (int row = 0; row < _rows; row++)
            {
                _encoderInputs[glimpse, row][_layers.EncoderOne] = 1;
                _decoderInputs[glimpse, row][_layers.DecoderOne] = 1;
            }
        }
    }

    /// <summary>Receives the time of each phase; null, as at first, measures nothing.</summary>
    internal StepTimes? Times { get; set; }

    /// <summary>Numbers of a model: the length of the vectors of weights and of gradients.</summary>
    public int Parameters => _layers.Parameters;

    /// <inheritdoc/>
    public void Gradient(
        ReadOnlySpan<float> weights,
        ReadOnlySpan<float> images,
        NoiseSource noise,
        double klWeight,
        Span<Score> losses,
        Span<float> gradient)
    {
        Prepare(weights, images, losses.Length);
        var scores = new Score[losses.Length];
        Share(Groups(_rows), group =>
        {
            Forward(group, noise);
            StepTimes.Lap lap = StepTimes.Start(Times);
            Measure(group, scores);
            lap.End(StepPhase.Losses);
            Backward(group, (float)(klWeight / _count));
        });
        scores.CopyTo(losses);
        CollectGradient(gradient);
    }

    /// <summary>The loss of each image alone.</summary>
    /// <param name="weights">All weights, tensor after tensor.</param>
    /// <param name="images">x [n, C, B, A] in [0, 1].</param>
    /// <param name="noise">Gives ε; called from several threads at a time.</param>
    /// <param name="losses">Receives L_x and L_z of each image [n].</param>
    /// <param name="logWeights">Receives log p(x, z) − log q(z | x) of each image [n], unless it is empty.</param>
    public void Measure(
        ReadOnlySpan<float> weights, ReadOnlySpan<float> images, NoiseSource noise, Span<Score> losses, Span<double> logWeights = default)
    {
        Prepare(weights, images, losses.Length);
        var scores = new Score[losses.Length];
        Share(Groups(_count), group =>
        {
            Forward(group, noise);
            StepTimes.Lap lap = StepTimes.Start(Times);
            Measure(group, scores);
            lap.End(StepPhase.Losses);
        });
        for (int k = 0; k < logWeights.Length; k++)
        {
            logWeights[k] = LogWeight(k, scores[k]);
        }

        scores.CopyTo(losses);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Block block in (ReadOnlySpan<Block>)
            [
                _encoderInputs, _decoderInputs, _encoderCells, _decoderCells, _heads,
                _encoderGates, _decoderGates, _encoderSquashed, _decoderSquashed, _posteriors, _noise,
                _inks, _readBanks, _writeBanks, _images, _canvases, _errors, _scratch,
                _dEncoderInputs, _dDecoderInputs, _dEncoderStates, _dDecoderStates, _dEncoderCells, _dDecoderCells,
                _dCanvases, _dErrors,
            ])
        {
            block.Dispose();
        }

        _layers.Dispose();
    }

    /// <summary>Sets the weights, the images and the states before the first glimpse.</summary>
    private void Prepare(ReadOnlySpan<float> weights, ReadOnlySpan<float> images, int count)
    {
        _count = count;
        fixed (float* all = weights)
        {
            (nint first, int length) = ((nint)all, weights.Length); // a lambda captures no span
            Share(Parts(), StepPhase.PackWeights, part => part.Layer.Pack(part.Part, new ReadOnlySpan<float>((float*)first, length)));
        }

        StepTimes.Lap lap = StepTimes.Start(Times);

        ReadOnlySpan<float> canvas = _layers.Values(weights, "canvas.initial", _shape.PixelCount);
        ReadOnlySpan<float> encoder = _layers.Values(weights, "encoder.h0", _shape.EncoderHidden);
        ReadOnlySpan<float> decoder = _layers.Values(weights, "decoder.h0", _shape.DecoderHidden);
        int lines = _shape.Channels * _shape.Height;
        fixed (float* initial = canvas, image = images)
        {
            for (int row = 0; row < _rows; row++)
            {
                PaddedRows.Pad(initial, lines, _shape.Width, _line, _canvases[0, row]);
                encoder.CopyTo(new Span<float>(_encoderInputs[0, row] + _layers.EncoderState, encoder.Length));
                decoder.CopyTo(new Span<float>(_encoderInputs[0, row] + _layers.DecoderHiddenAt, decoder.Length));
                decoder.CopyTo(new Span<float>(_decoderInputs[0, row] + _layers.DecoderState, decoder.Length));
                if (row < count)
                {
                    PaddedRows.Pad(image + (long)row * _shape.PixelCount, lines, _shape.Width, _line, _images[0, row]);
                }
            }
        }

        lap.EndAlone(StepPhase.PackWeights);
    }

    /// <summary>Divides rows into groups of about equal size, as few as keep every thread busy.</summary>
    private (int First, int Rows)[] Groups(int rows)
    {
        int threads = Math.Max(1, Math.Min(_threads, rows)), together = threads * RowsPerGroup;
        int groups = Math.Min(rows, (rows + together - 1) / together * threads);
        return [.. Enumerable.Range(0, groups).Select(k => (k * rows / groups, (k + 1) * rows / groups - k * rows / groups))];
    }

    private void Share<T>(T[] units, StepPhase phase, Action<T> work) => Share(units, unit =>
    {
        StepTimes.Lap lap = StepTimes.Start(Times);
        work(unit);
        lap.End(phase);
    });

    private void Share<T>(T[] units, Action<T> work)
    {
        int next = 0;
        double longest = 0;
        object gate = new();
        Parallel.For(0, Math.Min(_threads, units.Length), _ =>
        {
            double start = Times?.Now() ?? 0;
            for (int unit = Interlocked.Increment(ref next) - 1; unit < units.Length; unit = Interlocked.Increment(ref next) - 1)
            {
                work(units[unit]);
            }

            if (Times is not null)
            {
                lock (gate)
                {
                    longest = Math.Max(longest, Times.Now() - start);
                }
            }
        });
        Times?.ReachBarrier(longest);
    }

    /// <summary>The parts of all layers' weights.</summary>
    private (Layer Layer, int Part)[] Parts() =>
    [
        .. ((Layer[])[_layers.Encoder, _layers.Decoder, _layers.Latent, _layers.Heads])
            .SelectMany(layer => Enumerable.Range(0, layer.Parts).Select(part => (layer, part))),
    ];

    private void Forward((int First, int Rows) group, NoiseSource noise)
    {
        (int first, int rows) = group;
        StepTimes.Lap lap = StepTimes.Start(Times);
        Heads(0, first, rows);
        lap.End(StepPhase.Products);
        for (int t = 0; t < _shape.Glimpses; t++)
        {
            for (int row = first; row < first + rows; row++)
            {
                Read(t, row);
            }

            lap.End(StepPhase.Reads);
            _layers.Encoder.Forward(
                _encoderInputs[t, first], _encoderInputs.Width, rows, _encoderGates[t, first], _encoderGates.Width);
            lap.End(StepPhase.Products);
            for (int row = first; row < first + rows; row++)
            {
                float* h = _scratch[0, row];
                Cell.Forward(
                    _layers.PaddedEncoder, _encoderGates[t, row], _encoderCells[t, row], _encoderCells[t + 1, row], _encoderSquashed[t, row], h);
                new ReadOnlySpan<float>(h, _shape.EncoderHidden).CopyTo(
                    new Span<float>(_encoderInputs[t + 1, row] + _layers.EncoderState, _shape.EncoderHidden));
            }

            lap.End(StepPhase.Cells);
            _layers.Latent.Forward(
                _encoderInputs[t + 1, first] + _layers.EncoderState, _encoderInputs.Width, rows, _posteriors[t, first], _posteriors.Width);
            lap.End(StepPhase.Products);
            for (int row = first; row < first + rows; row++)
            {
                ChooseLatent(t, row, noise);
            }

            lap.End(StepPhase.Latents);
            _layers.Decoder.Forward(
                _decoderInputs[t, first], _decoderInputs.Width, rows, _decoderGates[t, first], _decoderGates.Width);
            lap.End(StepPhase.Products);
            for (int row = first; row < first + rows; row++)
            {
                float* h = _scratch[0, row];
                Cell.Forward(
                    _layers.PaddedDecoder, _decoderGates[t, row], _decoderCells[t, row], _decoderCells[t + 1, row], _decoderSquashed[t, row], h);
                var state = new ReadOnlySpan<float>(h, _shape.DecoderHidden);
                state.CopyTo(new Span<float>(_encoderInputs[t + 1, row] + _layers.DecoderHiddenAt, _shape.DecoderHidden));
                state.CopyTo(new Span<float>(_decoderInputs[t + 1, row] + _layers.DecoderState, _shape.DecoderHidden));
            }

            lap.End(StepPhase.Cells);
            Heads(t + 1, first, rows);
            lap.End(StepPhase.Products);
            for (int row = first; row < first + rows; row++)
            {
                float* heads = _heads[t + 1, row];
                _writing.Forward(heads, heads + _layers.WritePatch, _writeBanks[t, row], _canvases[0, row], _scratch[0, row]);
            }

            lap.End(StepPhase.Writes);
        }
    }

    private void Heads(int t, int first, int rows) => _layers.Heads.Forward(
        _encoderInputs[t, first] + _layers.EncoderOne, _encoderInputs.Width, rows, _heads[t, first], _heads.Width);

    private void Read(int t, int row)
    {
        VectorMath.Sigmoid(new ReadOnlySpan<float>(_canvases[0, row], _picture), new Span<float>(_inks[t, row], _picture));
        SetError(t, row);
        _reading.Forward(
            _images[0, row], _errors[0, row], _heads[t, row] + _layers.ReadWindow, _readBanks[t, row], _encoderInputs[t, row], _scratch[0, row]);
    }

    /// <summary>x̂ = x − σ(c).</summary>
    private void SetError(int t, int row) => TensorPrimitives.Subtract(
        new ReadOnlySpan<float>(_images[0, row], _picture),
        new ReadOnlySpan<float>(_inks[t, row], _picture),
        new Span<float>(_errors[0, row], _picture));

    private void ChooseLatent(int t, int row, NoiseSource noise)
    {
        var epsilon = new Span<float>(_noise[t, row], _shape.Latent);
        if (row < _count)
        {
            noise(row, t, epsilon);
        }

        float* posterior = _posteriors[t, row];
        Likelihood.SamplePosterior(
            new ReadOnlySpan<float>(posterior, _shape.Latent),
            new ReadOnlySpan<float>(posterior + _layers.PaddedLatent, _shape.Latent),
            epsilon,
            new Span<float>(_decoderInputs[t, row], _shape.Latent));
    }

    private void Measure((int First, int Rows) group, Score[] scores)
    {
        int lines = _shape.Channels * _shape.Height, pixels = _shape.PixelCount;
        for (int row = group.First; row < Math.Min(group.First + group.Rows, _count); row++)
        {
            float* image = _scratch[0, row], canvas = image + pixels;
            PaddedRows.Unpad(_images[0, row], lines, _shape.Width, _line, image);
            PaddedRows.Unpad(_canvases[0, row], lines, _shape.Width, _line, canvas);
            double reconstruction = Likelihood.Bernoulli(
                new ReadOnlySpan<float>(image, pixels), new ReadOnlySpan<float>(canvas, pixels));
            double divergence = 0;
            for (int t = 0; t < _shape.Glimpses; t++)
            {
                float* posterior = _posteriors[t, row];
                divergence += Likelihood.Divergence(
                    new ReadOnlySpan<float>(posterior, _shape.Latent),
                    new ReadOnlySpan<float>(posterior + _layers.PaddedLatent, _shape.Latent));
            }

            scores[row] = new Score(reconstruction, divergence);
        }
    }

    /// <summary>−L_x + log p(z) − log q(z | x), of the sample that was drawn.</summary>
    private double LogWeight(int row, Score score)
    {
        double ratio = 0;
        for (int t = 0; t < _shape.Glimpses; t++)
        {
            ratio += Likelihood.LogPriorOverPosterior(
                new ReadOnlySpan<float>(_noise[t, row], _shape.Latent),
                new ReadOnlySpan<float>(_posteriors[t, row] + _layers.PaddedLatent, _shape.Latent),
                new ReadOnlySpan<float>(_decoderInputs[t, row], _shape.Latent));
        }

        return ratio - score.Reconstruction;
    }

    private void Backward((int First, int Rows) group, float klScale)
    {
        (int first, int rows) = group;
        StepTimes.Lap lap = StepTimes.Start(Times);
        for (int row = first; row < first + rows; row++)
        {
            StartBackward(row);
        }

        lap.End(StepPhase.Losses);

        for (int t = _shape.Glimpses - 1; t >= 0; t--)
        {
            // h_dec was used by the write and the next read, by the next encoder and by the next decoder.
            for (int row = first; row < first + rows; row++)
            {
                float* heads = _heads[t + 1, row];
                _writing.Backward(_writeBanks[t, row], heads + _layers.WritePatch, _dCanvases[0, row], heads, _scratch[0, row]);
            }

            lap.End(StepPhase.Writes);
            DecoderStateGradient(t + 1, first, rows);
            lap.End(StepPhase.Products);
            for (int row = first; row < first + rows; row++)
            {
                Cell.Backward(
                    _layers.PaddedDecoder, _decoderGates[t, row], _decoderCells[t, row], _decoderSquashed[t, row],
                    State(_dDecoderStates, row, skip: 1, _shape.DecoderHidden), _dDecoderCells[0, row]);
            }

            lap.End(StepPhase.Cells);
            _layers.Decoder.Backward(
                _decoderGates[t, first], _decoderGates.Width, rows, _dDecoderInputs[0, first], _dDecoderInputs.Width, accumulate: false);
            lap.End(StepPhase.Products);
            for (int row = first; row < first + rows; row++)
            {
                LatentGradient(t, row, row < _count ? klScale : 0);
            }

            lap.End(StepPhase.Latents);
            EncoderStateGradient(t, first, rows);
            lap.End(StepPhase.Products);
            for (int row = first; row < first + rows; row++)
            {
                Cell.Backward(
                    _layers.PaddedEncoder, _encoderGates[t, row], _encoderCells[t, row], _encoderSquashed[t, row],
                    State(_dEncoderStates, row, skip: 0, _shape.EncoderHidden), _dEncoderCells[0, row]);
            }

            lap.End(StepPhase.Cells);
            _layers.Encoder.Backward(
                _encoderGates[t, first], _encoderGates.Width, rows, _dEncoderInputs[0, first], _dEncoderInputs.Width, accumulate: false);
            lap.End(StepPhase.Products);
            for (int row = first; row < first + rows; row++)
            {
                LookBackward(t, row);
            }

            lap.End(StepPhase.Reads);
        }

        for (int row = first; row < first + rows; row++)
        {
            new Span<float>(_heads[0, row], _layers.ReadWindow).Clear();
        }

        DecoderStateGradient(0, first, rows);
        lap.End(StepPhase.Products);
    }

    /// <summary>The last canvas's gradient, (σ(c) − x)/n, and nothing else yet.</summary>
    private void StartBackward(int row)
    {
        var canvas = new Span<float>(_dCanvases[0, row], _picture);
        if (row < _count)
        {
            VectorMath.Sigmoid(new ReadOnlySpan<float>(_canvases[0, row], _picture), canvas);
            TensorPrimitives.Subtract(canvas, new ReadOnlySpan<float>(_images[0, row], _picture), canvas);
            TensorPrimitives.Multiply(canvas, 1f / _count, canvas);
        }
        else
        {
            canvas.Clear();
        }

        foreach (Block block in (ReadOnlySpan<Block>)[_dEncoderInputs, _dDecoderInputs, _dEncoderCells, _dDecoderCells])
        {
            new Span<float>(block[0, row], block.Width).Clear();
        }

        new Span<float>(_heads[_shape.Glimpses, row] + _layers.ReadWindow, DrawTensors.WindowSize).Clear();
    }

    /// <summary>Gradient of the h_dec that glimpse t starts from, behind one number for the bias.</summary>
    private void DecoderStateGradient(int t, int first, int rows)
    {
        for (int row = first; row < first + rows; row++)
        {
            TensorPrimitives.Add(
                new ReadOnlySpan<float>(_dEncoderInputs[0, row] + _layers.DecoderHiddenAt, _shape.DecoderHidden),
                new ReadOnlySpan<float>(_dDecoderInputs[0, row] + _layers.DecoderState, _shape.DecoderHidden),
                new Span<float>(_dDecoderStates[0, row] + 1, _shape.DecoderHidden));
        }

        _layers.Heads.Backward(
            _heads[t, first], _heads.Width, rows, _dDecoderStates[0, first], _dDecoderStates.Width, accumulate: true);
    }

    /// <summary>Gradient of the h_enc that glimpse t makes: its posterior and the next glimpse used it.</summary>
    private void EncoderStateGradient(int t, int first, int rows)
    {
        for (int row = first; row < first + rows; row++)
        {
            new ReadOnlySpan<float>(_dEncoderInputs[0, row] + _layers.EncoderState, _shape.EncoderHidden).CopyTo(
                new Span<float>(_dEncoderStates[0, row], _shape.EncoderHidden));
        }

        _layers.Latent.Backward(
            _posteriors[t, first], _posteriors.Width, rows, _dEncoderStates[0, first], _dEncoderStates.Width, accumulate: true);
    }

    /// <summary>A state's gradient, padded with zeros.</summary>
    private float* State(Block gradients, int row, int skip, int hidden)
    {
        float* state = _scratch[0, row];
        int padded = Block.Padded(hidden);
        new ReadOnlySpan<float>(gradients[0, row] + skip, hidden).CopyTo(new Span<float>(state, hidden));
        new Span<float>(state + hidden, padded - hidden).Clear();
        return state;
    }

    private void LatentGradient(int t, int row, float klScale)
    {
        float* mean = _posteriors[t, row], logSigma = mean + _layers.PaddedLatent, sigma = _scratch[0, row];
        VectorMath.Exp(new ReadOnlySpan<float>(logSigma, _shape.Latent), new Span<float>(sigma, _shape.Latent));
        Posterior.Backward(_shape.Latent, mean, logSigma, sigma, _noise[t, row], _dDecoderInputs[0, row], klScale);
    }

    private void LookBackward(int t, int row)
    {
        SetError(t, row);
        _reading.Backward(
            _images[0, row], _errors[0, row], _readBanks[t, row], _encoderInputs[t, row], _dEncoderInputs[0, row],
            _heads[t, row] + _layers.ReadWindow, _dErrors[0, row], _scratch[0, row]);

        // x̂ = x − σ(c): dc −= dx̂·σ·(1 − σ).
        float* canvas = _dCanvases[0, row], error = _dErrors[0, row], ink = _inks[t, row];
        ErrorImage.Backward(canvas, error, ink, _picture);
    }

    private void CollectGradient(Span<float> gradient)
    {
        (Layer Layer, Block X, int First, int Offset, Block Dy, int Rows)[] products =
        [
            (_layers.Encoder, _encoderInputs, 0, 0, _encoderGates, _shape.Glimpses * _rows),
            (_layers.Decoder, _decoderInputs, 0, 0, _decoderGates, _shape.Glimpses * _rows),
            (_layers.Latent, _encoderInputs, 1, _layers.EncoderState, _posteriors, _shape.Glimpses * _rows),
            (_layers.Heads, _encoderInputs, 0, _layers.EncoderOne, _heads, (_shape.Glimpses + 1) * _rows),
        ];
        Share(
            [.. products.SelectMany(p => Enumerable.Range(0, p.Layer.GradientUnits).Select(unit => (p, unit)))],
            StepPhase.WeightGradients,
            unit => unit.p.Layer.AccumulateGradient(
                unit.unit, unit.p.X[unit.p.First, 0] + unit.p.Offset, unit.p.X.Width, unit.p.Dy[0, 0], unit.p.Dy.Width, unit.p.Rows));
        fixed (float* all = gradient)
        {
            (nint first, int length) = ((nint)all, gradient.Length);
            Share(Parts(), StepPhase.CollectGradient, part => part.Layer.Unpack(part.Part, new Span<float>((float*)first, length)));
        }

        StepTimes.Lap lap = StepTimes.Start(Times);
        SumRows(_dEncoderInputs, _layers.EncoderState, _layers.Values(gradient, "encoder.h0", _shape.EncoderHidden));
        SumRows(_dDecoderStates, 1, _layers.Values(gradient, "decoder.h0", _shape.DecoderHidden));
        Span<float> canvas = _layers.Values(gradient, "canvas.initial", _shape.PixelCount);
        for (int line = 0; line < _shape.Channels * _shape.Height; line++)
        {
            SumRows(_dCanvases, line * _line, canvas.Slice(line * _shape.Width, _shape.Width));
        }

        lap.EndAlone(StepPhase.CollectGradient);

        void SumRows(Block from, int offset, Span<float> to)
        {
            to.Clear();
            for (int row = 0; row < _rows; row++)
            {
                TensorPrimitives.Add(to, new ReadOnlySpan<float>(from[0, row] + offset, to.Length), to);
            }
        }
    }
}
