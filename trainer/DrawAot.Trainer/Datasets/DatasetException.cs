namespace DrawAot.Trainer.Datasets;

/// <summary>A data set that cannot be opened. The message is one sentence, fit to show to the user as it is.</summary>
public sealed class DatasetException : Exception
{
    /// <summary>Makes the exception from its sentence.</summary>
    public DatasetException(string message) : base(message)
    {
    }

    /// <summary>Makes the exception from its sentence and what lies beneath it.</summary>
    public DatasetException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
