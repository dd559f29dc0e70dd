using System.Collections.Generic;
using DrawAot.Generators.Emit;
using DrawAot.Layout;

namespace DrawAot.Generators.Models.Draw;

/// <summary>The sizes of a DRAW model that its kernels name, in groups.</summary>
internal static class DrawConstants
{
    public static IEnumerable<IEnumerable<Extent>> Groups(DrawLayout layout)
    {
        ImageLayout image = layout.Image;
        yield return [image.Width, image.Height, image.Channels, image.PixelCount, image.Glimpses, layout.Latents, layout.Latents.Padded, layout.LatentSize];
        yield return [.. ShapeFile.Tiles(layout), layout.SequenceGlimpses];
        if (layout.WindowedRead is not null || layout.WriteFilters is not null)
        {
            yield return ShapeFile.Windows(image);
        }

        yield return layout.WindowedRead is not ReadLayout read
            ? [layout.ReadSize, layout.ReadSize.Padded]
            : [read.Filters, read.HeadRows, read.PatchSize, layout.ReadSize, layout.ReadSize.Padded, image.Stride, image.Size];
        yield return [.. ShapeFile.Lstm(layout.Encoder), layout.PosteriorRows];
        yield return ShapeFile.Lstm(layout.Decoder);
        yield return layout.WriteFilters is not FilterbankLayout write
            ? [layout.PatchSize, layout.HeadRows, layout.CanvasStride, layout.CanvasSize]
            :
            [
                write.X.Dimensions[0], layout.PatchSize, layout.FirstPatchRow,
                layout.HeadRows, layout.CanvasStride, layout.CanvasSize,
            ];
    }
}
