using DrawAot.Torch.Tests.Training;

namespace DrawAot.Torch.Tests.Import;

/// <summary><c>drawaot-train import</c> as a person runs it.</summary>
public sealed class ImportCommandTests : IDisposable
{
    private static readonly string[] Sizes = ["--width", "9", "--height", "8", "--channels", "3", "--glimpses", "4"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_dry_run_prints_the_table_and_the_assumptions_and_writes_nothing()
    {
        string file = _folder.Write("model.pt", TorchFile.Checkpoint("model", ForeignTensors.Of(ForeignKind.Shape).AsModule("_l0")));

        (int exitCode, string output, _) = Import(["--weights", file, .. Sizes, "--dry-run"]);

        Assert.Equal(0, exitCode);
        Assert.Contains(
            "decoder.bias             <-  model.dec.bias_ih_l0 [28] float32 + model.dec.bias_hh_l0 [28] float32, added\n", output, StringComparison.Ordinal);
        Assert.Contains("ignored: optimizer.state.0.exp_avg [2, 3] float32\n" + ForeignWeights.Assumptions, output, StringComparison.Ordinal);
        Assert.Equal(["model.pt"], Directory.GetFileSystemEntries(_folder.Path).Select(path => Path.GetFileName(path)));
    }

    [Fact]
    public void An_import_prints_the_table_and_writes_a_manifest_and_weights()
    {
        string file = _folder.Write("model.npz", NpzFile.Write(ForeignTensors.Of(ForeignKind.Shape)));
        string folder = Path.Combine(_folder.Path, "out");

        (int exitCode, string output, _) = Import(["--weights", file, .. Sizes, "--name", "mine", "--out", folder]);

        Assert.Equal(0, exitCode);
        Assert.Contains("19 tensors, 1,871 numbers; latent 5, encoder 6, decoder 7, read 2×2, write 3×3.", output, StringComparison.Ordinal);
        Assert.Equal(ForeignKind.Shape, ExportedModel.Load(Path.Combine(folder, "mine.draw.json")).Manifest.ModelShape);
    }

    [Theory]
    [InlineData(2, "--name or --out is missing; both were expected, or --dry-run.")]
    [InlineData(1, "Such a model could not be exported: ", "--name", "no name", "--dry-run")]
    [InlineData(1, "no tensor was found for 'encoder.weight_hh'", "--prefix", "other.", "--dry-run")]
    public void What_cannot_be_is_one_line_and_an_exit_code(int expected, string sentence, params string[] arguments)
    {
        string file = _folder.Write("model.safetensors", ForeignTensors.Of(ForeignKind.Shape).Safetensors());

        (int exitCode, _, string error) = Import(["--weights", file, .. Sizes, .. arguments]);

        Assert.Equal(expected, exitCode);
        Assert.Contains(sentence, error, StringComparison.Ordinal);
    }

    private TrainerOutcome Import(params string[] arguments) => TrainerEntryPoint.Run(_folder.Path, ["import", .. arguments]);
}
