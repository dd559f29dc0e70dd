using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using DrawAot.Manifest;
using DrawAot.Trainer.Evaluation;
using DrawAot.Weights;

namespace DrawAot.Torch.Tests.Training;

/// <summary>The trainer works with any manifest as drawaot does with its own: <c>sample</c>, <c>reconstruct</c>, <c>score</c>, <c>classify</c>, <c>info</c>.</summary>
[Trait("Category", "Slow")]
public sealed class ModelCommandTests : IDisposable
{
    private static readonly DrawShape Shape = new(9, 8, 1, Glimpses: 4, Latent: 3, EncoderHidden: 6, DecoderHidden: 7, ReadAttention: 2, WriteAttention: 3);
    private static readonly ClassifierShape ClassifierShape = new(9, 8, 1, Glimpses: 4, Hidden: 10, ReadAttention: 3, ClassCount: 3);

    private readonly TemporaryFolder _folder = new();
    private readonly ExportedModel _draw, _classifier;

    public ModelCommandTests()
    {
        LibTorch.EnsureLoadable();
        using var draw = new DrawModule(Shape);
        _draw = ExportedModel.Load(ExportedModel.Save(draw, "small", _folder.Path, []));
        using var classifier = new ClassifierModule(ClassifierShape, seed: 2);
        _classifier = ExportedModel.Load(ExportedModel.Save(classifier, ["left", "middle", "right"], "finder", _folder.Path, []));
        string[] lines = [.. Enumerable.Range(0, 3).Select(k => string.Join(' ', Enumerable.Range(0, Shape.PixelCount).Select(i => (i * (k + 3) % 5 > 2 ? 1 : 0))))];
        File.WriteAllLines(Path.Combine(_folder.Path, "images.amat"), lines);
        Images = [.. lines.SelectMany(line => line.Split(' ').Select(value => float.Parse(value, CultureInfo.InvariantCulture)))];
    }

    private float[] Images { get; }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Samples_reconstructions_and_scores_are_those_of_the_generated_code()
    {
        using IDrawModel model = GeneratedCode.Load<IDrawModel>(_draw, Shape.Glimpses, WeightPrecision.Float32);
        using DrawSession session = model.CreateSession();
        float[] expected = new float[3 * Shape.PixelCount];

        Run("sample", "--model", "small.draw.json", "--count", "3", "--seed", "4", "--out", "samples.npy");
        session.SampleBatch(4, 0, expected);
        Assert.Equal(expected, Numbers("samples.npy"));

        TrainerOutcome again = TrainerProcess.Run(_folder.Path, "reconstruct", "--model", "small.draw.json", "--input", "images.amat", "--out", "again.npy");
        Assert.Equal((0, false), (again.ExitCode, again.Errors.Contains("libstdc++", StringComparison.Ordinal))); // libtorch is not needed
        session.ReconstructBatch(Images, expected);
        Assert.Equal(expected, Numbers("again.npy"));

        JsonElement scores = Json("score", "--model", "small.draw.json", "--input", "images.amat", "--seed", "2");
        Assert.Equal("small", scores.GetProperty("model").GetString());
        Assert.Equal(
            Enumerable.Range(0, 3).Select(k => session.Score(Images.AsSpan(k * Shape.PixelCount, Shape.PixelCount), 2, (ulong)k).Nats),
            scores.GetProperty("scores").EnumerateArray().Select(score => score.GetProperty("nats").GetDouble()));
    }

    [Fact]
    public void Classes_are_those_of_the_generated_code()
    {
        using IClassifierModel model = GeneratedCode.Load<IClassifierModel>(_classifier, ClassifierShape.Glimpses, WeightPrecision.Float32);
        using ClassifierSession session = model.CreateSession();

        JsonElement json = Json("classify", "--model", "finder.draw.json", "--input", "images.amat");

        float[] probabilities = new float[ClassifierShape.ClassCount];
        foreach ((int k, JsonElement image) in json.GetProperty("images").EnumerateArray().Index())
        {
            int best = session.Classify(Images.AsSpan(k * Shape.PixelCount, Shape.PixelCount), probabilities);
            Assert.Equal(model.Classes[best], image.GetProperty("class").GetString());
            Assert.Equal(probabilities, image.GetProperty("probabilities").EnumerateArray().Select(value => value.GetSingle()));
        }
    }

