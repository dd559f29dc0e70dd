using DrawAot.Manifest;

namespace DrawAot.Conformance;

/// <summary>The first channel of a canvas after a write on empty pixels, as a distribution of mass over pixels.</summary>
public sealed class WrittenCanvas
{
    private readonly int _width, _height;
    private readonly double[] _canvas;

    /// <summary>Takes the logits back out of a picture.</summary>
    public WrittenCanvas(DrawShape shape, float[] picture)
    {
        (_width, _height) = (shape.Width, shape.Height);
        _canvas = [.. picture.Take(_width * _height).Select(p => Math.Log(p / (1.0 - p)))];
    }

    /// <summary>c at a row and a column.</summary>
    public double this[int b, int a] => _canvas[b * _width + a];

    /// <summary>Σ c.</summary>
    public double Mass => _canvas.Sum();

    /// <summary>The column of the centre of mass, counted from 0.</summary>
    public double CentreX => Mean((_, a) => a);

    /// <summary>The row of the centre of mass, counted from 0.</summary>
    public double CentreY => Mean((b, _) => b);

    /// <summary>The variance over columns.</summary>
    public double VarianceX => Mean((_, a) => a * a) - CentreX * CentreX;

    /// <summary>The variance over rows.</summary>
    public double VarianceY => Mean((b, _) => b * b) - CentreY * CentreY;

    /// <summary>The largest difference between the canvas and its mirror images.</summary>
    public double Asymmetry
    {
        get
        {
            double worst = 0;
            for (int b = 0; b < _height; b++)
            {
                for (int a = 0; a < _width; a++)
                {
                    worst = Math.Max(worst, Math.Abs(this[b, a] - this[b, _width - 1 - a]));
                    worst = Math.Max(worst, Math.Abs(this[b, a] - this[_height - 1 - b, a]));
                }
            }

            return worst;
        }
    }

    private double Mean(Func<double, double, double> ofPlace) =>
        _canvas.Select((mass, pixel) => mass * ofPlace(pixel / _width, pixel % _width)).Sum() / Mass;
}
