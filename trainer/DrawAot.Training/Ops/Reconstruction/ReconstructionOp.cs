using System.Numerics.Tensors;
using DrawAot.Manifest;
using DrawAot.Numerics;

namespace DrawAot.Training.Ops.Reconstruction;

/// <summary>The reconstruction loss L_x of all rows: −log p(x) of a Bernoulli distribution with the mean σ(c).</summary>
internal sealed unsafe class ReconstructionOp
{
    private readonly DrawShape _shape;
    private readonly int _padded, _pixels; // floats of a padded row of pixels and of a padded image
    private readonly Activation _image, _canvas, _dCanvas;
    private readonly Scratch _scratch;

    /// <summary>Reserves working memory.</summary>
    /// <param name="shape">The model's sizes.</param>
    /// <param name="image">x, rows of pixels padded.</param>
    /// <param name="canvas">c after the last glimpse.</param>
    /// <param name="dCanvas">Receives the gradient of c.</param>
    /// <param name="scratch">Working memory.</param>
    public ReconstructionOp(DrawShape shape, Activation image, Activation canvas, Activation dCanvas, Scratch scratch)
    {
        (_shape, _image, _canvas, _dCanvas, _scratch) = (shape, image, canvas, dCanvas, scratch);
        _padded = NativeTensor.Padded(shape.Width);
        _pixels = shape.Channels * shape.Height * _padded;
        scratch.Reserve(2 * shape.PixelCount);
    }

    /// <summary>L_x of a row, in nats.</summary>
    public double Forward(int row)
    {
        int lines = _shape.Channels * _shape.Height, pixels = _shape.PixelCount;
        float* image = _scratch[row], canvas = image + pixels;
        PaddedRows.Unpad(_image[0, row], lines, _shape.Width, _padded, image);
        PaddedRows.Unpad(_canvas[0, row], lines, _shape.Width, _padded, canvas);
        return Likelihood.Bernoulli(new ReadOnlySpan<float>(image, pixels), new ReadOnlySpan<float>(canvas, pixels));
    }

    /// <summary>dc = (σ(c) − x)/n, the gradient of the mean over the images; 0 in rows without an image.</summary>
    public void Backward(RowGroup group)
    {
        for (int row = group.First; row < group.End; row++)
        {
            Span<float> gradient = _dCanvas.Span(0, row, _pixels);
            if (row < group.ImagesEnd)
            {
                VectorMath.Sigmoid(_canvas.Span(0, row, _pixels), gradient);
                TensorPrimitives.Subtract(gradient, _image.Span(0, row, _pixels), gradient);
                TensorPrimitives.Multiply(gradient, 1f / group.Images, gradient);
            }
            else
            {
                gradient.Clear();
            }
        }
    }
}
