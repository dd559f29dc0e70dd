using BenchmarkDotNet.Attributes;
using DrawAot.Bench.Baselines;
using DrawAot.Bench.Kernels;
using DrawAot.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace DrawAot.Bench.Questions;

/// <summary>How long do 64 steps of the decoder's LSTM take, each on the state of the one before?</summary>
public class LstmStep : IDisposable
{
    private const string Torch = "TorchSharp";

    private DecoderKernels? _kernels;
    private ShippedFiles? _files;
    private TorchLstmCell? _cell;
    private Tensor? _latents;

    /// <summary>Everything that steps.</summary>
    public static IEnumerable<string> Engines => Generated.All.Select(generated => generated.Name).Prepend(Torch);

    /// <summary>The engine that steps.</summary>
    [ParamsSource(nameof(Engines))]
    public string Engine { get; set; } = "";

    /// <summary>Makes it, and sees that all end in about the same state.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        _files = new ShippedFiles();
        using IDisposable inference = inference_mode();
        set_num_threads(1);
        _kernels = DecoderKernels.Create(Generated.Find(Engine)?.Precision ?? Generated.All[0].Precision);
        _kernels.Normals();
        _cell = new TorchLstmCell(_files.Module, "decoder");
        _latents = zeros(_files.Shape.Glimpses, 1, _files.Shape.Latent);
        Latents.Fill(_files.Shape, seed: 7, first: 0, firstStream: 0, _latents.Floats());

        double tolerance = Rounding.Of(Engine)?.MeanPixel ?? 1e-5;
        using Tensor expected = StepTorch();
        StepKernels();
        float[] values = expected.Floats().ToArray();
        if (values.Select((value, k) => Math.Abs(value - _kernels.States.Slice(0, values.Length)[k])).Average() > tolerance)
        {
            throw new InvalidOperationException($"{Engine} ends in another state than TorchSharp.");
        }
    }

    /// <summary>Frees it.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        _kernels?.Dispose();
        _latents?.Dispose();
        _files?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Steps through all glimpses.</summary>
    [Benchmark]
    public void Steps()
    {
        if (Engine == Torch)
        {
            using Tensor last = StepTorch();
            return;
        }

        StepKernels();
    }

    private void StepKernels()
    {
        _kernels!.Reset();
        _kernels.InputProduct();
        for (int t = 0; t < DecoderKernels.Glimpses; t++)
        {
            _kernels.Recurrence(t);
            _kernels.Activations(_kernels.Gates, t);
        }
    }

    /// <summary>The last h, on from a state of zero.</summary>
    private Tensor StepTorch()
    {
        using IDisposable inference = inference_mode();
        using DisposeScope scope = NewDisposeScope();
        var state = new LstmState(zeros(1, _files!.Shape.DecoderHidden), zeros(1, _files.Shape.DecoderHidden));
        for (int t = 0; t < _files.Shape.Glimpses; t++)
        {
            using DisposeScope glimpse = NewDisposeScope();
            state = _cell!.Step(state, _latents![t]);
            glimpse.MoveToOuter(state.H, state.C);
        }

        return state.H.MoveToOuterDisposeScope();
    }
}
