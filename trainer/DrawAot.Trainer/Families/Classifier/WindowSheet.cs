using System.Globalization;
using DrawAot.ImageFiles;
using DrawAot.Manifest;
using DrawAot.Torch;
using DrawAot.Trainer.Datasets;
using DrawAot.Trainer.Reports;
using DrawAot.Trainer.Runs;
using TorchSharp;
using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace DrawAot.Trainer.Families.Classifier;

/// <summary>
/// The path of the read window over some images, as the paper's figure 3: a row for an image, which stands alone first and then
/// under the window of each glimpse. The first picture has a green frame where the class given is the true one and a red one where it is not, and
/// names both. The same weights give the same file.
/// </summary>
/// <param name="images">The images; the first of them are drawn.</param>
/// <param name="classes">The labels of the classes.</param>
internal sealed class WindowSheet(LabelledImages images, IReadOnlyList<string> classes)
{
    private const int Rows = 10, SmallestSide = 150, FrameWidth = 3;

    private readonly int[] _numbers = [.. Enumerable.Range(0, Math.Min(Rows, images.Count))];

    /// <summary>Draws the windows of an epoch.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="epoch">Its number, from 1.</param>
    /// <param name="shape">The model's sizes in it.</param>
    /// <param name="weights">Its averaged weights [P].</param>
    public void Write(RunFolder folder, int epoch, ClassifierShape shape, ReadOnlySpan<float> weights)
    {
        // On one thread, whatever the run has: libtorch's sums depend on how many there are.
        int threads = get_num_threads();
        set_num_threads(1);
        try
        {
            using var module = new ClassifierModule(shape);
            module.Load(weights);
            string path = folder.At($"glimpses-{epoch.ToString("000", CultureInfo.InvariantCulture)}.png");
            int scale = Math.Max(1, (SmallestSide + Math.Max(shape.Width, shape.Height) - 1) / Math.Max(shape.Width, shape.Height));
            PictureSheet.Write(
                path, new ImageShape(channels: 3, shape.Height * scale, shape.Width * scale), Pictures(module, scale), columns: shape.Glimpses + 1);
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    private List<float[]> Pictures(ClassifierModule module, int scale)
    {
        using IDisposable inference = inference_mode();
        using DisposeScope scope = NewDisposeScope();
        ClassifierShape shape = module.Shape;
        float[] pixels = images.Pixels(_numbers);

        // A tensor over managed memory lies anywhere, and the order of libtorch's sums depends on alignment; a clone is aligned.
        Tensor x = tensor(pixels, [_numbers.Length, shape.Channels, shape.Height, shape.Width]).clone();
        float[] windows = module.ReadWindows(x).contiguous().data<float>().ToArray();
        float[] logits = module.Logits(x)[shape.Glimpses - 1].contiguous().data<float>().ToArray();
        var pictures = new List<float[]>();
        for (int k = 0; k < _numbers.Length; k++)
        {
            var image = new ColourPicture(pixels.AsSpan(k * shape.PixelCount, shape.PixelCount), shape, scale);
            int given = TensorPrimitives.IndexOfMax<float>(logits.AsSpan(k * shape.ClassCount, shape.ClassCount)), label = images.Label(_numbers[k]);
            ColourPicture first = image.Copy();
            (float, float, float) colour = given == label ? ColourPicture.Green : ColourPicture.Red;
            first.Frame(FrameWidth, colour);
            first.Write(given == label ? classes[label] : $"{classes[label]} → {classes[given]}", FrameWidth, colour);
            pictures.Add(first.Values);
            for (int t = 0; t < shape.Glimpses; t++)
            {
                ReadOnlySpan<float> parameters = windows.AsSpan((t * _numbers.Length + k) * ModelTensors.WindowSize, ModelTensors.WindowSize);
                ColourPicture glimpse = image.Copy();
                glimpse.Outline(AttentionWindow.FromParameters(parameters, shape.Width, shape.Height, shape.ReadAttention), shape.ReadAttention);
                pictures.Add(glimpse.Values);
            }
        }

        return pictures;
    }
}
