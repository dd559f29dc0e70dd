namespace DrawAot.ImageFiles;

/// <summary>
/// The images of several paths, in the order of the paths. A file is open while its images are read, and a path at fault is one
/// image at fault, as a file of a folder is.
/// </summary>
internal sealed class JoinedImages : IImageStore
{
    private readonly Part[] _parts;

    /// <summary>Looks at what lies at each path.</summary>
    public JoinedImages(IReadOnlyList<string> paths, ImageShape shape, ImageBackground? background)
    {
        _parts = [.. paths.Select(path => new Part(path, shape, background))];
        Count = _parts.Aggregate((long?)0, (sum, part) => sum + part.Count);
    }

    public long? Count { get; }

    public IEnumerable<PendingImage> From(long first)
    {
        int part = 0;
        long before = 0;
        for (; part < _parts.Length && _parts[part].Count is long count && count <= first - before; part++)
        {
            before += count;
        }

        IEnumerator<PendingImage> images = _parts.Skip(part).SelectMany(rest => rest.Images()).GetEnumerator();
        for (; images.MoveNext(); before++)
        {
            if (before == first)
            {
                return Rest(images);
            }
        }

        throw new ImageFileException($"There is no image {first} among the inputs: a number from 0 to {before - 1} is expected.");
    }

    public void Dispose() => Array.ForEach(_parts, part => part.Dispose());

    /// <summary>The image that an enumeration has come to, and those after it.</summary>
    private static IEnumerable<PendingImage> Rest(IEnumerator<PendingImage> images)
    {
        using (images)
        {
            do
            {
                yield return images.Current;
            }
            while (images.MoveNext());
        }
    }

    /// <summary>The images at one path.</summary>
    private sealed class Part : IDisposable
    {
        private readonly Func<IImageStore> _open;
        private readonly PendingImage? _picture;
        private readonly string _path;
        private IImageStore? _store;

        public Part(string path, ImageShape shape, ImageBackground? background)
        {
            (_path, _open) = (path, () => ImageStores.Open(path, shape, background));
            Count = 1;
            try
            {
                _store = _open();
                Count = _store.Count;
                if (!OpenDescriptor.IsNamedBy(path))
                {
                    // There may be more files than a process may have open, so a file is opened again when its turn comes.
                    _picture = _store is PictureFile
                        ? new PendingImage(path, () => InputImage.OfPicture(path, ImageReader.Read(path, shape, background)))
                        : null;
                    Dispose();
                }
            }
            catch (ImageFileException refused)
            {
                _picture = new PendingImage(path, () => new InputImage(path, refused.Message));
            }
        }

        public long? Count { get; }

        public IEnumerable<PendingImage> Images()
        {
            if (_picture is not null)
            {
                yield return _picture;
                yield break;
            }

            IEnumerable<PendingImage> images = [];
            string? fault = null;
            try
            {
                _store ??= _open();
                images = _store.From(0);
            }
            catch (ImageFileException refused)
            {
                fault = refused.Message;
            }

            if (fault is not null)
            {
                yield return new PendingImage(_path, () => new InputImage(_path, fault));
                yield break;
            }

            foreach (PendingImage image in images)
            {
                yield return image;
            }

            if (!OpenDescriptor.IsNamedBy(_path))
            {
                Dispose();
            }
        }

        public void Dispose()
        {
            _store?.Dispose();
            _store = null;
        }
    }
}
