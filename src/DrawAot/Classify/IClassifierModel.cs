using DrawAot.Manifest;

namespace DrawAot;

/// <summary>
/// Weights of a glimpse classifier, ready to classify. Read-only: any number of sessions share it, on any threads, without locks.
/// </summary>
public interface IClassifierModel : IDisposable
{
    /// <summary>All sizes of the model.</summary>
    ClassifierShape Shape { get; }

    /// <summary>Precision in which the weights are stored and multiplied.</summary>
    WeightPrecision Precision { get; }

    /// <summary>Bytes that the packed weights take.</summary>
    long MemorySize { get; }

    /// <summary>The labels of the classes [K].</summary>
    IReadOnlyList<string> Classes { get; }

    /// <summary>Creates a session with all the memory that it will ever use.</summary>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    ClassifierSession CreateSession();
}
