namespace DrawAot.ImageFiles;

/// <summary>A file of images was refused. The message is one sentence: the file, what is wrong, and what was expected.</summary>
public sealed class ImageFileException : IOException
{
    /// <summary>Creates a refusal without a message of its own.</summary>
    public ImageFileException()
        : base("The file of images is not usable.")
    {
    }

    /// <summary>Creates a refusal.</summary>
    /// <param name="message">The sentence.</param>
    public ImageFileException(string message)
        : base(message)
    {
    }

    /// <summary>Creates a refusal that was found by way of another exception.</summary>
    /// <param name="message">The sentence.</param>
    /// <param name="innerException">The other exception.</param>
    public ImageFileException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
