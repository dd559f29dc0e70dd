using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using DrawAot.Weights;

namespace DrawAot.Torch.Tests.Import;

/// <summary>Files that are not read, and tensors that are no DRAW model, are refused by a sentence that says what is expected.</summary>
public sealed class ForeignRefusalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Tensors => [.. RefusedTensors.Keys];

    public static TheoryData<string> Files => [.. RefusedFiles.Keys];

    private static Dictionary<string, (Func<List<ForeignValues>, List<ForeignValues>> Change, string Sentence)> RefusedTensors { get; } = new()
    {
        ["no recurrent weights"] = (t => t.Without("decoder.weight_hh"), "no tensor was found for 'decoder.weight_hh', and no tensor is left over; expected one, by --map"),
        ["another name"] = (
            t => t.Renamed(n => n == "latent.mean.bias" ? "latent.centre" : n),
            "no tensor was found for 'latent.mean.bias', and left over are latent.centre [5] float32; expected one, by --map if its name is unusual: "
            + "{\"latent.mean.bias\": \"THEIR NAME\"}, or null if the layer has none"),
        ["no window"] = (t => t.Without("read.window.weight", "read.window.bias"), "no tensor was found for 'read.window.weight'"),
        ["half of two biases"] = (
            t => t.AsModule().Without("enc.bias_hh"), "tensor 'enc.bias_ih' has no counterpart of the name bias_hh; expected both, which are added, or one bias"),
        ["two candidates"] = (
            t => [.. t.Renamed(n => n.Replace("latent.mean", "mu", StringComparison.Ordinal)), new("mean.bias", [5], new double[5])],
            "the tensors 'mean.bias' and 'mu.bias' could both be 'latent.mean.bias'; expected one, or the word of --map"),
        ["two models"] = (
            t => [.. t.Renamed(n => "ema." + n), .. t.Renamed(n => "model." + n)],
            "the names under 'ema.' and under 'model.' both look like a model's; expected --prefix to say which"),
        ["a shared window"] = (
            t => t.Without("read.window.weight", "read.window.bias")
                .Renamed(n => n.Replace("write.window", "fc_attention", StringComparison.Ordinal).Replace("write.patch", "fc_write", StringComparison.Ordinal)),
            "tensor 'fc_attention.weight' looks like one layer for what are two here, 'read.window' and 'write.window', and 'read.window' has none of its own"),
        ["a window that only the decoder's name tells"] = (
            t => t.Without("read.window.weight", "read.window.bias")
                .Renamed(n => n.Replace("write.window", "dec_linear", StringComparison.Ordinal).Replace("write.patch", "dec_w_linear", StringComparison.Ordinal)),
            "tensor 'dec_linear.weight' looks like one layer for what are two here"),
        ["kernels of TensorFlow"] = (
            t => t.Without("encoder.weight_hh").Changed(v => v.Name == "encoder.weight_ih", v => v.Transposed() with { Name = "encoder/lstm_cell/kernel" }),
            "tensor 'encoder/lstm_cell/kernel' is an LSTM's kernel [inputs, 4·H], whose gates TensorFlow orders i, g, f, o"),
        ["weights of TensorFlow's LSTMCell of 2016"] = (
            t => t.Without("encoder.weight_hh").Renamed(n => n switch
            {
                "encoder.weight_ih" => "encoder/LSTMCell/W_0",
                "encoder.bias" => "encoder/LSTMCell/B",
                "write.patch.weight" => "writeW/w",
                "write.window.weight" => "write/w",
                _ => n,
            }).Changed(v => v.Name.EndsWith("/w", StringComparison.Ordinal), v => v.Transposed()),
            "tensor 'encoder/LSTMCell/W_0' is an LSTM's kernel [inputs, 4·H], whose gates TensorFlow orders i, g, f, o"),
        ["transposed recurrent weights"] = (
            t => t.Changed(v => v.Name == "decoder.weight_hh", v => v.Transposed()),
            "tensor 'decoder.weight_hh' has the shape [7, 28], that of [H, 4·H]; expected [4·H, H], 4·H rows, the gates in the order i, f, g, o, as PyTorch has them"),
        ["transposed input weights"] = (
            t => t.Changed(v => v.Name == "encoder.weight_ih", v => v.Transposed()),
            "tensor 'encoder.weight_ih' has the shape [31, 24]; expected [24, inputs], 4·H rows, the gates in the order i, f, g, o"),
        ["a GRU"] = (
            t => t.Changed(v => v.Name == "decoder.weight_hh", v => v with { Shape = [21, 7], Values = v.Values[..147] }), "that of a GRU; expected an LSTM's [4·H, H]"),
        ["a second layer"] = (
            t => [.. t.AsModule("_l0"), new("dec.weight_ih_l1", [28, 7], new double[196])],
            "tensor 'dec.weight_ih_l1' belongs to a second layer, another direction, a projection or the peepholes of 'decoder'"),
        ["a projection"] = (
            t => [.. t.AsModule("_l0"), new("enc.weight_hr_l0", [3, 6], new double[18])], "tensor 'enc.weight_hr_l0' belongs to a second layer, another direction, a projection"),
        ["a learned cell state"] = (
            t => [.. t, new("decoder.c0", [7], [0, 0, 1, 0, 0, 0, 0])], "tensor 'decoder.c0' is an LSTM's first cell state and not zero; expected none"),
        ["a square layer among transposed ones"] = (
            t => ForeignTensors.Of(ForeignKind.Shape with { Latent = 6 }).Changed(v => v.Name.EndsWith(".weight", StringComparison.Ordinal), v => v.Transposed()),
            "tensor 'latent.mean.weight' is square, and other layers of the file are transposed, so that it may be so too; expected all layers as [6, 6]"),
        ["a canvas in another order"] = (
            t => t.Changed(v => v.Name == "canvas.initial", v => v with { Shape = [8, 9, 3] }),
            "tensor 'canvas.initial', for 'canvas.initial', has the shape [8, 9, 3]; expected [216] or [3, 8, 9]"),
        ["a short bias"] = (
            t => t.Changed(v => v.Name == "encoder.bias", v => v with { Shape = [23], Values = v.Values[1..] }),
            "tensor 'encoder.bias', for 'encoder.bias', has the shape [23]; expected [24]"),
        ["a short start value"] = (
            t => t.Changed(v => v.Name == "decoder.h0", v => v with { Shape = [6], Values = v.Values[1..] }),
            "tensor 'decoder.h0', for 'decoder.h0', has the shape [6]; expected [7]"),
        ["no square patch"] = (
            t => t.Changed(v => v.Name == "write.patch.weight", v => v with { Shape = [26, 7], Values = v.Values[..182] }),
            "makes room for 26 values of a window's patches; expected 3·N·N for a whole N"),
        ["not a number"] = (
            t => t.Changed(v => v.Name == "canvas.initial", v => v with { Values = [.. v.Values[..3], double.NaN, .. v.Values[4..]] }),
            "element [3] of tensor 'canvas.initial' is NaN; expected a finite number of float32"),
    };

    private static Dictionary<string, (Func<List<ForeignValues>, byte[]> File, string Sentence)> RefusedFiles { get; } = new()
    {
        ["whole numbers"] = (
            t => t.Safetensors(typeOf: n => n == "encoder.bias" ? "I64" : "F32"), "tensor 'encoder.bias' holds I64; expected float16, bfloat16, float32 or float64"),
        ["a type that would break the line"] = (
            t => Replaced(NpzFile.Write(t, "F32"), "'<f4'", "'q\n4'"), "holds q\uFFFD4; expected float16, bfloat16, float32 or float64"),
        ["beyond float32"] = (
            t => t.Changed(v => v.Name == "encoder.bias", v => v with { Values = [1e300, .. v.Values[1..]] }).Safetensors("F64"),
            "element [0] of tensor 'encoder.bias' is 1E+300; expected a finite number of float32"),
        ["torch.save before PyTorch 1.6"] = (
            _ => [0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, .. "."u8],
            "this is a pickle, as torch.save wrote before PyTorch 1.6; expected an archive or safetensors; Python converts it: "
            + "import torch, safetensors.torch; safetensors.torch.save_file({k: v.contiguous().clone() for k, v in torch.load('foreign', map_location='cpu').items()}, "
            + "'foreign.safetensors')"),
        ["HDF5"] = (_ => [0x89, .. "HDF\r\n"u8, 0x1a, 10], "this is an HDF5 file, as Keras writes; expected safetensors, .pt or .npz"),
        [".npy"] = (_ => [0x93, .. "NUMPY"u8, 1, 0], "this is a .npy file, which holds one array without a name"),
        ["TorchScript"] = (_ => Zip("m/data.pkl", "m/constants.pkl"), "this is a TorchScript program; expected its tensors alone"),
        ["another zip archive"] = (_ => Zip("word/document.xml"), "this is a zip archive without data.pkl and without .npy files; expected one of torch.save or numpy.savez"),
        ["half a zip archive"] = (t => TorchFile.StateDict(t)[..2000], "the zip archive is damaged"),
        ["zeros, compressed by far"] = (
            _ => NpzFile.Write([new ForeignValues("encoder.weight_ih", [1000, 1000], new double[1_000_000])], compression: CompressionLevel.Optimal),
            "the entries of the archive have 4000128 bytes, compressed to "),
        ["a compressed entry with a bit changed"] = (t => Flipped(Compressed(t), "encoder.weight_ih.npy", 300), "expected"),
        ["a compressed entry that is longer than stated"] = (t => Restated(Compressed(t), -4), "it has 2972 bytes of data for float32 of shape [24, 31]"),
        ["a compressed entry that is shorter than stated"] = (Enlarged, "the zip archive is damaged"),
        ["a pickle that calls the system"] = (_ => TorchFile.Call("posix", "system"), "is damaged or holds more than tensors"),
        ["a pickle of an unknown class"] = (_ => TorchFile.Call("mypackage", "Config"), "mypackage.Config"),
        ["a long pickle"] = (_ => TorchFile.Archive([.. Enumerable.Repeat((byte)'N', 200_000), (byte)'.'], []), "has 200001 bytes; expected at most 49152, or safetensors"),
        ["strides out of the storage"] = (
            _ => TorchFile.Damaged(new ForeignValues("a", [2, 3], new double[6]), offset: 0, [4, 1]),
            "tensor 'a' of shape [2, 3] and strides [4, 1] begins at element 0 of a storage of 6; expected it to lie within"),
        ["an offset beyond the storage"] = (_ => TorchFile.Damaged(new ForeignValues("a", [2, 3], new double[6]), long.MaxValue, [3, 1]), "expected it to lie within"),
        ["a tensor larger than its storage"] = (_ => TorchFile.Damaged(new ForeignValues("a", [60_000, 60_000], new double[6]), 0, [0, 0]), "expected it to lie within"),
        ["a damaged storage"] = (t => Flipped(TorchFile.StateDict(t)), "does not have the CRC-32 that the archive states"),
        ["a text"] = (_ => Encoding.UTF8.GetBytes("weights: none\n"), "the header has"),
        ["nothing"] = (_ => [], "the file has 0 bytes; expected at least 8"),
    };

    [Theory]
    [MemberData(nameof(Tensors))]
    public void Tensors_that_are_no_DRAW_model_are_refused(string what)
    {
        (Func<List<ForeignValues>, List<ForeignValues>> change, string sentence) = RefusedTensors[what];

        RequireRefusal(change(ForeignTensors.Of(ForeignKind.Shape)).Safetensors(), sentence);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Files_that_are_not_read_are_refused(string what)
    {
        (Func<List<ForeignValues>, byte[]> file, string sentence) = RefusedFiles[what];

        RequireRefusal(file(ForeignTensors.Of(ForeignKind.Shape)), sentence);
    }

    [Theory]
    [InlineData("[1]", "names.json(1,1): the map is an array; an object of our names and theirs")]
    [InlineData("{\"a\": \"b\",}", "names.json(1,11): ")]
    [InlineData("{\n  \"dekoder.bias\": \"b\"}", "names.json(2,3): 'dekoder.bias' is no tensor of the model; one of encoder.weight_ih, ")]
    [InlineData("{\"decoder.bias\": 3}", "names.json(1,18): 'decoder.bias' is a number; the name of a tensor, a list of two to be added, or null for zeros was expected")]
    [InlineData("{\"decoder.bias\": [\"encoder.bias\", \"b2\"]}", "names.json(1,35): '")]
    [InlineData("{\"decoder.bias\": \"b\"}", "has no tensor 'b', which the map gives for 'decoder.bias'; expected a name that --dry-run lists.")]
    public void A_map_that_is_wrong_is_refused_with_its_place(string map, string sentence)
    {
        string path = _folder.Write("foreign", ForeignTensors.Of(ForeignKind.Shape).Safetensors());

        var refused = Assert.Throws<WeightsException>(() => ForeignWeights.Read(path, 9, 8, 3, 4, _folder.Write("names.json", map)));

        Assert.Contains(sentence, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_window_that_is_shared_is_taken_by_the_word_of_a_map()
    {
        List<ForeignValues> tensors = ForeignTensors.Of(ForeignKind.Shape).Without("read.window.weight", "read.window.bias")
            .Renamed(name => name.Replace("write.window", "fc_attention", StringComparison.Ordinal));
        string path = _folder.Write("foreign", tensors.Safetensors());
        string map = _folder.Write(
            "names.json",
            """
            {"read.window.weight": "fc_attention.weight", "read.window.bias": "fc_attention.bias",
             "write.window.weight": "fc_attention.weight", "write.window.bias": "fc_attention.bias"}
            """);

        ForeignWeights weights = ForeignWeights.Read(path, 9, 8, 3, 4, map);

        Assert.Equal(2, weights.Report.Count(line => line.EndsWith("<-  fc_attention.weight [5, 7] float32", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_is_no_regular_file_is_refused_unopened() =>
        Assert.Contains(
            "this is a folder; a weights file was expected",
            Assert.ThrowsAny<IOException>(() => ForeignWeights.Read(_folder.Path, 9, 8, 3, 4)).Message,
            StringComparison.Ordinal);

    private static byte[] Zip(params string[] names)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create))
        {
            foreach (string name in names)
            {
                zip.CreateEntry(name);
            }
        }

        return file.ToArray();
    }

    /// <summary>Every occurrence of a text replaced by another of its length.</summary>
    private static byte[] Replaced(byte[] bytes, string text, string by) =>
        Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(bytes).Replace(text, by, StringComparison.Ordinal));

    private static byte[] Compressed(IEnumerable<ForeignValues> tensors) => NpzFile.Write(tensors, compression: CompressionLevel.Optimal);

    /// <summary>An archive whose matrix encoder.weight_ih has one row less than its header and the archive's directory state.</summary>
    private static byte[] Enlarged(IEnumerable<ForeignValues> tensors) => Restated(
        Compressed(tensors.Select(v => v.Name == "encoder.weight_ih" ? v with { Shape = [24, 31], Values = v.Values[..^31] } : v)), 31 * sizeof(float));

    /// <summary>One bit of an entry's bytes changed.</summary>
    private static byte[] Flipped(byte[] archive, string entry = "archive/data/0", int at = 5)
    {
        int name = archive.AsSpan().IndexOf(Encoding.ASCII.GetBytes(entry));
        archive[name + entry.Length + at] ^= 1;
        return archive;
    }

    /// <summary>Another size of encoder.weight_ih.npy in the archive's directory than it has.</summary>
    private static byte[] Restated(byte[] archive, int difference)
    {
        const int SizeBeforeName = 46 - 24;
        Span<byte> size = archive.AsSpan(archive.AsSpan().LastIndexOf("encoder.weight_ih.npy"u8) - SizeBeforeName);
        BinaryPrimitives.WriteInt32LittleEndian(size, BinaryPrimitives.ReadInt32LittleEndian(size) + difference);
        return archive;
    }

    private void RequireRefusal(byte[] file, string sentence)
    {
        string path = _folder.Write("foreign", file);

        var refused = Assert.Throws<WeightsException>(() => ForeignWeights.Read(path, 9, 8, 3, 4));

        Assert.Contains(sentence, refused.Message, StringComparison.Ordinal);
        Assert.StartsWith(path, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }
}
