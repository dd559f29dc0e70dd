namespace DrawAot.Trainer.Datasets;

/// <summary>The data set, its place, and the size that its images are brought to.</summary>
/// <param name="Name">One of <see cref="Dataset.Names"/>.</param>
/// <param name="Path">The folder that holds its files, or the file; null for one that needs none.</param>
/// <param name="ImageSize">Size that images of <c>folder</c>, <c>shapes</c> and <c>cluttered-mnist</c> are brought to; null for their own or the usual one.</param>
/// <param name="Channels">
/// Channels that these are brought to: 1 for grey, 3 for red, green and blue; null for 3 where a file of the folder is in colour,
/// and otherwise 1.
/// </param>
/// <param name="Clutter">The clutter of <c>cluttered-mnist</c>; null for the published one.</param>
public sealed record DatasetOptions(
    string Name, string? Path = null, (int Width, int Height)? ImageSize = null, int? Channels = null, ClutterOptions? Clutter = null);
