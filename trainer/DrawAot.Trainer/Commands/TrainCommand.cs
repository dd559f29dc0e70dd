using System.CommandLine;
using System.CommandLine.Parsing;
using System.Runtime.InteropServices;
using DrawAot.Manifest;
using DrawAot.Torch;
using DrawAot.Trainer.Datasets;
using DrawAot.Trainer.Families;
using DrawAot.Trainer.Runs;
using DrawAot.Trainer.TrainingLoop;
using DrawAot.Training.Optimisers;
using TorchSharp;

namespace DrawAot.Trainer.Commands;

/// <summary><c>train</c>: trains into a folder, or goes on with the run that lies there.</summary>
internal sealed class TrainCommand
{
    private static readonly TrainingOptions Usual = Preset.Usual(ModelKind.Draw), UsualClassifier = Preset.Usual(ModelKind.Classifier);

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

    private readonly Option<ModelKind?> _model = SharedOptions.ChoiceOrNone<ModelKind>(
        "--model", "The family of the model: draw or classifier; by default what the preset or the data set is for. The usual options of a classifier are those of --preset cluttered-mnist.");

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
    private readonly Option<int> _hidden = SharedOptions.Number("--hidden", "Hidden size of a classifier's LSTM.", ManifestLimits.Count, Usual.Hidden);
    private readonly Option<int?> _read = SharedOptions.Attention("--read", "read", Usual.ReadAttention!.Value);
    private readonly Option<int?> _write = SharedOptions.Attention("--write", "write", Usual.WriteAttention!.Value);
    private readonly Option<int> _epochs = SharedOptions.Number("--epochs", "Passes over the training set.", TrainingRanges.Epochs, Usual.Epochs);
    private readonly Option<int?> _patience = SharedOptions.NumberOrNone("--patience", "Epochs without a better validation bound or error after which the run ends.", TrainingRanges.Epochs);
    private readonly Option<int> _batch = SharedOptions.Number("--batch", "Images a step.", TrainingRanges.Batch, Usual.Batch);
    private readonly Option<OptimiserKind> _optimiser = SharedOptions.Choice("--optimiser", "Adam for all parameters, or Muon for the matrices of LSTMs and Adam for the rest.", Usual.Optimiser);
    private readonly Option<double> _rate = SharedOptions.Number("--rate", "Learning rate at the start.", TrainingRanges.Rate, Usual.Rate);
    private readonly Option<double> _finalRate = SharedOptions.Number("--final-rate", "Learning rate at the end.", TrainingRanges.FinalRate, Usual.FinalRate);
    private readonly Option<RateSchedule> _schedule = SharedOptions.Choice("--schedule", "How the learning rate goes from start to end: cosine, linear or constant.", Usual.Schedule);
    private readonly Option<int> _warmUp = SharedOptions.Number("--warm-up", "Steps over which the learning rate first rises from 0.", TrainingRanges.WarmUp, Usual.WarmUp);
    private readonly Option<double> _clip = SharedOptions.Number("--clip", "Largest norm of a gradient.", TrainingRanges.ClipNorm, Usual.ClipNorm);
    private readonly Option<int> _klRamp = SharedOptions.Number("--kl-ramp", "Steps over which the KL term comes in.", TrainingRanges.KlRamp, Usual.KlRamp);
    private readonly Option<double> _average = SharedOptions.Number("--average", "Decay of the weights' exponential average.", TrainingRanges.AverageDecay, Usual.AverageDecay);
    private readonly Option<double> _weightDecay = SharedOptions.Number("--weight-decay", "Share of the weight matrices that a step at rate 1 would take away.", TrainingRanges.WeightDecay, Usual.WeightDecay);
    private readonly Option<double> _inputDropout = SharedOptions.Number("--input-dropout", "Share of an image's pixels that the encoder does not see in a step.", TrainingRanges.InputDropout, Usual.InputDropout);
    private readonly Option<double> _deform = SharedOptions.Number("--deform", "Largest turn of a training digit of 'cluttered-mnist', in degrees; its size and slant change by up to 1% a degree.", TrainingRanges.Deformation, Usual.Deformation);
    private readonly Option<int> _picturesEvery = SharedOptions.Number("--pictures-every", "Epochs from one with pictures to the next.", TrainingRanges.PictureInterval, usual: 1);
    private readonly Option<bool> _bfloat16 = new("--bfloat16") { Description = "Train in libtorch with products in bfloat16, for processors that have an instruction for them." };
    private readonly Option<TorchDevice?> _device = SharedOptions.ChoiceOrNone<TorchDevice>("--device", "Make the steps on an NVIDIA GPU (cuda), by kernels of this program or with --bfloat16 in libtorch, or in libtorch on the CPU (cpu); by default kernels of this program make them on the CPU.");
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
            .. train._data.All, train._out, train._options, train._model, train._preset, train._name,
            train._glimpses, train._grow, train._latent, train._encoder, train._decoder, train._hidden, train._read, train._write,
            train._epochs, train._patience, train._batch, train._optimiser, train._rate, train._finalRate, train._schedule, train._warmUp,
            train._clip, train._weightDecay, train._inputDropout, train._deform, train._klRamp, train._average, train._bfloat16, train._device, train._seed, train._from,
            train._checkpointEvery, train._picturesEvery, train._threads,
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
        Option[] always = [_out, _data.Data, _data.Download, _threads, _checkpointEvery, _picturesEvery];
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
        else if (new Option[] { _data.Dataset, _data.Data, _preset, _model }.All(option => result.GetResult(option) is null) && given is not null)
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
        TrainingData data = _data.Open(parsed, new DatasetOptions(
            options.Dataset, options.Data, DataOptions.Size(options.ImageSize), options.Channels,
            new ClutterOptions(options.Distractors, options.DistractorWidth, options.Deformation)));
        int threads = parsed.GetValue(_threads);
        torch.set_num_threads(threads);

