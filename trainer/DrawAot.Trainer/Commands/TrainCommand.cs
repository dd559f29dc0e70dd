using System.CommandLine;
using System.CommandLine.Parsing;
using System.Runtime.InteropServices;
using DrawAot.Manifest;
using DrawAot.Torch;
using DrawAot.Trainer.Datasets;
using DrawAot.Trainer.Runs;
using DrawAot.Trainer.TrainingLoop;
using DrawAot.Training.Optimisers;
using TorchSharp;

namespace DrawAot.Trainer.Commands;

/// <summary><c>train</c>: trains into a folder, or goes on with the run that lies there.</summary>
internal sealed class TrainCommand
{
    private static readonly TrainingOptions Usual = new() { Dataset = "", Name = "" };

    private readonly DataOptions _data = new();
    private readonly Option<int> _threads = SharedOptions.Threads();

    private readonly Option<string> _out = new("--out")
    {
        Description = "Folder of the run: checkpoints, pictures, manifest and weights. A run that lies there goes on.",
        Required = true,
    };

    private readonly Option<string?> _options = new("--options")
    {
        Description = "Take all options from the run.json of another run.",
    };

    private readonly Option<string?> _preset = new("--preset")
    {
        Description = "Sizes of the paper's Table 3; explicit options override the preset.",
    };

    private readonly Option<string?> _name = new("--name")
    {
        Description = "The exported model's name, an identifier; by default made from the name of the file or folder, or of the data set.",
    };

    private readonly Option<int> _glimpses = SharedOptions.Number("--glimpses", "Glimpses T.", ManifestLimits.Count, Usual.Glimpses);
    private readonly Option<string?> _grow = new("--grow") { Description = "Fewer glimpses for the first epochs: 10x8,32x4 is 8 epochs at T = 10, then 4 at T = 32." };
    private readonly Option<int> _latent = SharedOptions.Number("--latent", "Latents Z of a glimpse.", ManifestLimits.Count, Usual.Latent);
    private readonly Option<int> _encoder = SharedOptions.Number("--encoder", "Hidden size of the encoder LSTM.", ManifestLimits.Count, Usual.EncoderHidden);
    private readonly Option<int> _decoder = SharedOptions.Number("--decoder", "Hidden size of the decoder LSTM.", ManifestLimits.Count, Usual.DecoderHidden);
    private readonly Option<int?> _read = SharedOptions.Attention("--read", "read", Usual.ReadAttention!.Value);
    private readonly Option<int?> _write = SharedOptions.Attention("--write", "write", Usual.WriteAttention!.Value);
    private readonly Option<int> _epochs = SharedOptions.Number("--epochs", "Passes over the training set.", TrainingRanges.Epochs, Usual.Epochs);
    private readonly Option<int?> _patience = SharedOptions.NumberOrNone("--patience", "Epochs without a better validation bound after which the run ends.", TrainingRanges.Epochs);
    private readonly Option<int> _batch = SharedOptions.Number("--batch", "Images a step.", TrainingRanges.Batch, Usual.Batch);
    private readonly Option<OptimiserKind> _optimiser = SharedOptions.Choice("--optimiser", "Adam for all parameters, or Muon for weight matrices and Adam for the rest.", Usual.Optimiser);
    private readonly Option<double> _rate = SharedOptions.Number("--rate", "Learning rate at the start.", TrainingRanges.Rate, Usual.Rate);
    private readonly Option<double> _finalRate = SharedOptions.Number("--final-rate", "Learning rate at the end.", TrainingRanges.FinalRate, Usual.FinalRate);
    private readonly Option<RateSchedule> _schedule = SharedOptions.Choice("--schedule", "How the learning rate goes from start to end: cosine, linear or constant.", Usual.Schedule);
    private readonly Option<int> _warmUp = SharedOptions.Number("--warm-up", "Steps over which the learning rate first rises from 0.", TrainingRanges.WarmUp, Usual.WarmUp);
    private readonly Option<double> _clip = SharedOptions.Number("--clip", "Largest norm of a gradient.", TrainingRanges.ClipNorm, Usual.ClipNorm);
    private readonly Option<int> _klRamp = SharedOptions.Number("--kl-ramp", "Steps over which the KL term comes in.", TrainingRanges.KlRamp, Usual.KlRamp);
    private readonly Option<double> _average = SharedOptions.Number("--average", "Decay of the weights' exponential average.", TrainingRanges.AverageDecay, Usual.AverageDecay);
    private readonly Option<bool> _bfloat16 = new("--bfloat16") { Description = "Train in libtorch with products in bfloat16, for processors that have an instruction for them." };
    private readonly Option<TorchDevice?> _device = SharedOptions.ChoiceOrNone<TorchDevice>("--device", "Make the steps in libtorch on cpu or cuda; by default kernels of this program make them on the CPU.");
    private readonly Option<long> _seed = SharedOptions.Number("--seed", "Seeds weights, order and noise.", new NumberRange<long>(long.MinValue, long.MaxValue), Usual.Seed);

