using DrawAot.Manifest;
using DrawAot.Torch.Import;
using DrawAot.Weights;

namespace DrawAot.Torch.Tests.Import;

/// <summary>Files as people have them become the model that they hold, and the report says how.</summary>
public sealed class ForeignFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Kinds => [.. ForeignKind.All.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_becomes_the_model_that_it_holds(string kind)
    {
        ForeignKind file = ForeignKind.All[kind];
        List<ForeignValues> tensors = ForeignTensors.Of(ForeignKind.Shape);
        string path = _folder.Write(file.Name, file.File(tensors));
        string? map = file.Map is null ? null : _folder.Write("names.json", file.Map);

        ForeignWeights weights = ForeignWeights.Read(path, width: 9, height: 8, channels: 3, glimpses: 4, map, file.Prefix);
        string manifest = weights.Save("elsewhere", Path.Combine(_folder.Path, "out"));

        Assert.Equal(ForeignKind.Shape, weights.Shape);
        Assert.Contains(weights.Report, line => line.Contains(file.Says, StringComparison.Ordinal));
        ExportedModel model = ExportedModel.Load(manifest);
        SafetensorsFile saved = SafetensorsFile.Read(model.WeightsPath);
        foreach (ForeignValues tensor in tensors)
        {
            bool isZero = file.Zeros?.Contains(tensor.Name) == true;
            Assert.Equal(
                tensor.Values.Select(value => isZero ? 0 : (float)value), saved.Floats(tensor.Name, tensor.Shape).ToArray());
        }
    }

    [Fact]
    public void The_report_has_a_line_for_every_tensor_of_the_model_and_of_the_rest()
    {
        string path = _folder.Write("epoch.pt", TorchFile.Checkpoint("model", ForeignTensors.Of(ForeignKind.Shape).AsModule()));

        IReadOnlyList<string> report = ForeignWeights.Read(path, 9, 8, 3, 4).Report;

        Assert.Equal(
            [.. DrawTensors.Of(ForeignKind.Shape).Select(tensor => tensor.Name), "ignored:"],
            report.Select(line => line[..line.IndexOf(' ', StringComparison.Ordinal)]));
    }

    /// <summary>The fields of Natsu6767/Generating-Devanagari-Using-DRAW at 1163114, which reads and writes without a window.</summary>
    [Fact]
    public void A_public_port_without_windows_converts_as_it_is()
    {
        var shape = new DrawShape(6, 6, 1, Glimpses: 10, Latent: 3, EncoderHidden: 4, DecoderHidden: 5, ReadAttention: null, WriteAttention: null);
        List<ForeignValues> tensors = ForeignTensors.Of(shape).Without("encoder.h0", "decoder.h0", "canvas.initial").AsModule().Renamed(name => name
            .Replace("enc.", "encoder.", StringComparison.Ordinal).Replace("dec.", "decoder.", StringComparison.Ordinal)
            .Replace("fc_log_sigma", "fc_sigma", StringComparison.Ordinal));
        string path = _folder.Write("model_final", TorchFile.Checkpoint("model", tensors));

        ForeignWeights weights = ForeignWeights.Read(path, width: 6, height: 6, channels: 1, glimpses: 10);

        Assert.Equal(shape, weights.Shape);
        Assert.Contains("write.patch.weight       <-  model.fc_write.weight [36, 5] float32", weights.Report);
    }

    [Fact]
    public void Another_family_needs_another_table_and_nothing_else()
    {
        var table = new NameTable(
        [
            new(NameKind.Lstm, "lstm", "lstm|rnn"),
            new(NameKind.Start, "lstm.h0", "h0"),
            new(NameKind.Linear, "read.window", "read|loc window|attn"),
            new(NameKind.Linear, "classes", "classes|classifier|logits"),
        ]);
        ModelTensor[] expected =
        [
            new("lstm.weight_ih", [8, 3]), new("lstm.weight_hh", [8, 2]), new("lstm.bias", [8]), new("lstm.h0", [2]),
            new("read.window.weight", [5, 2]), new("read.window.bias", [5]), new("classes.weight", [4, 2]), new("classes.bias", [4]),
        ];
        (string Name, int[] Shape)[] theirs =
        [
            ("net.rnn.weight_ih_l0", [8, 3]), ("net.rnn.weight_hh_l0", [8, 2]), ("net.rnn.bias_ih_l0", [8]), ("net.rnn.bias_hh_l0", [8]),
            ("net.loc_attn.weight", [2, 5]), ("net.loc_attn.bias", [5]), ("net.classifier.weight", [4, 2]), ("net.classifier.bias", [4]),
        ];
        byte[] bytes = ((List<ForeignValues>)
            [.. theirs.Select(tensor => new ForeignValues(tensor.Name, tensor.Shape, [.. Enumerable.Range(0, tensor.Shape.Aggregate((a, b) => a * b)).Select(k => (double)k)]))])
            .Safetensors();

        MatchedTensors matched = TensorMatcher.Match(ForeignFile.Parse(bytes, "classifier"), table, NameMap.Empty);
        var imported = ImportedTensors.Of(matched, expected, new Dictionary<string, IReadOnlyList<int>>());

        Assert.Equal(2, matched.Hidden("lstm"));
        Assert.Equal(3, matched.Inputs("lstm"));
        Assert.Equal([0, 2, 4, 6, 8, 10, 12, 14], imported.Tensors[2].Values.ToArray());
        Assert.Equal([0, 0], imported.Tensors[3].Values.ToArray());
        Assert.Equal([0, 5, 1, 6, 2, 7, 3, 8, 4, 9], imported.Tensors[4].Values.ToArray());
    }
}