        int stoppedBy = ExitCode.Done;
        using var stop = new CancellationTokenSource();
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using PosixSignalRegistration hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);

        return TrainingDisplay.Show(progress =>
        {
            DataFacts facts = data.Facts;
            progress.Say(
                $"Training on {facts.TrainCount:N0} images of {facts.Width}×{facts.Height}×{facts.Channels} ({data.Description}), targets {data.Targets}.");
            if (data is Dataset { IsBinary: false })
            {
                progress.Say("Targets are not binary: these bounds cannot be compared with figures on binarised images.");
            }

            using TrainingRun training = new(options, data, folder, progress, threads)
            {
                PictureInterval = parsed.GetValue(_picturesEvery),
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
        string? dataset = parsed.GetValue(_data.Dataset) ?? preset?.Options.Dataset, data = parsed.GetValue(_data.Data);
        if (dataset is null && parsed.GetValue(_model) is ModelKind.Classifier)
        {
            dataset = UsualClassifier.Dataset;
        }

        if (dataset is null)
        {
            // A run that is given no options, apart from files, goes on as it was started; its files may have moved.
            Option[] beside = [_data.Data, _data.Download, _out, _threads, _checkpointEvery, _picturesEvery];
            bool isAlone = parsed.CommandResult.Children.OfType<OptionResult>().All(option => option.Implicit || beside.Contains(option.Option));
            if (data is null || (stored is not null && isAlone))
            {
                return null;
            }

            dataset = stored?.Dataset ?? DatasetKind.Of(data);
        }

        ModelKind model = parsed.GetValue(_model)
            ?? preset?.Options.Model
            ?? (dataset == UsualClassifier.Dataset ? ModelKind.Classifier : ModelKind.Draw);
        RequireOwn(parsed, model, preset);
        TrainingOptions usual = preset?.Options ?? Preset.Usual(model);
        string usualName = data is not null && dataset is Datasets.Dataset.Folder or Datasets.Dataset.Idx or Datasets.Dataset.File
            ? ModelName.Of(data)
            : dataset.Replace('-', '_');
        return usual with
        {
            Dataset = dataset,
            Data = data,
            ImageSize = Given(_data.ImageSize, usual.ImageSize),
            Channels = Given(_data.Channels, usual.Channels),
            Distractors = Given(_data.Distractors, usual.Distractors),
            DistractorWidth = Given(_data.DistractorWidth, usual.DistractorWidth),
            Deformation = Given(_deform, usual.Deformation),
            Name = parsed.GetValue(_name) ?? stored?.Name ?? usualName,
            Glimpses = Given(_glimpses, usual.Glimpses),
            Grow = Given(_grow, usual.Grow),
            Latent = Given(_latent, usual.Latent),
            EncoderHidden = Given(_encoder, usual.EncoderHidden),
            DecoderHidden = Given(_decoder, usual.DecoderHidden),
            Hidden = Given(_hidden, usual.Hidden),
            ReadAttention = Given(_read, usual.ReadAttention),
            WriteAttention = Given(_write, usual.WriteAttention),
            Epochs = Given(_epochs, usual.Epochs),
            Patience = Given(_patience, usual.Patience),
            Batch = Given(_batch, usual.Batch),
            Optimiser = Given(_optimiser, usual.Optimiser),
            Rate = Given(_rate, usual.Rate),
            FinalRate = Given(_finalRate, usual.FinalRate),
            Schedule = Given(_schedule, usual.Schedule),
            WarmUp = Given(_warmUp, usual.WarmUp),
            ClipNorm = Given(_clip, usual.ClipNorm),
            KlRamp = Given(_klRamp, usual.KlRamp),
            WeightDecay = Given(_weightDecay, usual.WeightDecay),
            InputDropout = Given(_inputDropout, usual.InputDropout),
            AverageDecay = Given(_average, usual.AverageDecay),
            Bfloat16 = Given(_bfloat16, usual.Bfloat16),
            Device = Given(_device, usual.Device),
            Seed = Given(_seed, usual.Seed),
            From = parsed.GetValue(_from) is string from ? Path.GetFullPath(from) : null,
        };

        T Given<T>(Option<T> option, T usual) => IsGiven(parsed, option) ? parsed.GetValue(option)! : usual;
    }

    /// <summary>Refuses options of another family than the run's, which would have no effect.</summary>
    private void RequireOwn(ParseResult parsed, ModelKind model, Preset? preset)
    {
        if (preset is not null && preset.Options.Model != model)
        {
            throw new TrainingException($"--preset {preset.Name} is for {TrainedFamily.Of(preset.Options.Model).ModelName}; --model asks for {TrainedFamily.Of(model).ModelName}.");
        }

        (ModelKind other, Option[] options) = model == ModelKind.Draw
            ? (ModelKind.Classifier, new Option[] { _hidden, _data.Distractors, _data.DistractorWidth, _deform })
            : (ModelKind.Draw, [_latent, _encoder, _decoder, _write, _klRamp, _inputDropout, _bfloat16, _data.Channels]);
        if (options.FirstOrDefault(option => IsGiven(parsed, option)) is Option stray)
        {
            throw new TrainingException($"{stray.Name} belongs to {TrainedFamily.Of(other).ModelName}; this run trains {TrainedFamily.Of(model).ModelName}.");
        }
    }

    private static bool IsGiven(ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };
}
