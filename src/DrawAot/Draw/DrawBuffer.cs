using System.ComponentModel;

namespace DrawAot;

/// <summary>The buffers of one picture of a DRAW session, by the paper's names.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum DrawBuffer
{
    /// <summary>x, the image [C·B, A].</summary>
    Image = 0,

    /// <summary>x̂ = x − σ(c) at the last read [C·B, A].</summary>
    ErrorImage = 1,

    /// <summary>FX of the read window [N, A]; no rows without attention.</summary>
    ReadFilterX = 2,

    /// <summary>FY of the read window [N, B]; no rows without attention.</summary>
    ReadFilterY = 3,

    /// <summary>r, the patch of x, then that of x̂ [1, R].</summary>
    Read = 4,

    /// <summary>h of the encoder [1, He].</summary>
    EncoderHidden = 5,

    /// <summary>c of the encoder's LSTM [1, He].</summary>
    EncoderCell = 6,

    /// <summary>μ of the posterior [1, Z].</summary>
    Mean = 7,

    /// <summary>log σ of the posterior [1, Z].</summary>
    LogSigma = 8,

    /// <summary>ε, the noise of a latent sampled from the posterior [1, Z].</summary>
    Noise = 9,

    /// <summary>z, the latent to decode [1, Z].</summary>
    Latent = 10,

    /// <summary>h of the decoder [1, Hd].</summary>
    DecoderHidden = 11,

    /// <summary>c of the decoder's LSTM [1, Hd].</summary>
    DecoderCell = 12,

    /// <summary>FX of the write window [N, A]; no rows without attention.</summary>
    WriteFilterX = 13,

    /// <summary>FY of the write window [N, B]; no rows without attention.</summary>
    WriteFilterY = 14,

    /// <summary>w, the patch to write [1, C·N·N or C·B·A].</summary>
    Patch = 15,

    /// <summary>c, the canvas: logits [C·B, A].</summary>
    Canvas = 16,
}
