using DrawAot.Manifest;

namespace DrawAot;

/// <summary>
/// Weights of a DRAW model, ready to draw. Read-only: any number of sessions share it, on any threads, without locks.
/// </summary>
public interface IDrawModel : IDisposable
{
    /// <summary>All sizes of the model.</summary>
    DrawShape Shape { get; }

    /// <summary>Precision in which the weights are stored and multiplied.</summary>
    WeightPrecision Precision { get; }

    /// <summary>Bytes that the weights take, packed for drawing.</summary>
    long MemorySize { get; }

    /// <summary>Creates a session with all the memory that it will ever use.</summary>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    DrawSession CreateSession();
}
