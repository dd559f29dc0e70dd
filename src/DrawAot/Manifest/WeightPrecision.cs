using System.Diagnostics.CodeAnalysis;

namespace DrawAot.Manifest;

/// <summary>
/// How a generated model stores and multiplies its weights. The weights file holds floats in any case; they are rounded
/// when they are loaded.
/// </summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "These are the manifest's words, and the field's.")]
public enum WeightPrecision
{
    /// <summary>32-bit floats throughout, <c>float32</c> in the manifest: exact.</summary>
    Float32 = 0,

    /// <summary>Weights of 16 bits, each within 2⁻⁸ of itself; <c>bfloat16</c> in the manifest.</summary>
    Bfloat16 = 1,

    /// <summary>
    /// The LSTMs' weights over hidden states and a decoder's over latents in 8-bit integers, those states and latents in 7
    /// bits, and all other weights as <see cref="Bfloat16"/>; <c>int8</c> in the manifest.
    /// </summary>
    Int8 = 2,
}
