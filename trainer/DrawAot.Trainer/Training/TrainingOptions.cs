using DrawAot.Manifest;

namespace DrawAot.Trainer.Training;

/// <summary>
/// All that decides a training run: the same options give the same weights, on the same machine with as many threads.
/// </summary>
public sealed record TrainingOptions
{
    /// <summary>Name of the data set.</summary>
    public required string Dataset { get; init; }

    /// <summary>Folder of the data set's files; null for one that needs none.</summary>
    public string? Data { get; init; }

    /// <summary>The exported model's name, an identifier.</summary>
    public required string Name { get; init; }

    /// <summary>Glimpses T.</summary>
    public int Glimpses { get; init; } = 10;

    /// <summary>Latent size Z.</summary>
    public int Latent { get; init; } = 100;

    /// <summary>Hidden size He of the encoder.</summary>
    public int EncoderHidden { get; init; } = 256;

    /// <summary>Hidden size Hd of the decoder.</summary>
    public int DecoderHidden { get; init; } = 256;

    /// <summary>Filters along a side of the read window; null to read the whole image.</summary>
    public int? ReadAttention { get; init; } = 2;

    /// <summary>Filters along a side of the write window; null to write the whole canvas.</summary>
    public int? WriteAttention { get; init; } = 5;

    /// <summary>Passes over the training set.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>Images a step.</summary>
    public int Batch { get; init; } = 64;

    /// <summary>Learning rate of the first step; it falls along a half cosine to <see cref="FinalRate"/>.</summary>
    public double Rate { get; init; } = 3e-3;

    /// <summary>Learning rate of the last step.</summary>
    public double FinalRate { get; init; } = 2e-4;

    /// <summary>Gradients of a larger norm are scaled down to this one.</summary>
    public double ClipNorm { get; init; } = 10;

    /// <summary>
    /// Steps over which the weight of the KL term rises from 0 to 1. Without such a ramp the posterior collapses
    /// onto the prior early, and the model stays at the mean picture for epochs.
    /// </summary>
    public int KlRamp { get; init; } = 1500;

    /// <summary>Decay of the exponential average of the weights, which is what is validated and exported.</summary>
    public double AverageDecay { get; init; } = 0.999;

    /// <summary>Whether the LSTMs' products are made in bfloat16 while training; bounds are always measured in float32.</summary>
    public bool Bfloat16 { get; init; }

    /// <summary>Seeds weights, order and noise.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>The manifest of a model to start from; null to start from fresh weights.</summary>
    public string? From { get; init; }

    /// <summary>The sizes of the model for images of <paramref name="channels"/>×<paramref name="height"/>×<paramref name="width"/>.</summary>
    public DrawShape Shape(int channels, int height, int width) => new(
        width, height, channels, Glimpses, Latent, EncoderHidden, DecoderHidden, ReadAttention, WriteAttention);

    /// <summary>The learning rate of a step out of <paramref name="total"/>.</summary>
    public double RateAt(long step, long total) =>
        FinalRate + (Rate - FinalRate) * 0.5 * (1 + Math.Cos(Math.PI * step / Math.Max(1, total)));

    /// <summary>The weight of the KL term at a step out of <paramref name="total"/>; short runs ramp over half of theirs.</summary>
    public double KlWeightAt(long step, long total) =>
        From is not null ? 1 : Math.Min(1, (step + 1) / Math.Max(1.0, Math.Min(KlRamp, total / 2.0)));
}
