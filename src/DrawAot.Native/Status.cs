namespace DrawAot.Native;

/// <summary>Result of a function of the C interface: <c>drawaot_status</c> in drawaot.h, where each value is explained.</summary>
internal enum Status
{
    /// <summary>Done.</summary>
    Ok = 0,

    /// <summary>Done, and there was nothing: no glimpse left to draw, or no window to tell of.</summary>
    Nothing = 1,

    /// <summary>A pointer is NULL.</summary>
    Null = -1,

    /// <summary>A handle is none of this library's, or what it named is destroyed.</summary>
    Handle = -2,

    /// <summary>Another thread is using the session at this moment.</summary>
    Busy = -3,

    /// <summary>A length is not what was expected.</summary>
    Length = -4,

    /// <summary>A pointer is not aligned as its type asks.</summary>
    Alignment = -5,

    /// <summary>Two buffers overlap.</summary>
    Overlap = -6,

    /// <summary>A value is out of range.</summary>
    Value = -7,

    /// <summary>Something was expected to be called before.</summary>
    Order = -8,

    /// <summary>A file cannot be read.</summary>
    File = -9,

    /// <summary>Weights are not those of this library's manifest.</summary>
    Weights = -10,

    /// <summary>There is not enough memory.</summary>
    Memory = -11,

    /// <summary>Something else went wrong, which is a fault of the library's.</summary>
    Internal = -12,
}
