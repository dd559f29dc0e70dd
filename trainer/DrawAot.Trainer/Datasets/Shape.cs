namespace DrawAot.Trainer.Datasets;

/// <summary>The form of a <see cref="Shape"/>.</summary>
internal enum ShapeKind
{
    Circle,
    Rectangle,
    Triangle,
    Cross,
}

/// <summary>
/// One shape in an image. It is described by how deep a point lies within it: the distance to its edge, negative outside.
/// Filled shapes are the points at depth 0 or more; outlined ones those no deeper than the line is thick.
/// </summary>
/// <remarks>
/// Only +, −, ·, /, √ and comparison are used. IEEE 754 fixes their results to the last bit, so that a shape covers
/// the same pixels on every platform.
/// </remarks>
internal readonly struct Shape
{
    private const int ShortestSide = 5;

    private readonly ShapeKind _kind;
    private readonly double _centreX;
    private readonly double _centreY;
    private readonly double _halfWidth;
    private readonly double _halfHeight;
    private readonly double _thickness;
    private readonly bool _upsideDown;

    private Shape(ref SplitMix64 random, int height, int width)
    {
        _kind = (ShapeKind)random.Between(0, 3);

        // Every second rectangle is a square; circles always have the height of their width.
        int longestSide = Math.Min(height, width) * 3 / 4;
        int shapeWidth = random.Between(ShortestSide, longestSide);
        int shapeHeight = random.Between(ShortestSide, longestSide);
        bool regular = random.Between(0, 1) == 0;
        if (regular || _kind == ShapeKind.Circle)
        {
            shapeHeight = shapeWidth;
        }

        _halfWidth = shapeWidth / 2.0;
        _halfHeight = shapeHeight / 2.0;
        _centreX = random.Between(0, width - shapeWidth) + _halfWidth;
        _centreY = random.Between(0, height - shapeHeight) + _halfHeight;
        _upsideDown = random.Between(0, 1) == 1;
        int lineThickness = random.Between(1, 2);
        bool outlined = random.Between(0, 1) == 1;
        _thickness = outlined ? lineThickness : double.PositiveInfinity;
    }

    /// <summary>The smallest image side that holds every shape.</summary>
    public static int SmallestImageSide => 8;

    /// <summary>A random shape that lies wholly within an image of the given size.</summary>
    public static Shape Draw(ref SplitMix64 random, int height, int width) => new(ref random, height, width);

    /// <summary>Whether the pixel's centre is painted.</summary>
    public bool Covers(int row, int column)
    {
        double x = column + 0.5 - _centreX;
        double y = row + 0.5 - _centreY;
        double depth = _kind switch
        {
            ShapeKind.Circle => _halfWidth - Math.Sqrt((x * x) + (y * y)),
            ShapeKind.Rectangle => Box(x, y, _halfWidth, _halfHeight),
            ShapeKind.Triangle => Triangle(x, _upsideDown ? -y : y),
            _ => Math.Max(Box(x, y, _halfWidth, _halfHeight / 3), Box(x, y, _halfWidth / 3, _halfHeight)),
        };
        return depth >= 0 && depth < _thickness;
    }

    private static double Box(double x, double y, double halfWidth, double halfHeight) =>
        Math.Min(halfWidth - Math.Abs(x), halfHeight - Math.Abs(y));

    // Isosceles, apex up at (0, −halfHeight), base at y = halfHeight. By symmetry one slanted side is enough:
    // the line through (0, −h) and (w, h), whose normal is (2h, −w).
    private double Triangle(double x, double y)
    {
        double toBase = _halfHeight - y;
        double slant = (_halfWidth * (y + _halfHeight)) - (2 * _halfHeight * Math.Abs(x));
        double length = Math.Sqrt((4 * _halfHeight * _halfHeight) + (_halfWidth * _halfWidth));
        return Math.Min(toBase, slant / length);
    }
}
