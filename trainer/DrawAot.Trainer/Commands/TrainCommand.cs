using System.CommandLine;
using System.CommandLine.Parsing;
using System.Runtime.InteropServices;
using DrawAot.Manifest;
using DrawAot.Trainer.Datasets;
using DrawAot.Trainer.Training;
using TorchSharp;

namespace DrawAot.Trainer.Commands;

/// <summary><c>train</c>: trains into a folder, or goes on with the run that lies there.</summary>
internal sealed class TrainCommand
{
    private static readonly TrainingOptions Preset = new() { Dataset = "", Name = "" };

    private readonly Option<string?> _dataset = SharedOptions.Dataset();
    private readonly Option<string?> _data = SharedOptions.Data();
    private readonly Option<int> _threads = SharedOptions.Threads();

    private readonly Option<string> _out = new("--out")
    {
        Description = "Folder of the run: checkpoint, log, manifest and weights. A run that lies there goes on.",
        Required = true,
    };

    private readonly Option<string?> _name = new("--name")
    {
        Description = "The exported model's name, an identifier; by default made from the data set's.",
    };

    private readonly Option<int> _glimpses = Size("--glimpses", "Glimpses T.", Preset.Glimpses);
    private readonly Option<int> _latent = Size("--latent", "Latents Z of a glimpse.", Preset.Latent);
    private readonly Option<int> _encoder = Size("--encoder", "Hidden size of the encoder LSTM.", Preset.EncoderHidden);
    private readonly Option<int> _decoder = Size("--decoder", "Hidden size of the decoder LSTM.", Preset.DecoderHidden);
    private readonly Option<int?> _read = SharedOptions.Attention("--read", "read", Preset.ReadAttention!.Value);
    private readonly Option<int?> _write = SharedOptions.Attention("--write", "write", Preset.WriteAttention!.Value);
    private readonly Option<int> _epochs = Size("--epochs", "Passes over the training set.", Preset.Epochs);
    private readonly Option<int> _batch = Size("--batch", "Images a step.", Preset.Batch);
    private readonly Option<double> _rate = Rate("--rate", "Learning rate at the start.", Preset.Rate);
    private readonly Option<double> _finalRate = Rate("--final-rate", "Learning rate at the end of its half cosine.", Preset.FinalRate);
    private readonly Option<double> _clip = Rate("--clip", "Largest norm of a gradient.", Preset.ClipNorm);
    private readonly Option<int> _klRamp = Size("--kl-ramp", "Steps over which the KL term comes in.", Preset.KlRamp);
    private readonly Option<double> _average = Rate("--average", "Decay of the weights' exponential average.", Preset.AverageDecay);
    private readonly Option<bool> _bfloat16 = new("--bfloat16") { Description = "Train with products in bfloat16: much faster where the processor has them." };
    private readonly Option<long> _seed = new("--seed") { Description = "Seeds weights, order and noise.", DefaultValueFactory = _ => Preset.Seed };

    private readonly Option<string?> _from = new("--from")
    {
        Description = "Manifest of a model whose weights to start from; its number of glimpses may differ.",
    };

    public static Command Create()
    {
        var train = new TrainCommand();
        Command command = new("train", "Trains a model and exports the best epoch's weights.")
        {
            train._dataset, train._data, train._out, train._name,
            train._glimpses, train._latent, train._encoder, train._decoder, train._read, train._write,
            train._epochs, train._batch, train._rate, train._finalRate, train._clip, train._klRamp, train._average,
            train._bfloat16, train._seed, train._from, train._threads,
        };
        command.Validators.Add(result => train.RequireDatasetBeside(command.Options, result));
        command.SetAction(train.Run);
        return command;
    }

    /// <summary>A run that goes on keeps its options: one that is given without a data set would have no effect.</summary>
    private void RequireDatasetBeside(IEnumerable<Option> options, CommandResult result)
    {
        if (result.GetResult(_dataset) is null
            && options.FirstOrDefault(option =>
                option != _out && option != _data && option != _threads && result.GetResult(option) is { Implicit: false }) is Option given)
        {
            result.AddError(
                $"{given.Name} goes with --dataset: without one, train takes up the run in --out as it was started.");
        }
    }

    private int Run(ParseResult parsed)
    {
        string folder = parsed.GetRequiredValue(_out);
        TrainingOptions options = RunFolder.Agree(folder, parsed.GetValue(_dataset) is null ? null : Options(parsed));
        options = options with { Data = parsed.GetValue(_data) ?? options.Data };
        Dataset dataset = Dataset.Open(options.Dataset, options.Data);
        int threads = parsed.GetValue(_threads);
        torch.set_num_threads(threads);

        int stoppedBy = ExitCode.Done;
        using var stop = new CancellationTokenSource();
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

        return TrainingDisplay.Show(progress =>
        {
            progress.Say(
                $"Training on {dataset.Train.Count:N0} images of {dataset.Train.Width}×{dataset.Train.Height}×" +
                $"{dataset.Train.Channels} ({dataset.Description}), targets {dataset.Targets}.");
            if (!dataset.IsBinary)
            {
                progress.Say("Targets are not binary: these bounds cannot be compared with figures on binarised images.");
            }

            using TrainingRun run = new(options, dataset, folder, progress, threads);
            bool complete = run.Run(stop.Token);
            progress.Say(complete
                ? $"Done: '{Path.Combine(folder, options.Name + DrawManifest.FileExtension)}' and its weights are the best epoch's."
                : $"Stopped and saved: the same command, or train --out {folder}, goes on from here.");
            return complete ? ExitCode.Done : stoppedBy;
        });

        // The first signal ends the run in good order; a second one ends the program as usual.
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = !stop.IsCancellationRequested;
            stoppedBy = signal.Signal == PosixSignal.SIGINT ? ExitCode.Interrupted : ExitCode.Terminated;
            stop.Cancel();
        }
    }

    private TrainingOptions Options(ParseResult parsed) => new()
    {
        Dataset = parsed.GetValue(_dataset)!,
        Data = parsed.GetValue(_data),
        Name = parsed.GetValue(_name) ?? parsed.GetValue(_dataset)!.Replace('-', '_'),
        Glimpses = parsed.GetValue(_glimpses),
        Latent = parsed.GetValue(_latent),
        EncoderHidden = parsed.GetValue(_encoder),
        DecoderHidden = parsed.GetValue(_decoder),
        ReadAttention = parsed.GetValue(_read),
        WriteAttention = parsed.GetValue(_write),
        Epochs = parsed.GetValue(_epochs),
        Batch = parsed.GetValue(_batch),
        Rate = parsed.GetValue(_rate),
        FinalRate = parsed.GetValue(_finalRate),
        ClipNorm = parsed.GetValue(_clip),
        KlRamp = parsed.GetValue(_klRamp),
        AverageDecay = parsed.GetValue(_average),
        Bfloat16 = parsed.GetValue(_bfloat16),
        Seed = parsed.GetValue(_seed),
        From = parsed.GetValue(_from) is string from ? Path.GetFullPath(from) : null,
    };

    private static Option<int> Size(string name, string description, int preset) =>
        new Option<int>(name) { Description = description, DefaultValueFactory = _ => preset }.AtLeast(1);

    private static Option<double> Rate(string name, string description, double preset) =>
        new Option<double>(name) { Description = description, DefaultValueFactory = _ => preset }.AtLeast(0.0);
}
