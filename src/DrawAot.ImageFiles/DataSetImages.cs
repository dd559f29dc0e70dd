namespace DrawAot.ImageFiles;

/// <summary>The images of a data set, read as they are asked for. Damage that is met on the way ends them.</summary>
internal sealed class DataSetImages(OpenedFile file, IDataSet images, ImageShape shape) : IImageStore
{
    public long? Count => images.Count;

    public IEnumerable<PendingImage> From(long first)
    {
        byte[] image = new byte[images.Channels * images.Height * images.Width];
        for (long index = 0; index <= first; index++)
        {
            if (!file.Guard(() => images.TryRead(image)))
            {
                throw new ImageFileException(
                    $"There is no image {first} in '{file.Path}': a number from 0 to {index - 1} is expected.");
            }
        }

        return From(first, image);
    }

    public void Dispose() => file.Dispose();

    private IEnumerable<PendingImage> From(long first, byte[] image)
    {
        for (long index = first; ; index++)
        {
            ulong place = (ulong)index;
            string name = Name(index);
            byte[] pixels = images.Channels == shape.Channels ? [.. image] : Planes.OfGrey(image, shape);
            yield return new PendingImage(name, () => new InputImage(name, pixels, place));

            string? fault = null;
            try
            {
                if (!file.Guard(() => images.TryRead(image)))
                {
                    yield break;
                }
            }
            catch (ImageFileException damage)
            {
                fault = damage.Message;
            }

            if (fault is not null)
            {
                string faulty = Name(index + 1);
                yield return new PendingImage(faulty, () => new InputImage(faulty, fault));
                yield break;
            }
        }
    }

    private string Name(long index) => $"{file.Path}[{index}]";
}
