using DrawAot.Manifest;
using DrawAot.Training.Gemm;

namespace DrawAot.Training.Models.Draw;

/// <summary>
/// The tensors through which operations pass activations and gradients to each other, for all rows of a batch. The columns of
/// inputs and outputs are those of <see cref="DrawLayers"/>.
/// </summary>
internal sealed unsafe class DrawActivations : IDisposable
{
    private readonly DrawShape _shape;
    private readonly int _padded; // floats of a padded row of pixels

    /// <summary>Allocates the tensors, and sets the inputs that are always 1.</summary>
    /// <param name="shape">The model's sizes.</param>
    /// <param name="layers">The columns.</param>
    /// <param name="rows">Rows of a batch.</param>
    public DrawActivations(DrawShape shape, DrawLayers layers, int rows)
    {
        (_shape, Rows) = (shape, rows);
        _padded = NativeTensor.Padded(shape.Width);
        Pixels = shape.Channels * shape.Height * _padded;

        // The micro-kernel of weight gradients reads whole tiles of inputs, past the last one.
        int encoderInputs = layers.Encoder.Inputs + GemmMicroKernel.Rows - 1;
        int decoderInputs = layers.Decoder.Inputs + GemmMicroKernel.Rows - 1;
        EncoderInputs = new NativeTensor(shape.Glimpses + 1, rows, encoderInputs);
        DecoderInputs = new NativeTensor(shape.Glimpses + 1, rows, decoderInputs);
        EncoderGateValues = new NativeTensor(shape.Glimpses, rows, layers.Encoder.Outputs);
        DecoderGateValues = new NativeTensor(shape.Glimpses, rows, layers.Decoder.Outputs);
        Posteriors = new NativeTensor(shape.Glimpses, rows, layers.Latent.Outputs);
        Heads = new NativeTensor(shape.Glimpses + 1, rows, layers.Heads.Outputs);
        Inputs = new NativeTensor(1, rows, Pixels);
        Targets = new NativeTensor(1, rows, Pixels);
        Canvases = new NativeTensor(1, rows, Pixels);

        EncoderInputGradients = new NativeTensor(1, rows, encoderInputs);
        DecoderInputGradients = new NativeTensor(1, rows, decoderInputs);
        EncoderHiddenGradients = new NativeTensor(1, rows, layers.Latent.Inputs);
        DecoderHiddenGradients = new NativeTensor(1, rows, layers.Heads.Inputs);
        CanvasGradients = new NativeTensor(1, rows, Pixels);

        for (int step = 0; step <= shape.Glimpses; step++)
        {
            for (int row = 0; row < rows; row++)
            {
                EncoderInputs[step, row][layers.EncoderOne] = 1;
                DecoderInputs[step, row][layers.DecoderOne] = 1;
            }
        }
    }

    /// <summary>Rows of a batch.</summary>
    public int Rows { get; }

    /// <summary>Floats of an image or a canvas, rows of pixels padded.</summary>
    public int Pixels { get; }

    /// <summary>[ r | h_enc | 1 | h_dec ] [T + 1]: glimpse t reads step t and leaves its states in step t + 1.</summary>
    public NativeTensor EncoderInputs { get; }

    /// <summary>[ z | h_dec | 1 ] [T + 1], likewise.</summary>
    public NativeTensor DecoderInputs { get; }

    /// <summary>Gates of the encoder [T]. These and the next three become gradients on the way back.</summary>
    public NativeTensor EncoderGateValues { get; }

    /// <summary>Gates of the decoder [T].</summary>
    public NativeTensor DecoderGateValues { get; }

    /// <summary>μ and log σ [T].</summary>
    public NativeTensor Posteriors { get; }

    /// <summary>Write window and patch of glimpse t − 1, read window of glimpse t [T + 1].</summary>
    public NativeTensor Heads { get; }

    /// <summary>x as the encoder sees it.</summary>
    public NativeTensor Inputs { get; }

    /// <summary>x as it is compared with the last canvas.</summary>
    public NativeTensor Targets { get; }

    /// <summary>c of the current glimpse.</summary>
    public NativeTensor Canvases { get; }

    /// <summary>Gradients of the encoder's inputs at the current glimpse.</summary>
    public NativeTensor EncoderInputGradients { get; }

    /// <summary>Gradients of the decoder's inputs at the current glimpse.</summary>
    public NativeTensor DecoderInputGradients { get; }

    /// <summary>Gradients of [ h_enc | 1 ], the input of the posterior's layer.</summary>
    public NativeTensor EncoderHiddenGradients { get; }

    /// <summary>Gradients of [ 1 | h_dec ], the input of the heads' layer.</summary>
    public NativeTensor DecoderHiddenGradients { get; }

    /// <summary>Gradients of c at the current glimpse.</summary>
    public NativeTensor CanvasGradients { get; }

    /// <summary>Sets a row's canvas before the first glimpse.</summary>
    public void SetCanvas(int row, ReadOnlySpan<float> initial) =>
        PaddedRows.Pad(initial, _shape.Channels * _shape.Height, _shape.Width, _padded, Canvases[0, row]);

    /// <summary>Sets a row's image, as the encoder sees it and as it is.</summary>
    public void SetImage(int row, ReadOnlySpan<float> input, ReadOnlySpan<float> target)
    {
        PaddedRows.Pad(input, _shape.Channels * _shape.Height, _shape.Width, _padded, Inputs[0, row]);
        PaddedRows.Pad(target, _shape.Channels * _shape.Height, _shape.Width, _padded, Targets[0, row]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (NativeTensor tensor in (ReadOnlySpan<NativeTensor>)
            [
                EncoderInputs, DecoderInputs, EncoderGateValues, DecoderGateValues, Posteriors, Heads, Inputs, Targets, Canvases,
                EncoderInputGradients, DecoderInputGradients, EncoderHiddenGradients, DecoderHiddenGradients, CanvasGradients,
            ])
        {
            tensor.Dispose();
        }
    }
}
