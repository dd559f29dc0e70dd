using DrawAot.Manifest;
using DrawAot.Torch.Tests.Training;
using DrawAot.Trainer.Datasets;
using DrawAot.Trainer.Evaluation;

namespace DrawAot.Torch.Tests.Evaluation;

/// <summary>Kernels, libtorch and generated code give images the same classes after every glimpse.</summary>
public sealed class ClassifierEvaluatorTests : IDisposable
{
    private static readonly LabelledImages Images = Bars.Of(train: 300).TrainAt(0, 1);

    private readonly TemporaryFolder _folder = new();
    private readonly ExportedModel _model;

    public ClassifierEvaluatorTests()
    {
        LibTorch.EnsureLoadable();
        using var module = new ClassifierModule(new(9, 8, 1, Glimpses: 4, Hidden: 10, ReadAttention: 3, ClassCount: 3), seed: 2);
        _model = ExportedModel.Load(ExportedModel.Save(module, Bars.Dataset.Classes, "small", _folder.Path, []));
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(4)]
    [InlineData(2)]
    public void All_engines_agree_on_every_image_after_every_glimpse(int glimpses)
    {
        using var torch = new ClassifierTorchEvaluator(Module(glimpses));
        using var kernels = Kernels(glimpses);
        using var generated = new ClassifierGeneratedEvaluator(
            GeneratedCode.Load<IClassifierModel>(_model, glimpses, WeightPrecision.Float32), threads: 2);
        int[] expected = Classes(torch);

        Assert.True(expected.Distinct().Count() > 1, "All images are of one class.");
        Assert.Equal(expected, Classes(kernels));
        Assert.Equal(expected, Classes(generated));
        IReadOnlyList<ErrorRate> errors = ErrorMeasurement.Of(kernels, Images, Images.Count);
        for (int t = 0; t < glimpses; t++)
        {
            int wrong = Enumerable.Range(0, Images.Count).Count(k => expected[k * glimpses + t] != Images.Label(k));
            Assert.Equal(new ErrorRate(wrong, Images.Count), errors[t]);
        }
    }

    [Fact]
    public void The_cross_entropy_is_that_of_libtorch()
    {
        int[] numbers = [.. Enumerable.Range(0, 20)];
        using ClassifierModule module = Module(4);
        using ClassifierKernelEvaluator kernels = Kernels(4);
        double[] entropies = new double[numbers.Length];

        int errors = kernels.Measure(Images.Pixels(numbers), Images.Labels(numbers), entropies);

        using TorchSharp.DisposeScope scope = TorchSharp.torch.NewDisposeScope();
        TorchSharp.torch.Tensor x = TorchSharp.torch.tensor(Images.Pixels(numbers), [numbers.Length, 1, 8, 9]);
        float[] expected = module.CrossEntropy(x, TorchSharp.torch.tensor(Images.Labels(numbers)).to(TorchSharp.torch.int64)).data<float>().ToArray();
        Assert.All(expected.Zip(entropies), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        Assert.Equal(ErrorMeasurement.Of(kernels, Images, numbers.Length)[^1].Errors, errors);
    }

    [Theory]
    [InlineData(WeightPrecision.Bfloat16)]
    [InlineData(WeightPrecision.Int8)]
    public void Generated_code_of_fewer_bits_classifies_nearly_all_images_alike(WeightPrecision precision)
    {
        using var kernels = Kernels(4);
        using var generated = new ClassifierGeneratedEvaluator(GeneratedCode.Load<IClassifierModel>(_model, 4, precision), threads: 1);

        int others = Classes(kernels).Zip(Classes(generated)).Count(pair => pair.First != pair.Second);

        Assert.InRange(others, 0, Images.Count * 4 / 10);
    }

    [Fact]
    public void A_rate_of_errors_says_how_sure_it_is()
    {
        var rate = new ErrorRate(336, 10_000);

        Assert.Equal(3.36, rate.Percent, 1e-12);
        Assert.Equal(100 * Math.Sqrt(0.0336 * 0.9664 / 10_000), rate.StandardError, 1e-12);
        Assert.Equal(0, new ErrorRate(0, 5).StandardError);
    }

    [Fact]
    public void Another_precision_keeps_the_classes_and_no_figure_that_was_measured_of_this_one()
    {
        (_model.Training["test"], _model.Training["testSeed2"], _model.Training["steps"]) = (1, 2, 3);
        _model.SaveTraining();

        ExportedModel converted = ExportedModel.Load(ExportedModel.Load(_model.ManifestPath).SaveAt(WeightPrecision.Int8, "rounded"));

        Assert.Equal(["steps"], converted.Training.Select(field => field.Key));
        Assert.Equal(Bars.Dataset.Classes, ((ClassifierManifest)converted.Manifest).Classes);
        Assert.Equal(WeightPrecision.Int8, converted.Manifest.Precision);
    }

    [Fact]
    public void A_classifier_is_no_DRAW_model() => Assert.EndsWith(
        "describes a glimpse classifier; a DRAW model was expected.",
        Assert.Throws<InvalidDataException>(() => _model.ToModule()).Message,
        StringComparison.Ordinal);

    private static int[] Classes(IClassifierEvaluator evaluator)
    {
        int[] classes = new int[Images.Count * evaluator.Glimpses];
        for (int first = 0; first < Images.Count; first += evaluator.Batch)
        {
            int[] numbers = [.. Enumerable.Range(first, Math.Min(evaluator.Batch, Images.Count - first))];
            evaluator.Classify(Images.Pixels(numbers), classes.AsSpan(first * evaluator.Glimpses, numbers.Length * evaluator.Glimpses));
        }

        return classes;
    }

    private ClassifierModule Module(int glimpses)
    {
        var module = new ClassifierModule((ClassifierShape)_model.Manifest.ModelShape with { Glimpses = glimpses });
        _model.CopyTo(module);
        return module;
    }

    private ClassifierKernelEvaluator Kernels(int glimpses)
    {
        using ClassifierModule module = Module(glimpses);
        return new ClassifierKernelEvaluator(module.Shape, module.Flatten(), batch: 16, threads: 2);
    }
}
