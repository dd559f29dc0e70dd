using System.IO.Compression;
using DrawAot.Manifest;

namespace DrawAot.Torch.Tests.Import;

/// <summary>A kind of file as people have them.</summary>
/// <param name="File">Its content, made of a model's tensors under our names.</param>
/// <param name="Says">A part of a line of its report.</param>
/// <param name="Name">The file's name.</param>
/// <param name="Zeros">Our tensors that the file lacks and that are zeros therefore.</param>
/// <param name="Map">The map that goes with it.</param>
/// <param name="Prefix">The prefix that goes with it.</param>
internal sealed record ForeignKind(
    Func<List<ForeignValues>, byte[]> File, string Says, string Name = "model.safetensors", string[]? Zeros = null, string? Map = null, string? Prefix = null)
{
    /// <summary>The model's sizes: no two of them are equal, and reading and writing are by windows.</summary>
    public static DrawShape Shape { get; } = new(9, 8, 3, Glimpses: 4, Latent: 5, EncoderHidden: 6, DecoderHidden: 7, ReadAttention: 2, WriteAttention: 3);

    private static readonly string[] Starts = ["encoder.h0", "decoder.h0", "canvas.initial"];

    /// <summary>All kinds, by what is particular to each.</summary>
    public static IReadOnlyDictionary<string, ForeignKind> All { get; } = new Dictionary<string, ForeignKind>
    {
        ["our names"] = new(t => t.Safetensors(), "decoder.weight_hh        <-  decoder.weight_hh [28, 7] float32"),
        ["nn.DataParallel"] = new(t => t.Renamed(n => "module." + n).Safetensors(), "<-  module.decoder.weight_hh [28, 7] float32"),
        ["torch.compile of nn.DataParallel"] = new(t => t.Renamed(n => "_orig_mod.module." + n).Safetensors(), "<-  _orig_mod.module.canvas.initial [216] float32"),
        ["a field of a project of its own"] = new(t => t.Renamed(n => "my_net2.draw." + n).Safetensors(), "<-  my_net2.draw.latent.mean.bias [5] float32"),
        ["nn.LSTMCell"] = new(t => t.AsModule().Safetensors(), "<-  dec.bias_ih [28] float32 + dec.bias_hh [28] float32, added"),
        ["nn.LSTM in nn.DataParallel"] = new(
            t => t.AsModule("_l0").Renamed(n => "module." + n.Replace("enc.", "enc.rnn.", StringComparison.Ordinal).Replace("dec.", "dec.rnn.", StringComparison.Ordinal))
                .Safetensors("BF16"),
            "decoder.weight_hh        <-  module.dec.rnn.weight_hh_l0 [28, 7] bfloat16"),
        ["BF16"] = new(t => t.Safetensors("BF16"), "<-  encoder.bias [24] bfloat16"),
        ["F16"] = new(t => t.Safetensors("F16"), "<-  encoder.bias [24] float16"),
        ["F64"] = new(
            t => t.Changed(v => v.Name == "encoder.bias", v => v with { Values = [.. v.Values.Select(x => x + 1e-12)] }).Safetensors("F64"),
            "<-  encoder.bias [24] float64, rounded to float32"),
        ["mixed types"] = new(
            t => t.Safetensors(typeOf: n => n.EndsWith("bias", StringComparison.Ordinal) ? "F32" : "F16"), "<-  latent.mean.weight [5, 6] float16"),
        ["no start values"] = new(t => t.Without(Starts).Safetensors(), "<-  zeros [7]: the file has none", Zeros: Starts),
        ["a canvas that is an image"] = new(
            t => t.Changed(v => v.Name == "canvas.initial", v => v with { Name = "init_canvas", Shape = [1, 3, 8, 9] }).Safetensors(),
            "<-  init_canvas [1, 3, 8, 9] float32, as [216]"),
        ["h0 with layers and batch"] = new(
            t => t.Changed(v => v.Name.EndsWith(".h0", StringComparison.Ordinal), v => v with { Shape = [1, 1, .. v.Shape] }).Safetensors(),
            "<-  decoder.h0 [1, 1, 7] float32, as [7]"),
        ["transposed linear layers"] = new(
            t => t.Changed(v => v.Name.EndsWith(".weight", StringComparison.Ordinal), v => v.Transposed()).Safetensors(),
            "<-  write.patch.weight [7, 27] float32, transposed"),
        ["log σ²"] = new(
            t => t.Changed(
                v => v.Name.StartsWith("latent.log_sigma", StringComparison.Ordinal),
                v => v with { Name = v.Name.Replace("log_sigma", "logvar", StringComparison.Ordinal), Values = [.. v.Values.Select(x => 2 * x)] }).Safetensors(),
            "<-  latent.logvar.bias [5] float32, halved: log σ of log σ²"),
        ["optimiser state beside the model"] = new(
            t => ((List<ForeignValues>)[.. t.Renamed(n => "model." + n), new("optimizer.step", [], [12]), new("optimizer.state.0.exp_avg", [24, 31], new double[744])])
                .Safetensors(typeOf: n => n == "optimizer.step" ? "I64" : "F32"),
            "ignored: optimizer.step [] I64"),
        ["cells that are not used"] = new(
            t => ((List<ForeignValues>)[.. t, new("encoder_gru.weight_ih", [18, 31], new double[558]), new("decoder_gru.bias_hh", [21], new double[21])]).Safetensors(),
            "ignored: encoder_gru.weight_ih [18, 31] float32"),
        ["two models, one chosen"] = new(
            t => ((List<ForeignValues>)[.. t.Renamed(n => "ema." + n), .. t.Renamed(n => "model." + n).Changed(_ => true, v => v with { Values = new double[v.Values.Length] })])
                .Safetensors(),
            "ignored: model.canvas.initial [216] float32",
            Prefix: "ema."),
        ["names that nobody could guess"] = new(
            t => t.Renamed(n => n switch { "decoder.weight_hh" => "U", "write.patch.bias" => "p.q", _ => n }).Safetensors(),
            "<-  U [28, 7] float32",
            Map: "{\"decoder.weight_hh\": \"U\", \"write.patch.bias\": \"p.q\"}"),
        ["a layer without bias"] = new(
            t => t.Without("write.patch.bias").Safetensors(), "<-  zeros [27]: by the map", Zeros: ["write.patch.bias"], Map: "{\"write.patch.bias\": null}"),
        [".pt of a state dictionary"] = new(t => TorchFile.StateDict(t.AsModule()), "<-  fc_mu.weight [5, 6] float32", "model.pt"),
        [".pth in half precision"] = new(t => TorchFile.StateDict(t.AsModule(), "F16"), "<-  fc_mu.weight [5, 6] float16", "model.pth"),
        [".pt of a checkpoint"] = new(t => TorchFile.Checkpoint("model", t.AsModule("_l0")), "ignored: optimizer.state.0.exp_avg [2, 3] float32", "epoch_7.pt"),
        [".ckpt of Lightning"] = new(
            t => TorchFile.Checkpoint("state_dict", t.AsModule().Renamed(n => "model." + n)), "<-  state_dict.model.fc_write.weight [27, 7] float32", "last.ckpt"),
        [".pt whose tensors share a storage"] = new(t => TorchFile.Views(t.AsModule("_l0")), "<-  dec.weight_ih_l0 [28, 5] float32", "cudnn.pt"),
        [".pt of a whole module"] = new(t => TorchFile.Module(t.AsModule()), "<-  enc.weight_ih [24, 31] float32", "whole.pt"),
        [".npz"] = new(t => NpzFile.Write(t.AsModule("_l0")), "<-  fc_write.bias [27] float32", "model.npz"),
        [".npz compressed"] = new(t => NpzFile.Write(t, compression: CompressionLevel.Optimal), "<-  encoder.weight_ih [24, 31] float32", "model.npz"),
        [".npz column by column in double precision"] = new(t => NpzFile.Write(t, "F64", fortran: true), "<-  encoder.weight_ih [24, 31] float64", "model.npz"),
    };
}
