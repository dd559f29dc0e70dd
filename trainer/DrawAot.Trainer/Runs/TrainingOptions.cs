using System.Text.Json.Serialization;
using DrawAot.Torch;
using DrawAot.Trainer.Datasets;
using DrawAot.Training.Optimisers;

namespace DrawAot.Trainer.Runs;

/// <summary>The course of the learning rate from its first value to its last.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RateSchedule>))]
public enum RateSchedule
{
    /// <summary>Along half a cosine.</summary>
    Cosine,

    /// <summary>Along a line.</summary>
    Linear,

    /// <summary>Not at all: it stays the first.</summary>
    Constant,
}

/// <summary>
/// Everything that decides a training run. The same options give the same weights on the same machine, with any number of
/// threads; where libtorch makes the steps, with the same number of threads. CUDA does not guarantee this.
/// </summary>
public sealed record TrainingOptions
{
    /// <summary>Name of the data set.</summary>
    public required string Dataset { get; init; }

    /// <summary>The family of the model.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ModelKind Model { get; init; }

    /// <summary>Folder or file of the data set; null for one that needs none.</summary>
    public string? Data { get; init; }

    /// <summary>Size that images of a folder, of <c>shapes</c> or of <c>cluttered-mnist</c> are brought to, as WIDTHxHEIGHT; null for their own.</summary>
    public string? ImageSize { get; init; }

    /// <summary>Channels that images of a folder or of <c>shapes</c> are brought to: 1 for grey, 3 for red, green, blue; null for their own.</summary>
    [OnlyFor(ModelKind.Draw)]
    public int? Channels { get; init; }

    /// <summary>Distractors of an image of <c>cluttered-mnist</c>.</summary>
    [OnlyFor(ModelKind.Classifier)]
    public int Distractors { get; init; } = ClutterOptions.UsualDistractors;

    /// <summary>Pixels along a side of a distractor.</summary>
    [OnlyFor(ModelKind.Classifier)]
    public int DistractorWidth { get; init; } = ClutterOptions.UsualWidth;

