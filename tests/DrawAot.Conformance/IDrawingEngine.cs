using DrawAot.TestModels;

namespace DrawAot.Conformance;

/// <summary>One of the implementations of DRAW's drawing half: the reference, generated code, TorchSharp.</summary>
public interface IDrawingEngine
{
    /// <summary>Draws the picture that belongs to a seed and an index.</summary>
    /// <param name="model">The model; an engine that takes any shape looks at its sizes alone.</param>
    /// <param name="weights">Weights of its shape, by name.</param>
    /// <param name="seed">Seed of a whole run.</param>
    /// <param name="index">Number of the picture in it.</param>
    /// <returns>σ(c_T) [C, B, A].</returns>
    float[] Draw(TestModel model, IReadOnlyDictionary<string, float[]> weights, ulong seed, ulong index);
}
