using System;
using DrawAot.Generators.Planning;

namespace DrawAot.Generators.Emit;

/// <summary>An LSTM: the encoder's or the decoder's, what the two are called and what goes into them.</summary>
/// <param name="Name">What its names begin with.</param>
/// <param name="Role">What it is, in a sentence.</param>
/// <param name="States">The hidden states that its matrix is over.</param>
/// <param name="StateCount">How many they are in a model.</param>
internal sealed record Lstm(string Name, string Role, string States, Func<ModelPlan, int> StateCount)
{
    public static readonly Lstm Encoder = new("Encoder", "encoder", "h_dec, and then h of the glimpse before", plan => plan.EncoderStates);
    public static readonly Lstm Decoder = new("Decoder", "decoder", "h of the glimpse before", plan => plan.Shape.DecoderHidden);
}
