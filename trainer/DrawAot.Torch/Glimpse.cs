using static TorchSharp.torch;

namespace DrawAot.Torch;

/// <summary>The intermediates of a glimpse between the image and the canvas, for one batch.</summary>
/// <param name="Errors">x̂ = x − σ(c) [n, C, B, A].</param>
/// <param name="ReadOutput">r and the read's filterbanks.</param>
/// <param name="Encoder">The encoder's new state.</param>
/// <param name="Posterior">μ, then log σ [n, 2·Z].</param>
/// <param name="Latent">z = μ + σ·ε [n, Z].</param>
/// <param name="Decoder">The decoder's new state.</param>
/// <param name="WriteOutput">The new canvas, w and the write's filterbanks.</param>
internal readonly record struct Glimpse(
    Tensor Errors, ReadOutput ReadOutput, LstmState Encoder, Tensor Posterior, Tensor Latent, LstmState Decoder, WriteOutput WriteOutput);
