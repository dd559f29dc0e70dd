namespace DrawAot.ImageFiles;

/// <summary>Where the images of an input come from. Several threads may read at a time.</summary>
internal interface IImageStore
{
    /// <summary>How many images there are, at least 1.</summary>
    int Count { get; }

    /// <summary>What an image is called.</summary>
    string Name(int index);

    /// <summary>The pixels of an image, [Channels, Height, Width].</summary>
    /// <exception cref="ImageFileException">It cannot be read.</exception>
    byte[] Read(int index);
}
