using DrawAot.Manifest;
using DrawAot.Training.Gemm;

namespace DrawAot.Training.Models.Classifier;

/// <summary>
/// The tensors through which a classifier's operations pass activations and gradients to each other, for all rows of a batch.
/// The columns of inputs and outputs are those of <see cref="ClassifierLayers"/>.
/// </summary>
internal sealed unsafe class ClassifierActivations : IDisposable
{
    private readonly ClassifierShape _shape;

    /// <summary>Allocates the tensors, and sets the inputs that are always 1.</summary>
    /// <param name="shape">The model's sizes.</param>
    /// <param name="layers">The columns.</param>
    /// <param name="rows">Rows of a batch.</param>
    public ClassifierActivations(ClassifierShape shape, ClassifierLayers layers, int rows)
    {
        (_shape, Rows) = (shape, rows);

        // The micro-kernel of weight gradients reads whole tiles of inputs, past the last one.
        int inputs = layers.Lstm.Inputs + GemmMicroKernel.Rows - 1;
        Inputs = new NativeTensor(shape.Glimpses + 1, rows, inputs);
        Gates = new NativeTensor(shape.Glimpses, rows, layers.Lstm.Outputs);
        Windows = new NativeTensor(shape.Glimpses, rows, layers.Window.Outputs);
        Logits = new NativeTensor(shape.Glimpses, rows, layers.Classes.Outputs);
        Images = new NativeTensor(1, rows, shape.Channels * shape.Height * NativeTensor.Padded(shape.Width));
        InputGradients = new NativeTensor(1, rows, inputs);
        HiddenGradients = new NativeTensor(1, rows, layers.Classes.Inputs);

        for (int step = 0; step <= shape.Glimpses; step++)
        {
            for (int row = 0; row < rows; row++)
            {
                Inputs[step, row][layers.One] = 1;
            }
        }
    }

    /// <summary>Rows of a batch.</summary>
    public int Rows { get; }

    /// <summary>[ r | h | 1 ] [T + 1]: glimpse t reads step t and leaves h in step t + 1.</summary>
    public NativeTensor Inputs { get; }

    /// <summary>Gates [T]. These and the next two become gradients on the way back.</summary>
    public NativeTensor Gates { get; }

    /// <summary>Parameters of the read window [T].</summary>
    public NativeTensor Windows { get; }

    /// <summary>Class logits after each glimpse [T].</summary>
    public NativeTensor Logits { get; }

    /// <summary>x, rows of pixels padded.</summary>
    public NativeTensor Images { get; }

    /// <summary>Gradients of the LSTM's inputs at the current glimpse.</summary>
    public NativeTensor InputGradients { get; }

    /// <summary>Gradients of [ h | 1 ], the input of the window's and of the classes' layer.</summary>
    public NativeTensor HiddenGradients { get; }

    /// <summary>Sets a row's image.</summary>
    public void SetImage(int row, ReadOnlySpan<float> image) =>
        PaddedRows.Pad(image, _shape.Channels * _shape.Height, _shape.Width, NativeTensor.Padded(_shape.Width), Images[0, row]);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (NativeTensor tensor in (ReadOnlySpan<NativeTensor>)[Inputs, Gates, Windows, Logits, Images, InputGradients, HiddenGradients])
        {
            tensor.Dispose();
        }
    }
}
