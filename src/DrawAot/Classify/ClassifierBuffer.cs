using System.ComponentModel;

namespace DrawAot;

/// <summary>The buffers of one image of a classifier's session, by the paper's names.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum ClassifierBuffer
{
    /// <summary>x, the image [C·B, A].</summary>
    Image = 0,

    /// <summary>FX of the read window [N, A].</summary>
    ReadFilterX = 1,

    /// <summary>FY of the read window [N, B].</summary>
    ReadFilterY = 2,

    /// <summary>r, the patch read of x [1, R].</summary>
    Read = 3,

    /// <summary>h of the LSTM [1, H].</summary>
    Hidden = 4,

    /// <summary>c of the LSTM [1, H].</summary>
    Cell = 5,

    /// <summary>The class logits [1, K].</summary>
    Logits = 6,
}
