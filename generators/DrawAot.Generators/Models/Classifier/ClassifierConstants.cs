using System.Collections.Generic;
using DrawAot.Generators.Emit;
using DrawAot.Layout;

namespace DrawAot.Generators.Models.Classifier;

/// <summary>The sizes of a glimpse classifier that its kernels name, in groups.</summary>
internal static class ClassifierConstants
{
    public static IEnumerable<IEnumerable<Extent>> Groups(ClassifierLayout layout)
    {
        ImageLayout image = layout.Image;
        yield return [image.Width, image.Height, image.Channels, image.PixelCount, image.Glimpses];
        yield return ShapeFile.Tiles(layout);
        yield return ShapeFile.Windows(image);
        yield return
        [
            layout.Read.Filters, layout.Read.HeadRows, layout.Read.PatchSize, layout.ReadSize, layout.ReadSize.Padded, image.Stride, image.Size,
        ];
        yield return ShapeFile.Lstm(layout.Lstm);
        yield return [layout.Classes, layout.ClassRows];
    }
}
