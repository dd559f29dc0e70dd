using System;

namespace DrawAot.Generators.Emit;

/// <summary>C# text with which a kernel of floats takes the weights of two inputs from a panel.</summary>
/// <param name="Order">How the words of a panel follow one another.</param>
/// <param name="Second">The second input's weights, from a variable with those of the first or from memory.</param>
/// <param name="Size">Words from one pair to the next.</param>
/// <param name="HasBlocks">Whether sums are blocked, as <see cref="BlockedSum"/> describes.</param>
internal sealed record WeightPair(string Order, Func<string, string, string> Second, string Size, bool HasBlocks);