    private readonly Option<double> _checkpointEvery = SharedOptions.Number(
        "--checkpoint-every", "Seconds between two checkpoints.", TrainingRanges.CheckpointInterval, usual: 300);

    private readonly Option<string?> _from = new("--from")
    {
        Description = "Start from a model's manifest, or from a run's folder with its optimiser's state; the number of glimpses may differ.",
    };

    public static Command Create()
    {
        var train = new TrainCommand();
        train._preset.AcceptOnlyFromAmong([.. Preset.All.Select(preset => preset.Name)]);
        Command command = new("train", "Trains a model and exports the best epoch's weights.");
        Option[] options =
        [
            .. train._data.All, train._out, train._options, train._preset, train._name,
            train._glimpses, train._grow, train._latent, train._encoder, train._decoder, train._read, train._write,
            train._epochs, train._patience, train._batch, train._optimiser, train._rate, train._finalRate, train._schedule, train._warmUp,
            train._clip, train._klRamp, train._average, train._bfloat16, train._device, train._seed, train._from,
            train._checkpointEvery, train._threads,
        ];
        foreach (Option option in options)
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result => train.RequireDatasetBeside(options, result));
        command.SetAction(train.Run);
        return command;
    }

    /// <summary>A run that goes on keeps its options: one that is given without a data set would have no effect.</summary>
    private void RequireDatasetBeside(IEnumerable<Option> options, CommandResult result)
    {
        Option[] always = [_out, _data.Data, _data.Download, _threads, _checkpointEvery];
        Option? given = options.FirstOrDefault(option => !always.Contains(option) && result.GetResult(option) is { Implicit: false });
        if (result.GetResult(_options) is not null)
        {
            always = [.. always, _options];
            given = options.FirstOrDefault(option => !always.Contains(option) && result.GetResult(option) is { Implicit: false });
            if (given is not null)
            {
                result.AddError($"{given.Name} does not go with --options, which states all of them; only --data may have moved.");
            }
        }
        else if (new Option[] { _data.Dataset, _data.Data, _preset }.All(option => result.GetResult(option) is null) && given is not null)
        {
            result.AddError(
                $"{given.Name} goes with --data, --dataset or --preset: without one, train takes up the run in --out as it was started.");
        }
    }

    private int Run(ParseResult parsed)
    {
        string folder = parsed.GetRequiredValue(_out);
        RunLock.RequireFree(folder); // before a data set is read in vain
        var run = new RunFolder(folder);
        Checkpoint? checkpoint = run.Load(_ => { });
        TrainingOptions options = run.Agree(checkpoint, Asked(parsed, checkpoint?.Run.Options));
        options = options with { Data = parsed.GetValue(_data.Data) ?? options.Data };
        Dataset dataset = _data.Open(
            parsed, new DatasetOptions(options.Dataset, options.Data, DataOptions.Size(options.ImageSize), options.Channels));
        int threads = parsed.GetValue(_threads);
        torch.set_num_threads(threads);

        int stoppedBy = ExitCode.Done;
        using var stop = new CancellationTokenSource();
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using PosixSignalRegistration hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);

        return TrainingDisplay.Show(progress =>
        {
            progress.Say(
                $"Training on {dataset.Train.Count:N0} images of {dataset.Train.Width}×{dataset.Train.Height}×" +
                $"{dataset.Train.Channels} ({dataset.Description}), targets {dataset.Targets}.");
            if (!dataset.IsBinary)
            {
                progress.Say("Targets are not binary: these bounds cannot be compared with figures on binarised images.");
            }

            using TrainingRun training = new(options, dataset, folder, progress, threads)
            {
                CheckpointInterval = TimeSpan.FromSeconds(parsed.GetValue(_checkpointEvery)),
            };
            bool complete = training.Run(stop.Token);
            progress.Say(complete
                ? $"Done: '{Path.Combine(folder, options.Name + DrawManifest.FileExtension)}' and its weights are the best epoch's."
                : $"Stopped and saved: the same command, or train --out {folder}, goes on from here.");
            return complete ? ExitCode.Done : stoppedBy;
        });

        // The first signal ends the run in good order; a second one ends the program as usual.
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = !stop.IsCancellationRequested;
            stoppedBy = signal.Signal switch
            {
                PosixSignal.SIGINT => ExitCode.Interrupted,
                PosixSignal.SIGTERM => ExitCode.Terminated,
                _ => ExitCode.HungUp,
            };
            stop.Cancel();
        }
    }

    /// <summary>The options that the command line states, if it states any.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="stored">The options of the run that lies in the folder, if any.</param>
    private TrainingOptions? Asked(ParseResult parsed, TrainingOptions? stored)
    {
        if (parsed.GetValue(_options) is string file)
        {
            TrainingOptions options = RunDescription.Read(file).Options;
            return options with { Data = parsed.GetValue(_data.Data) ?? options.Data };
        }

        Preset? preset = Preset.All.FirstOrDefault(preset => preset.Name == parsed.GetValue(_preset));
        string? dataset = parsed.GetValue(_data.Dataset) ?? preset?.Dataset, data = parsed.GetValue(_data.Data);
        if (dataset is null)
        {
            // With nothing but files beside it, a run goes on as it was started; its files may have moved.
            Option[] beside = [_data.Data, _data.Download, _out, _threads, _checkpointEvery];
            bool isAlone = parsed.CommandResult.Children.OfType<OptionResult>().All(option => option.Implicit || beside.Contains(option.Option));
            if (data is null || (stored is not null && isAlone))
            {
                return null;
            }

            dataset = stored?.Dataset ?? DatasetKind.Of(data);
        }

        string usualName = data is not null && dataset is Datasets.Dataset.Folder or Datasets.Dataset.Idx
            ? ModelName.Of(data)
            : dataset.Replace('-', '_');
        return new TrainingOptions
        {
            Dataset = dataset,
            Data = data,
            ImageSize = Sized(_data.ImageSize, preset?.ImageSize),
            Channels = Sized(_data.Channels, preset?.Channels),
            Name = parsed.GetValue(_name) ?? stored?.Name ?? usualName,
            Glimpses = Sized(_glimpses, preset?.Glimpses),
            Grow = parsed.GetValue(_grow),
            Latent = Sized(_latent, preset?.Latent),
            EncoderHidden = Sized(_encoder, preset?.Hidden),
            DecoderHidden = Sized(_decoder, preset?.Hidden),
            ReadAttention = IsGiven(_read) || preset is null ? parsed.GetValue(_read) : preset.Read,
            WriteAttention = IsGiven(_write) || preset is null ? parsed.GetValue(_write) : preset.Write,
            Epochs = parsed.GetValue(_epochs),
            Patience = parsed.GetValue(_patience),
            Batch = parsed.GetValue(_batch),
            Optimiser = parsed.GetValue(_optimiser),
            Rate = parsed.GetValue(_rate),
            FinalRate = parsed.GetValue(_finalRate),
            Schedule = parsed.GetValue(_schedule),
            WarmUp = parsed.GetValue(_warmUp),
            ClipNorm = parsed.GetValue(_clip),
            KlRamp = parsed.GetValue(_klRamp),
            AverageDecay = parsed.GetValue(_average),
            Bfloat16 = parsed.GetValue(_bfloat16),
            Device = parsed.GetValue(_device),
            Seed = parsed.GetValue(_seed),
            From = parsed.GetValue(_from) is string from ? Path.GetFullPath(from) : null,
        };

        bool IsGiven(Option option) => parsed.GetResult(option) is { Implicit: false };

        T Sized<T>(Option<T> option, object? preset) => IsGiven(option) || preset is null ? parsed.GetValue(option)! : (T)preset;
    }
}
