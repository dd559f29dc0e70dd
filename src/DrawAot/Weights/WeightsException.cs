namespace DrawAot.Weights;

/// <summary>
/// Weights were refused. The message is one sentence: the file, the fault and its place, and what was
/// expected.
/// </summary>
public sealed class WeightsException : IOException
{
    /// <summary>Creates a refusal without a message of its own.</summary>
    public WeightsException()
        : base("The weights are not usable.")
    {
    }

    /// <summary>Creates a refusal.</summary>
    /// <param name="message">The sentence.</param>
    public WeightsException(string message)
        : base(message)
    {
    }

    /// <summary>Creates a refusal that was found by way of another exception.</summary>
    /// <param name="message">The sentence.</param>
    /// <param name="innerException">The other exception.</param>
    public WeightsException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
