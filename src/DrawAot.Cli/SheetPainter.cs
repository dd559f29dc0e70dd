namespace DrawAot.Cli;

/// <summary>Draws the pictures of a sheet: what one thread needs for its share.</summary>
internal sealed class SheetPainter : IDisposable
{
    /// <summary>Values that are drawn at a go, about: enough to be worth a thread's while, few to share out evenly.</summary>
    private const int ChunkSize = 8192;

    private readonly Sheet _sheet;
    private readonly DrawSession _session;
    private readonly float[] _pictures;
    private readonly int _pixelCount;
    private readonly ulong _seed;
    private readonly ulong _first;

    private SheetPainter(Sheet sheet, IDrawModel model, ulong seed, ulong first)
    {
        (_sheet, _seed, _first) = (sheet, seed, first);
        _pixelCount = model.Shape.PixelCount;
        _pictures = new float[PicturesAtATime(model) * _pixelCount];
        _session = model.CreateSession();
    }

    /// <summary>Draws all pictures, on all cores; which thread draws which makes no difference to them.</summary>
    public static void Paint(Sheet sheet, IDrawModel model, ulong seed, ulong first)
    {
        int chunk = PicturesAtATime(model), chunks = (sheet.Count + chunk - 1) / chunk;
        if (chunks == 1)
        {
            // Starting a pool of threads would take longer than the pictures.
            using var painter = new SheetPainter(sheet, model, seed, first);
            painter.Paint(0, sheet.Count);
            return;
        }

        Parallel.For(
            0,
            chunks,
            () => new SheetPainter(sheet, model, seed, first),
            (k, _, painter) =>
            {
                painter.Paint(k * chunk, Math.Min(chunk, sheet.Count - k * chunk));
                return painter;
            },
            painter => painter.Dispose());
    }

    public void Dispose() => _session.Dispose();

    private static int PicturesAtATime(IDrawModel model) => Math.Max(1, ChunkSize / model.Shape.PixelCount);

    private void Paint(int start, int count)
    {
        Span<float> pictures = _pictures.AsSpan(0, count * _pixelCount);
        _session.SampleBatch(_seed, _first + (ulong)start, pictures);
        for (int k = 0; k < count; k++)
        {
            _sheet.Place(start + k, pictures.Slice(k * _pixelCount, _pixelCount));
        }
    }
}
