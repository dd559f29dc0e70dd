namespace DrawAot.ImageFiles;

/// <summary>The images of one file, one after another; one image is in memory at a time.</summary>
internal interface IDataSet
{
    /// <summary>Planes of every image.</summary>
    int Channels { get; }

    /// <summary>Rows of every image.</summary>
    int Height { get; }

    /// <summary>Columns of every image.</summary>
    int Width { get; }

    /// <summary>Number of images; null where only reading tells.</summary>
    long? Count { get; }

    /// <summary>Reads the next image. The end is checked too: nothing may follow it.</summary>
    /// <param name="pixels">Receives [Channels, Height, Width].</param>
    /// <returns>False where there is none.</returns>
    /// <exception cref="ImageFileException">The file is damaged there.</exception>
    bool TryRead(Span<byte> pixels);
}
