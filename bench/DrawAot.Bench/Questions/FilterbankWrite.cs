using BenchmarkDotNet.Attributes;
using DrawAot.Bench.Baselines;
using DrawAot.Models;

namespace DrawAot.Bench.Questions;

/// <summary>How long does it take to make two filterbanks and write a patch through them?</summary>
public class FilterbankWrite : IDisposable
{
    private const string Emitted = "DrawAot", Torch = "TorchSharp";
    private const double Tolerance = 1e-5;

    private static readonly float[] Window = [0.1f, -0.2f, 0.3f, -1f, 0.4f];

    private IWriteOp? _write;
    private float[] _patch = [], _canvas = [];

    /// <summary>Everything that writes.</summary>
    public static IEnumerable<string> Engines => [Torch, Samplers.Naive, Emitted];

    /// <summary>The engine that writes.</summary>
    [ParamsSource(nameof(Engines))]
    public string Engine { get; set; } = "";

    /// <summary>Makes it and sees that it writes what the readable one does.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        using Mnist model = Mnist.LoadEmbedded();
        DrawAot.Torch.LibTorch.EnsureLoadable();
        _write = Engine switch
        {
            Torch => new TorchWriteOp(model.Shape),
            Samplers.Naive => new NaiveWriteOp(model.Shape),
            _ => new GeneratedWriteOp(),
        };
        _patch = [.. Enumerable.Range(0, model.Shape.PatchSize).Select(k => MathF.Cos(k))];
        _canvas = new float[model.Shape.PixelCount];
        var expected = new float[_canvas.Length];
        using var naive = new NaiveWriteOp(model.Shape);
        naive.Write(Window, _patch, expected);
        _write.Write(Window, _patch, _canvas);
        if (expected.Zip(_canvas, (e, a) => Math.Abs(e - a)).Max() > Tolerance)
        {
            throw new InvalidOperationException($"{Engine} does not write what the equations say.");
        }
    }

    /// <summary>Frees it.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        _write?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Writes.</summary>
    [Benchmark]
    public void Write()
    {
        if (_write is GeneratedWriteOp generated)
        {
            generated.Write(Window); // where its buffers are, as in a session
            return;
        }

        _write!.Write(Window, _patch, _canvas);
    }
}
