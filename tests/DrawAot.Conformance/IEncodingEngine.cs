using DrawAot.Manifest;

namespace DrawAot.Conformance;

/// <summary>One of the implementations of DRAW's encoding half: the reference, TorchSharp.</summary>
public interface IEncodingEngine
{
    /// <summary>Encodes an image and draws it again.</summary>
    /// <param name="shape">The model's sizes.</param>
    /// <param name="weights">Weights of that shape, by name.</param>
    /// <param name="image">x [C, B, A].</param>
    /// <param name="noise">ε of every glimpse [T][Z].</param>
    Encoding Encode(DrawShape shape, IReadOnlyDictionary<string, float[]> weights, float[] image, float[][] noise);
}

/// <summary>What an engine made of an image.</summary>
/// <param name="Canvas">c_T [C, B, A], logits.</param>
/// <param name="Mean">μ of every glimpse's posterior [T, Z].</param>
/// <param name="LogSigma">log σ of every glimpse's posterior [T, Z].</param>
/// <param name="ReconstructionLoss">L_x in nats.</param>
/// <param name="LatentLoss">L_z in nats.</param>
public sealed record Encoding(
    double[] Canvas, double[] Mean, double[] LogSigma, double ReconstructionLoss, double LatentLoss);
