using System.Reflection;

namespace DrawAot.Models.Tests;

/// <summary>README's quick start, which is tests/consumers/QuickStart, builds and draws.</summary>
[Trait("Category", "Slow")]
public sealed class QuickStartTests
{
    private static readonly string Project = typeof(QuickStartTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "QuickStart").Value!;

    [Fact]
    public async Task The_quick_start_draws_the_picture_of_seed_42()
    {
        using TemporaryFolder folder = new();
        CommandResult result = await RepositoryBuild.RunProgram(folder.Path, Project);
        Assert.True(result.ExitCode == 0, result.Output + result.Error);

        using Mnist model = Mnist.LoadEmbedded();
        using Mnist.Session session = model.CreateSession();
        float[] image = new float[Mnist.PixelCount];
        session.Sample(seed: 42, index: 0, image);
        string[] rows = result.Output.ReplaceLineEndings("\n").Split('\n');
        for (int pixel = 0; pixel < image.Length; pixel++)
        {
            (int y, int x) = Math.DivRem(pixel, Mnist.Width);
            int level = " .:-=+*#%@".IndexOf(rows[y][2 * x], StringComparison.Ordinal);
            Assert.InRange(image[pixel], level / 10f - 1e-6f, (level + 1) / 10f + 1e-6f);
        }
    }
}