    /// <summary>
    /// Largest turn of a training digit of <c>cluttered-mnist</c>, in degrees; its width, height and slant change by up to 1% a degree.
    /// </summary>
    [OnlyFor(ModelKind.Classifier)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double Deformation { get; init; }

    /// <summary>The exported model's name, an identifier.</summary>
    public required string Name { get; init; }

    /// <summary>Glimpses T.</summary>
    public int Glimpses { get; init; } = 10;

    /// <summary>Fewer glimpses for the first epochs, as in "10x8,32x4": 8 epochs at T = 10, then 4 at T = 32; null for none.</summary>
    public string? Grow { get; init; }

    /// <summary>Latent size Z.</summary>
    [OnlyFor(ModelKind.Draw)]
    public int Latent { get; init; } = 100;

    /// <summary>Hidden size He of the encoder.</summary>
    [OnlyFor(ModelKind.Draw)]
    public int EncoderHidden { get; init; } = 256;

    /// <summary>Hidden size Hd of the decoder.</summary>
    [OnlyFor(ModelKind.Draw)]
    public int DecoderHidden { get; init; } = 256;

    /// <summary>Hidden size H of a classifier's LSTM.</summary>
    [OnlyFor(ModelKind.Classifier)]
    public int Hidden { get; init; } = 256;

    /// <summary>Filters along a side of the read window; null to read the whole image.</summary>
    public int? ReadAttention { get; init; } = 2;

    /// <summary>Filters along a side of the write window; null to write the whole canvas.</summary>
    [OnlyFor(ModelKind.Draw)]
    public int? WriteAttention { get; init; } = 5;

    /// <summary>Passes over the training set.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>Epochs without a better validation figure after which the run ends; null to train to the last epoch.</summary>
    public int? Patience { get; init; }

    /// <summary>Images a step.</summary>
    public int Batch { get; init; } = 64;

    /// <summary>
    /// Turns gradients into steps. Required in JSON: runs of versions that had Adam alone do not name it, and must not go on
    /// with another.
    /// </summary>
    [JsonRequired]
    public OptimiserKind Optimiser { get; init; } = OptimiserKind.Adam;

    /// <summary>Learning rate at the start.</summary>
    public double Rate { get; init; } = 3e-3;

    /// <summary>Learning rate of the last step.</summary>
    public double FinalRate { get; init; } = 2e-4;

    /// <summary>The course of the learning rate from <see cref="Rate"/> to <see cref="FinalRate"/>.</summary>
    public RateSchedule Schedule { get; init; }

    /// <summary>Steps over which the learning rate first rises from 0.</summary>
    public int WarmUp { get; init; }

    /// <summary>Gradients of a larger norm are scaled down to this one.</summary>
    public double ClipNorm { get; init; } = 10;

    /// <summary>
    /// Steps over which the weight of the KL term rises from 0 to 1. Without such a ramp the posterior collapses
    /// onto the prior early, and the model stays at the mean picture for epochs.
    /// </summary>
    [OnlyFor(ModelKind.Draw)]
    public int KlRamp { get; init; } = 1500;

    /// <summary>Share of the weight matrices that a step at rate 1 would take away (Loshchilov and Hutter 2019); 0 for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double WeightDecay { get; init; }

    /// <summary>
    /// Share of an image's pixels that the encoder does not see in a step; the others are scaled up, so that their mean stays
    /// (Srivastava et al. 2014). The loss is that of the whole image. 0 for none.
    /// </summary>
    [OnlyFor(ModelKind.Draw)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double InputDropout { get; init; }

    /// <summary>Decay of the exponential average of the weights, which is what is validated and exported.</summary>
    public double AverageDecay { get; init; } = 0.999;

    /// <summary>Whether the LSTMs' products are made in bfloat16 while training; bounds are always measured in float32.</summary>
    [OnlyFor(ModelKind.Draw)]
    public bool Bfloat16 { get; init; }

    /// <summary>
    /// The device that makes the steps: a GPU, by kernels of this program or, where <see cref="Bfloat16"/> is set, by libtorch; or the
    /// CPU, by libtorch. Null for the kernels of this program on the CPU, or for libtorch there where <see cref="Bfloat16"/> is set.
    /// </summary>
    public TorchDevice? Device { get; init; }

    /// <summary>Seeds weights, order and noise.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>The manifest of a model, or the folder of a run, to start from; null to start from fresh weights.</summary>
    public string? From { get; init; }

    /// <summary>T in an epoch, counted from 0.</summary>
    /// <exception cref="TrainingException"><see cref="Grow"/> cannot be read.</exception>
    public int GlimpsesAt(int epoch)
    {
        foreach ((int glimpses, int epochs) in GrowthStage.Parse(Grow))
        {
            if (epoch < epochs)
            {
                return glimpses;
            }

            epoch -= epochs;
        }

        return Glimpses;
    }

    /// <summary>The learning rate of a step out of <paramref name="total"/>.</summary>
    public double RateAt(long step, long total)
    {
        double done = step / Math.Max(1.0, total);
        double left = Schedule switch
        {
            RateSchedule.Cosine => 0.5 * (1 + Math.Cos(Math.PI * done)),
            RateSchedule.Linear => 1 - done,
            _ => 1,
        };
        return (FinalRate + (Rate - FinalRate) * left) * Math.Min(1, (step + 1) / Math.Max(1.0, WarmUp));
    }

    /// <summary>The weight of the KL term at a step out of <paramref name="total"/>; short runs ramp over half of theirs.</summary>
    public double KlWeightAt(long step, long total) =>
        From is not null ? 1 : Math.Min(1, (step + 1) / Math.Max(1.0, Math.Min(KlRamp, total / 2.0)));
}
