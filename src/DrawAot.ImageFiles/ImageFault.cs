namespace DrawAot.ImageFiles;

/// <summary>Fault of an image file, as the end of a sentence that begins with the file: "is a PNG that …".</summary>
internal sealed class ImageFault(string predicate, Exception? cause = null) : Exception(predicate, cause);
