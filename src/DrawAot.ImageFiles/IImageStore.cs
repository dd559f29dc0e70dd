namespace DrawAot.ImageFiles;

/// <summary>Source of an input's images, one after another.</summary>
internal interface IImageStore : IDisposable
{
    /// <summary>Number of images; null where only reading tells.</summary>
    long? Count { get; }

    /// <summary>The images from a number on. They are enumerated once.</summary>
    /// <param name="first">The first one's number, from 0 on.</param>
    /// <exception cref="ImageFileException">There is no such image, or the file is damaged before it.</exception>
    IEnumerable<PendingImage> From(long first);
}
