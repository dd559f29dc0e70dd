using DrawAot.Trainer.TrainingLoop;

namespace DrawAot.Torch.Tests.Training;

public sealed class DropoutTests
{
    private const int Count = 50, Pixels = 203;

    private static readonly float[] Images = [.. Enumerable.Range(1, Count * Pixels).Select(pixel => pixel % 7 / 7f + 0.1f)];

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void Pixels_become_zero_at_the_rate_and_the_others_are_scaled_up(double rate)
    {
        float[] seen = Dropout.Of(Images, rate, seed: 3, step: 7, Count, threads: 2);

        double dropped = seen.Count(pixel => pixel == 0) / (double)seen.Length;
        Assert.Equal(rate, dropped, 4 * Math.Sqrt(rate * (1 - rate) / seen.Length)); // four standard errors
        Assert.All(seen.Zip(Images), pixel => Assert.True(pixel.First == 0 || pixel.First == pixel.Second * (float)(1 / (1 - rate))));
    }

    [Fact]
    public void A_rate_of_zero_leaves_images_as_they_are() => Assert.Equal(Images, Dropout.Of(Images, rate: 0, seed: 3, step: 7, Count, threads: 2));

    [Fact]
    public void The_mask_depends_on_seed_step_and_image_alone()
    {
        float[] seen = Dropout.Of(Images, rate: 0.3, seed: 3, step: 7, Count, threads: 2);

        Assert.Equal(seen, Dropout.Of(Images, rate: 0.3, seed: 3, step: 7, Count, threads: 1));
        Assert.NotEqual(Mask(seen), Mask(Dropout.Of(Images, rate: 0.3, seed: 3, step: 8, Count, threads: 2)));
        Assert.NotEqual(Mask(seen), Mask(Dropout.Of(Images, rate: 0.3, seed: 3 + (1L << 32), step: 7, Count, threads: 2)));
        Assert.Equal(Count, Mask(seen).Chunk(Pixels).Select(mask => string.Concat(mask.Select(kept => kept ? '1' : '0'))).Distinct().Count());
    }

    private static bool[] Mask(float[] seen) => [.. seen.Select(pixel => pixel != 0)];
}
