namespace DrawAot.ImageFiles;

/// <summary>An image of an input whose turn to be read has come. Several threads may read different ones at a time.</summary>
public sealed class PendingImage
{
    private readonly Func<InputImage> _read;

    internal PendingImage(string name, Func<InputImage> read) => (Name, _read) = (name, read);

    /// <summary>The file, with the image's number where a file has many: <c>digits/3.png</c>, <c>t10k.idx[17]</c>.</summary>
    public string Name { get; }

    /// <summary>Reads it. What is wrong with it is the image's <see cref="InputImage.Fault"/>, never an exception.</summary>
    public InputImage Read()
    {
        try
        {
            return _read();
        }
        catch (ImageFileException fault)
        {
            return new InputImage(Name, fault.Message);
        }
    }
}
