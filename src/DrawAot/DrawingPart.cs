using System.ComponentModel;

namespace DrawAot;

/// <summary>What a <see cref="Drawing"/> holds in its memory, by the paper's names.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum DrawingPart
{
    /// <summary>x, the image to look at [C·B, A].</summary>
    Image,

    /// <summary>x̂ = x − σ(c) of the last look [C·B, A].</summary>
    ErrorImage,

    /// <summary>FX of the read window [N, A]; no rows without attention.</summary>
    ReadFilterX,

    /// <summary>FY of the read window [N, B]; no rows without attention.</summary>
    ReadFilterY,

    /// <summary>r, what was read of x and then of x̂ [1, R].</summary>
    Read,

    /// <summary>h of the encoder [1, He].</summary>
    EncoderHidden,

    /// <summary>c of the encoder's LSTM [1, He].</summary>
    EncoderCell,

    /// <summary>μ of the posterior [1, Z].</summary>
    Mean,

    /// <summary>log σ of the posterior [1, Z].</summary>
    LogSigma,

    /// <summary>ε, from which a latent of the posterior was made [1, Z].</summary>
    Noise,

    /// <summary>z, the latent to draw from [1, Z].</summary>
    Latent,

    /// <summary>h of the decoder [1, Hd].</summary>
    DecoderHidden,

    /// <summary>c of the decoder's LSTM [1, Hd].</summary>
    DecoderCell,

    /// <summary>FX of the write window [N, A]; no rows without attention.</summary>
    WriteFilterX,

    /// <summary>FY of the write window [N, B]; no rows without attention.</summary>
    WriteFilterY,

    /// <summary>w, the patch that was written [1, C·N·N or C·B·A].</summary>
    Patch,

    /// <summary>c, the canvas: logits [C·B, A].</summary>
    Canvas,
}
