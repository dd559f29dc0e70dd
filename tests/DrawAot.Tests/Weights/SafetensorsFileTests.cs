using System.Reflection;
using System.Security.Cryptography;
using DrawAot.Weights;

namespace DrawAot.Tests.Weights;

/// <summary>Reads python.safetensors, laid out as the Python library's own writer does, padded to eight bytes.</summary>
public class SafetensorsFileTests
{
    private static readonly Assembly Here = typeof(SafetensorsFileTests).Assembly;

    private readonly SafetensorsFile _file = SafetensorsFile.ReadEmbedded(Here, "python.safetensors");

    [Fact]
    public void A_file_has_its_names_types_and_shapes()
    {
        Assert.Equal(
            [
                ("steps", "I64", ""),
                ("canvas.initial", "F32", "2, 3"),
                ("decoder.bias", "F32", "3"),
                ("empty", "F32", "0, 4"),
                ("half", "BF16", "1"),
                ("flag", "BOOL", "1"),
            ],
            _file.Tensors.Select(tensor => (tensor.Key, tensor.Value.DataType, string.Join(", ", tensor.Value.Shape))));
    }

    [Fact]
    public void A_file_has_its_metadata()
    {
        Assert.Equal(2, _file.Metadata.Count);
        Assert.Equal("pt", _file.Metadata["format"]);
        Assert.Equal("δ", _file.Metadata["note"]);
    }

    [Fact]
    public void A_file_has_its_values()
    {
        Assert.Equal([0f, 0.1f, 0.2f, 0.3f, 0.4f, 0.5f], _file.Floats("canvas.initial", 2, 3).ToArray());
        Assert.Equal([0.5f, -1.25f, 3f], _file.Floats("decoder.bias", 3).ToArray());
        Assert.Equal([], _file.Floats("empty", 0, 4).ToArray());
    }

    [Fact]
    public void A_file_is_the_same_from_disk_and_from_memory()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            using (Stream resource = Here.GetManifestResourceStream("python.safetensors")!, copy = File.Create(path))
            {
                resource.CopyTo(copy);
            }

            SafetensorsFile read = SafetensorsFile.Read(path), parsed = SafetensorsFile.Parse(File.ReadAllBytes(path), "memory");
            Assert.Equal(path, read.Source);
            Assert.Equal("memory", parsed.Source);
            Assert.Equal(_file.Sha256, read.Sha256);
            Assert.Equal(_file.Sha256, parsed.Sha256);
            Assert.Equal(_file.Floats("decoder.bias", 3), read.Floats("decoder.bias", 3));
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))), _file.Sha256);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_badly_aligned_tensor_has_the_right_values()
    {
        byte[] header = [.. """
            {"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},
             "b":{"dtype":"F32","shape":[2],"data_offsets":[3,11]}}
            """u8];
        for (int padding = 0; padding < 4; padding++)
        {
            byte[] padded = [.. header, .. Enumerable.Repeat((byte)' ', padding)];
            byte[] data = [1, 2, 3, .. BitConverter.GetBytes(1.5f), .. BitConverter.GetBytes(-2f)];
            Assert.Equal([1.5f, -2f], SafetensorsBytes.Parse(SafetensorsBytes.Of(padded, data)).Floats("b", 2).ToArray());
        }
    }

    [Fact]
    public void A_single_number_has_no_dimensions()
    {
        byte[] bytes = SafetensorsBytes.Of("""{"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}""", 4);
        Assert.Equal([0f], SafetensorsBytes.Parse(bytes).Floats("a").ToArray());
    }

    [Fact]
    public void A_file_without_tensors_is_sound() => Assert.Empty(SafetensorsBytes.Parse(SafetensorsBytes.Of("{} ")).Tensors);

    [Fact]
    public void Order_and_empty_tensors_do_not_matter()
    {
        const string Header = """
            {"c":{"dtype":"F32","shape":[1],"data_offsets":[4,8]},
             "b":{"data_offsets":[4,4],"shape":[0],"dtype":"F32"},
             "a":{"shape":[1],"dtype":"F32","data_offsets":[0,4]}}
            """;
        Assert.Equal(3, SafetensorsBytes.Parse(SafetensorsBytes.Of(Header, 8)).Tensors.Count);
    }

    [Theory]
    [InlineData("nothing", "there is no tensor 'nothing'; expected one of F32 and shape [2, 3].")]
    [InlineData("half", "tensor 'half' has the dtype BF16 and the shape [1]; expected F32 and [2, 3].")]
    [InlineData("decoder.bias", "tensor 'decoder.bias' has the dtype F32 and the shape [3]; expected F32 and [2, 3].")]
    public void Another_tensor_than_expected_is_refused(string name, string sentence)
    {
        WeightsException refusal = Assert.Throws<WeightsException>(() => { _file.Floats(name, 2, 3); });
        Assert.Equal($"python.safetensors: {sentence}", refusal.Message);
    }

    [Fact]
    public void The_sha256_is_checked()
    {
        _file.RequireSha256(_file.Sha256);
        _file.RequireSha256(_file.Sha256.ToUpperInvariant());
        string other = new('0', 64);
        WeightsException refusal = Assert.Throws<WeightsException>(() => _file.RequireSha256(other));
        Assert.Equal($"python.safetensors: the file has the SHA-256 {_file.Sha256}; expected {other}.", refusal.Message);
    }

    [Fact]
    public void A_missing_resource_says_how_to_add_it()
    {
        WeightsException refusal = Assert.Throws<WeightsException>(() => SafetensorsFile.ReadEmbedded(Here, "x.safetensors"));
        Assert.Equal(
            "x.safetensors: the assembly DrawAot.Tests has no such resource; expected "
            + """<EmbeddedResource Include="x.safetensors" LogicalName="x.safetensors" /> in its project.""",
            refusal.Message);
    }

    [Fact]
    public void A_missing_file_is_an_io_error() =>
        Assert.Throws<FileNotFoundException>(() => SafetensorsFile.Read(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName())));
}