    /// <summary>Weights of zeros leave the canvas at zero, and σ(0) is one half.</summary>
    [Fact]
    public void Weights_of_the_same_shapes_take_the_place_of_the_models_own()
    {
        SafetensorsWriter.Write(
            Path.Combine(_folder.Path, "zeros.safetensors"),
            [.. DrawTensors.Of(Shape).Select(tensor => new FloatTensor(tensor.Name, tensor.Shape, new float[tensor.Shape.Aggregate((product, size) => product * size)]))]);

        Run("sample", "--model", "small.draw.json", "--count", "2", "--weights", "zeros.safetensors", "--out", "grey.npy");

        Assert.All(Numbers("grey.npy"), value => Assert.Equal(0.5f, value));
        TrainerOutcome refused = Trainer("sample", "--model", "small.draw.json", "--weights", "finder.safetensors", "--out", "x.png");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("finder.safetensors", refused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Info_says_what_the_manifest_says()
    {
        JsonElement info = Json("info", "--model", "finder.draw.json");

        Assert.Equal("finder", info.GetProperty("model").GetString());
        Assert.Equal(["left", "middle", "right"], info.GetProperty("classes").EnumerateArray().Select(label => label.GetString()!));
        Assert.Equal(new FileInfo(_classifier.WeightsPath).Length, info.GetProperty("weightsBytes").GetInt64());
    }

    [Theory]
    [InlineData(2, "Option '--model' is required.", "sample", "--out", "x.png")]
    [InlineData(1, "none.draw.json", "sample", "--model", "none.draw.json", "--out", "x.png")]
    [InlineData(1, "small.safetensors(1,", "info", "--model", "small.safetensors")]
    [InlineData(1, "finder.draw.json describes a glimpse classifier, which this command has no use for; the manifest of a DRAW model was expected.", "sample", "--model", "finder.draw.json", "--out", "x.png")]
    [InlineData(1, "small.draw.json describes a DRAW model", "classify", "--model", "small.draw.json", "--input", "images.amat")]
    [InlineData(2, "did you mean 'sample'?", "smaple", "--model", "small.draw.json")]
    public void What_cannot_be_done_is_said_in_a_sentence(int exitCode, string sentence, params string[] arguments)
    {
        int files = Directory.GetFiles(_folder.Path).Length;

        TrainerOutcome outcome = Trainer(arguments);

        Assert.Equal(exitCode, outcome.ExitCode);
        string[] lines = outcome.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(sentence, lines[0], StringComparison.Ordinal);
        Assert.Equal(exitCode, lines.Length);
        Assert.Equal(files, Directory.GetFiles(_folder.Path).Length);
    }

    private void Run(params string[] arguments)
    {
        TrainerOutcome outcome = Trainer(arguments);
        Assert.True(outcome.ExitCode == 0, outcome.Errors);
    }

    /// <summary>What a command prints with <c>--json</c>, of which some write bytes past this process's writers.</summary>
    private JsonElement Json(params string[] arguments)
    {
        TrainerOutcome outcome = TrainerProcess.Run(_folder.Path, [.. arguments, "--json"]);
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Errors)); // no word of libtorch, which is not needed
        return JsonDocument.Parse(outcome.Output).RootElement;
    }

    private TrainerOutcome Trainer(params string[] arguments) => TrainerEntryPoint.Run(_folder.Path, arguments);

    private float[] Numbers(string file)
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(_folder.Path, file));
        return MemoryMarshal.Cast<byte, float>(bytes.AsSpan(10 + BitConverter.ToUInt16(bytes, 8))).ToArray();
    }
}
