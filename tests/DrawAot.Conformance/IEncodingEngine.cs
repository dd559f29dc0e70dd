using DrawAot.TestModels;

namespace DrawAot.Conformance;

/// <summary>One of the implementations of DRAW's encoding half: the reference, generated code, TorchSharp.</summary>
public interface IEncodingEngine
{
    /// <summary>Encodes an image, with the noise that belongs to a seed and an index, and draws it again.</summary>
    /// <param name="model">The model; an engine that takes any shape looks at its sizes alone.</param>
    /// <param name="weights">Weights of its shape, by name.</param>
    /// <param name="image">x [C, B, A].</param>
    /// <param name="seed">Seed of a whole run's noise.</param>
    /// <param name="index">Number of the image in it.</param>
    Encoding Encode(TestModel model, IReadOnlyDictionary<string, float[]> weights, float[] image, ulong seed, ulong index);

    /// <summary>Does the same, and keeps a record of it.</summary>
    /// <inheritdoc cref="Encode" path="/param"/>
    Trace Trace(TestModel model, IReadOnlyDictionary<string, float[]> weights, float[] image, ulong seed, ulong index);
}

/// <summary>The output of an engine for an image.</summary>
/// <param name="Canvas">c_T [C, B, A], logits.</param>
/// <param name="Mean">μ of every glimpse's posterior [T, Z].</param>
/// <param name="LogSigma">log σ of every glimpse's posterior [T, Z].</param>
/// <param name="ReconstructionLoss">L_x in nats.</param>
/// <param name="LatentLoss">L_z in nats.</param>
public sealed record Encoding(
    double[] Canvas, double[] Mean, double[] LogSigma, double ReconstructionLoss, double LatentLoss);
